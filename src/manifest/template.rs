//! Minijinja over single strings: strict about what is not there, bounded in work and output, compiled once a text.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use super::ids;
use super::limits;
use super::near::nearest;
use super::node::{Kind, Node};

/// What templates see.
#[derive(Debug, Default, Clone)]
pub(crate) struct Context(BTreeMap<Arc<str>, Value>);

impl Context {
    pub fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.into(), value);
    }

    pub fn with(&self, name: &str, value: Value) -> Self {
        let mut more = self.clone();
        more.set(name, value);
        more
    }

    pub fn value(&self) -> Value {
        Value::from(self.0.clone())
    }
}

/// Where a filled text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Into {
    Text,
    /// Values are escaped, so that a `<` in a row is no tag.
    Xml,
}

/// Why a template cannot be filled.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub message: String,
    pub help: Option<String>,
}

pub(crate) struct Templates {
    environment: Environment<'static>,
    compiled: usize,
    bytes: u64,
}

/// Begins the names of templates whose values are escaped; no text can begin so, it is a control character.
const XML: char = '\u{1}';

impl Templates {
    pub fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(limits::FUEL));
        environment
            .set_auto_escape_callback(|name| if name.starts_with(XML) { AutoEscape::Html } else { AutoEscape::None });
        environment.add_filter("slug", |text: String| ids::slug(&text));
        Self { environment, compiled: 0, bytes: 0 }
    }

    /// `source` with its templates filled from `context`.
    pub fn fill(&mut self, source: &str, into: Into, context: &Value) -> Result<String, Fault> {
        let xml_name = (into == Into::Xml).then(|| format!("{XML}{source}"));
        let name = xml_name.as_deref().unwrap_or(source);
        self.compile(name, source)?;
        let template = self.environment.get_template(name).map_err(|error| fault(&error))?;
        let filled = template.render(context).map_err(|error| {
            if error.kind() == ErrorKind::UndefinedError {
                missing(source, template.undeclared_variables(true), context)
            } else {
                fault(&error)
            }
        })?;
        self.bytes += filled.len() as u64;
        if filled.len() > limits::STRING_BYTES || self.bytes > limits::TEXT_BYTES {
            let message = "the filled text is too long: at most 1 MiB, and 64 MiB for all together".to_owned();
            return Err(Fault { message, help: None });
        }
        Ok(filled)
    }

    fn compile(&mut self, name: &str, source: &str) -> Result<(), Fault> {
        if self.environment.get_template(name).is_ok() {
            return Ok(());
        }
        if self.compiled >= limits::TEMPLATES {
            self.environment.clear_templates();
            self.compiled = 0;
        }
        self.compiled += 1;
        self.environment.add_template_owned(name.to_owned(), source.to_owned()).map_err(|error| fault(&error))
    }
}

fn fault(error: &minijinja::Error) -> Fault {
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    match error.kind() {
        ErrorKind::OutOfFuel => {
            Fault { message: "the template does too much work".into(), help: Some("make its loops smaller".into()) }
        }
        ErrorKind::SyntaxError => Fault {
            message: format!("this is no template{detail}"),
            help: Some("values stand in `{{ … }}`; write `{{ '{{' }}` for the braces themselves".into()),
        },
        _ => Fault { message: format!("the template cannot be filled: {}{detail}", error.kind()), help: None },
    }
}

/// Says which of the names that a template uses is not there.
fn missing(source: &str, mut names: HashSet<String>, context: &Value) -> Fault {
    // `range` and its like are not in the context and yet there.
    names.retain(|name| !matches!(name.as_str(), "range" | "dict" | "namespace" | "debug"));
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by_key(|name| (is_guarded(source, name), name.clone()));
    for name in names {
        let mut known = context.clone();
        for part in name.split('.') {
            let next = known.get_attr(part).unwrap_or_default();
            if next.is_undefined() {
                return absent(&name, part, &known);
            }
            known = next;
        }
    }
    Fault {
        message: "the template uses a value that is not there".into(),
        help: Some("`{{ name | default('…') }}` stands in for one".into()),
    }
}

/// Whether the template says what to do where `name` is not there, so that it is hardly what is missed.
fn is_guarded(source: &str, name: &str) -> bool {
    source.match_indices(name).any(|(at, _)| {
        let rest = source[at + name.len()..].trim_start();
        let filter = rest.strip_prefix('|').map(str::trim_start);
        rest.starts_with("is ")
            || filter.is_some_and(|filter| filter.starts_with("default") || filter.starts_with("d("))
    })
}

fn absent(name: &str, part: &str, known: &Value) -> Fault {
    let mut keys: Vec<String> =
        known.try_iter().map(|keys| keys.map(|key| key.to_string()).collect()).unwrap_or_default();
    keys.sort();
    let near = nearest(part, keys.iter().map(String::as_str));
    let before = name.split_once(part).map_or("", |(before, _)| before);
    let help = match near {
        Some(near) => format!("did you mean `{before}{near}`?"),
        None if keys.is_empty() => "there are no such values here".to_owned(),
        None => format!(
            "there are {}",
            keys.iter().take(20).map(|key| format!("`{before}{key}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    Fault { message: format!("`{name}` is not there"), help: Some(help) }
}

/// A node as templates see it. Plain numbers and booleans are such; nothing is an empty text.
pub(crate) fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Scalar { text, plain: true } => plain_value(text),
        Kind::Scalar { text, plain: false } => Value::from(text.as_str()),
        Kind::List(items) => items.iter().map(|item| value(item)).collect(),
        Kind::Map(entries) => Value::from(
            entries.iter().map(|entry| (entry.key.clone(), value(&entry.value))).collect::<BTreeMap<_, _>>(),
        ),
        Kind::Broken => Value::from(""),
    }
}

fn plain_value(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::from(""),
        "true" | "True" | "TRUE" => return Value::from(true),
        "false" | "False" | "FALSE" => return Value::from(false),
        _ => {}
    }
    if let Ok(whole) = text.parse::<i64>()
        && whole.to_string() == text
    {
        return Value::from(whole);
    }
    // `1.10` is a version as often as a number: only what a number prints as is one.
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && Value::from(number).to_string() == text => Value::from(number),
        _ => Value::from(text),
    }
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    fn fill(source: &str) -> Result<String, Fault> {
        let context = context! { row => context! { version => "1.2", title => "A & <B>" }, id => "x" };
        Templates::new().fill(source, Into::Text, &context)
    }

    #[test]
    fn values_are_filled_in() {
        assert_eq!(fill("v{{ row.version }} {{ id|upper }}").unwrap(), "v1.2 X");
        assert_eq!(fill("{{ row.title }}").unwrap(), "A & <B>");
        assert_eq!(fill("{{ '{{' }}").unwrap(), "{{");
    }

    #[test]
    fn a_name_that_is_not_there_is_named_with_the_one_meant() {
        let fault = fill("{{ row.versoin }}").unwrap_err();
        assert_eq!(
            (fault.message.as_str(), fault.help.as_deref()),
            ("`row.versoin` is not there", Some("did you mean `row.version`?"))
        );
        assert_eq!(fill("{{ nothing }}").unwrap_err().help.unwrap(), "there are `id`, `row`");
    }

    #[test]
    fn a_name_with_a_default_is_not_the_one_missed() {
        let fault = fill("{{ aaa | default('x') }} {% if bbb is defined %}{% endif %}{{ row.zzz }}").unwrap_err();
        assert_eq!(fault.message, "`row.zzz` is not there");
    }

    #[test]
    fn texts_can_be_made_names() {
        assert_eq!(fill("{{ row.title | slug }}").unwrap(), "a-b");
    }

    #[test]
    fn endless_work_and_endless_text_are_stopped() {
        let work = fill("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}");
        assert_eq!(work.unwrap_err().message, "the template does too much work");
        assert!(fill("{{ 'x' * 100000000 }}").is_err());
        assert!(fill("{% for a in range(1000) %}{{ 'xxxxxxxxxx' * 1000 }}{% endfor %}").is_err());
    }

    #[test]
    fn in_drawings_values_are_escaped() {
        let context = context! { title => "A & <B>" };
        let filled = Templates::new().fill("<text>{{ title }}</text>", Into::Xml, &context).unwrap();
        assert_eq!(filled, "<text>A &amp; &lt;B&gt;</text>");
    }

    #[test]
    fn a_template_that_is_none_says_why() {
        assert!(fill("{{ row. }}").unwrap_err().message.starts_with("this is no template: "));
        assert!(fill("{% include 'x' %}").is_err());
    }

    #[test]
    fn plain_values_keep_their_kind_and_versions_their_zeros() {
        for (text, kind) in [
            ("12", "number"),
            ("1.5", "number"),
            ("1.10", "string"),
            ("007", "string"),
            ("true", "bool"),
            ("nan", "string"),
        ] {
            assert_eq!(plain_value(text).kind().to_string(), kind, "{text}");
            assert_eq!(plain_value(text).to_string().to_lowercase(), text);
        }
    }
}
