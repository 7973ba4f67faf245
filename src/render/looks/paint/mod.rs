//! The painter's tools: exact arithmetic, seeded chance, noise, colours, shapes and the easel they end up on.
//!
//! Nothing here calls the platform's mathematics library, whose last bits differ between systems: only `+ - * /`,
//! `sqrt`, `floor` and comparisons, which IEEE 754 defines exactly. So equal inputs give equal bytes everywhere.

mod dice;
mod easel;
mod field;
pub(crate) mod math;
mod noise;
mod shape;
mod tint;

pub(crate) use dice::Dice;
pub(crate) use easel::Easel;
pub(crate) use field::Field;
pub(crate) use noise::Noise;
pub(crate) use shape::{Mask, Shape};
pub(crate) use tint::{Ramp, Tint, hex, mix, scale, screen};
