//! The words that a language model is asked with: a template that users may replace.

use minijinja::{Environment, UndefinedBehavior};

use super::Brief;

/// What is asked where the manifest names no template of its own. It sees `topic`, `genre`, `tone`, `audience`,
/// `language`, `words`, `scenes`, `facts`, `banned` and `seed`.
pub const BUILT_IN: &str = include_str!("prompt.txt");

/// Minijinja's unit: about an instruction, or some bytes of output.
const FUEL: u64 = 500_000;

/// # Errors
/// The template is none, or names what is not there.
pub fn filled(template: &str, brief: &Brief) -> Result<String, String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    let filled = environment
        .render_str(template, minijinja::value::Serde(brief))
        .map_err(|error| format!("the prompt's template: {error:#}"))?;
    Ok(filled.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_brief_is_in_the_prompt_and_nothing_else_is_asked_for() {
        let plain = Brief { topic: "boats".into(), language: "en".into(), ..Brief::default() };
        let text = filled(BUILT_IN, &plain).unwrap();
        assert!(text.starts_with("Write the narration of a video about: boats\nLanguage: en."), "{text}");
        assert!(!text.contains("Genre") && !text.contains("Never use"));
        let full = Brief {
            genre: Some("news".into()),
            words: Some(60),
            scenes: Some(4),
            facts: vec!["Boats float.".into()],
            banned: vec!["ship".into(), "sea".into()],
            ..plain
        };
        let text = filled(BUILT_IN, &full).unwrap();
        for piece in ["Genre: news.", "60 words", "exactly 4", "- Boats float.", "ship, sea"] {
            assert!(text.contains(piece), "{piece} in {text}");
        }
    }

    #[test]
    fn an_own_template_is_used_and_its_slips_are_told() {
        let brief = Brief { topic: "boats {{ genre }}".into(), ..Brief::default() };
        assert_eq!(filled("About {{ topic }}.", &brief).unwrap(), "About boats {{ genre }}.");
        assert!(filled("About {{ topik }}.", &brief).is_err());
        assert!(
            filled("{% for x in range(100000) %}{% for y in range(100000) %}x{% endfor %}{% endfor %}", &brief)
                .is_err()
        );
    }
}
