//! How a server wants to be asked: as much as it understands, and not more.

/// How the answer's form is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// By a JSON Schema.
    Schema,
    /// Some JSON object.
    Object,
    /// By the words of the question alone.
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Manners {
    pub format: Format,
    /// The older name of the limit on tokens.
    pub old_tokens: bool,
    pub no_seed: bool,
}

impl Manners {
    /// From what a service is remembered by.
    pub fn of(number: usize) -> Self {
        let format = match number & 3 {
            0 => Format::Schema,
            1 => Format::Object,
            _ => Format::Text,
        };
        Self { format, old_tokens: number & 4 != 0, no_seed: number & 8 != 0 }
    }

    pub fn number(self) -> usize {
        self.format as usize | usize::from(self.old_tokens) << 2 | usize::from(self.no_seed) << 3
    }

    pub fn tokens_name(self) -> &'static str {
        if self.old_tokens { "max_tokens" } else { "max_completion_tokens" }
    }

    /// By the words of the question alone; `None` where that is the way already.
    pub fn plainest(self) -> Option<Self> {
        (self.format != Format::Text).then_some(Self { format: Format::Text, ..self })
    }

    /// The next simpler way, where a refusal says that this one was not understood; `None` where it is about
    /// something else, or nothing is simpler.
    pub fn simpler(self, refusal: &str) -> Option<Self> {
        let told = refusal.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| told.contains(word));
        if says(&["max_completion_tokens"]) && !self.old_tokens {
            return Some(Self { old_tokens: true, ..self });
        }
        if says(&["seed"]) && !self.no_seed {
            return Some(Self { no_seed: true, ..self });
        }
        let of_format = says(&["response_format", "json_schema", "json_object", "schema", "structured", "grammar"]);
        let unclear =
            says(&["unsupported", "not support", "unrecognized", "unknown parameter", "extra inputs", "unexpected"]);
        match self.format {
            Format::Schema if of_format || unclear => Some(Self { format: Format::Object, ..self }),
            Format::Object if of_format || unclear => Some(Self { format: Format::Text, ..self }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_form_leads_to_a_simpler_one_and_any_other_does_not() {
        let full = Manners::of(0);
        assert_eq!(full.format, Format::Schema);
        let object = full.simpler("'response_format.type' must be json_object").unwrap();
        assert_eq!(object.format, Format::Object);
        let text = object.simpler("response_format is not supported").unwrap();
        assert_eq!(text.format, Format::Text);
        assert_eq!(text.simpler("response_format is not supported"), None);
        assert_eq!(full.simpler("the model `x` does not exist"), None);
        assert!(full.simpler("Unknown name \"max_completion_tokens\"").unwrap().old_tokens);
        assert!(full.simpler("seed: extra inputs are not permitted").unwrap().no_seed);
    }

    #[test]
    fn manners_are_remembered_as_a_number() {
        for number in 0..12 {
            if number & 3 != 3 {
                assert_eq!(Manners::of(number).number(), number);
            }
        }
    }
}
