use super::*;

#[test]
fn the_genre_speaks_before_the_text() {
    assert_eq!(Mood::from_words(Some("horror"), "a calm lake in a forest"), Mood::Horror);
    assert_eq!(Mood::from_words(Some("Daily News"), "the sea"), Mood::Tech);
    assert_eq!(Mood::from_words(Some("xyz"), "Whales of the deep ocean"), Mood::Ocean);
}

#[test]
fn texts_find_their_mood() {
    let cases = [
        ("The haunted house on the hill", Mood::Horror),
        ("Why your startup should ship software weekly", Mood::Tech),
        ("How the Roman empire fell", Mood::History),
        ("Never give up: discipline beats motivation", Mood::Epic),
        ("Wolves return to the forest", Mood::Nature),
        ("What is inside a black hole in our galaxy?", Mood::Space),
        ("Walking through Tokyo's streets", Mood::City),
        ("Breathe in, relax, and sleep", Mood::Calm),
        ("", Mood::Abstract),
        ("日本語", Mood::Abstract),
    ];
    for (text, mood) in cases {
        assert_eq!(Mood::from_words(None, text), mood, "{text}");
    }
}

#[test]
fn names_and_aliases_parse() {
    for mood in Mood::ALL {
        assert_eq!(mood.name().parse(), Ok(mood));
    }
    assert_eq!("News".parse(), Ok(Mood::Tech));
    let wrong = "gloomy".parse::<Mood>().unwrap_err().to_string();
    assert!(Mood::ALL.iter().all(|m| wrong.contains(m.name())), "{wrong}");
}
