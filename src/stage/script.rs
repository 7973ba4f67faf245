//! A script by a language model, a program, or the built-in writer.
