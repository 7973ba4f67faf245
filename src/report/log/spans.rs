//! What the rooms tell, a line each, with the fields of the job that it happened in.

use std::fmt::{Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::{Log, filter, quoted};
use crate::event::Time;

pub(super) struct Lines(pub(super) Log);

/// ` name=value` for each field; a message stands alone.
#[derive(Default)]
struct Fields {
    message: String,
    text: String,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => self.message = value.escape_debug().to_string(),
            // Writing to a string does not fail.
            name => drop(write!(self.text, " {name}={}", quoted(value))),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn register_callsite(&self, about: &'static Metadata<'static>) -> Interest {
        if self.0.filter.wants(about) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, about: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.0.filter.wants(about)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0.filter.most())
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut told = Fields::default();
        event.record(&mut told);
        let mut text = told.message + &told.text;
        // A job that is made for another one is told of alone.
        if let Some(span) = context.event_span(event)
            && let Some(fields) = span.extensions().get::<Fields>()
        {
            text += &fields.text;
        }
        let about = event.metadata();
        self.0.line(Time::now(), *about.level(), filter::room(about.target()), &text);
    }
}
