//! The real library speaks.

use super::*;
use crate::media::text::words_of;

const VOICE: EspeakVoice<'_> = EspeakVoice { name: "en-us", speed: 1000, pitch: 50 };

fn say(text: &str, voice: &EspeakVoice<'_>) -> Speech {
    let speech = Espeak::find().unwrap().speak(text, voice).unwrap();
    let written: Vec<_> = speech.words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(written, words_of(text));
    let mut at = 0;
    for word in &speech.words {
        assert!(at <= word.start_ms && word.start_ms <= word.end_ms, "{text}: {:?}", speech.words);
        at = word.end_ms;
    }
    assert!(at <= speech.length_ms(), "{text}");
    speech
}

#[test]
fn numbers_are_said_within_their_words() {
    let speech = say("In 1984, 3,000 people came.", &VOICE);
    let length = |index: usize| speech.words[index].end_ms - speech.words[index].start_ms;
    assert!(length(1) > 900, "nineteen eighty-four: {:?}", speech.words);
    assert!(length(2) > 500, "three thousand: {:?}", speech.words);
    assert!(length(0) < 300 && length(3) < 600, "{:?}", speech.words);
    assert!(speech.words[2].start_ms >= speech.words[1].end_ms + 80, "a pause at the comma: {:?}", speech.words);
    assert!(speech.length_ms() - speech.words[4].end_ms < 200, "{:?}", speech.words);
}

#[test]
fn words_lie_where_there_is_sound() {
    let speech = say("Stop. Go on, then — if you dare to!", &VOICE);
    let level = |from: u32, to: u32| {
        let at = |ms: u32| (u64::from(ms) * u64::from(speech.rate) / 1000) as usize;
        speech.samples[at(from)..at(to)].iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0)
    };
    for word in speech.words.iter().filter(|word| word.text != "—") {
        assert!(level(word.start_ms, word.end_ms) > 2000, "{word:?}");
    }
    assert!(level(speech.words[0].end_ms + 30, speech.words[1].start_ms - 30) < 1000, "silent between sentences");
}

#[test]
fn the_same_text_gives_the_same_samples_whatever_came_before() {
    for name in ["en-us", "en-us+f2", "en-us+whisper", "de"] {
        let voice = EspeakVoice { name, ..VOICE };
        let first = say("Hello there, seven seas.", &voice);
        say("Something of quite another length is said in between.", &VOICE);
        let again = say("Hello there, seven seas.", &voice);
        assert_eq!((first.samples, first.words), (again.samples, again.words), "{name}");
    }
}

#[test]
fn many_threads_speak_and_do_not_disturb_each_other() {
    let alone = say("Number five is alive.", &VOICE);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let alone = &alone;
            scope.spawn(move || {
                Espeak::find().unwrap();
                let other = EspeakVoice { name: "en-gb", speed: 900 + thread * 50, pitch: 40 };
                say("Something else.", &other);
                assert_eq!(say("Number five is alive.", &VOICE).samples, alone.samples);
            });
        }
    });
}

#[test]
fn markup_is_read_out_and_not_obeyed() {
    let plain = say("one two", &VOICE).length_ms();
    assert!(say("one <break time=\"9s\"/> two", &VOICE).length_ms() < 9_000);
    assert!(say("one [[h@'loU]] two", &VOICE).length_ms() > plain + 500, "the letters are said");
    let obeyed = say("one \u{1}400S two", &VOICE).length_ms();
    assert!(obeyed > plain, "no command changes the rate: {obeyed} {plain}");
}

#[test]
fn hostile_texts_are_spoken() {
    for text in [
        "9".repeat(300).as_str(),
        "aé".repeat(300).as_str(),
        "日本語 🎉 👨‍👩‍👧 हिन्दी عربي",
        "üG—語d7j—”(-SらH`h9}IMt”]\"(w3é",
        "ي́Hなj—`ह7&4y]A*hQ$…語Aعبß",
        "a\0b %s %n {{x}} \\ $(rm) `x` \u{202e}abc\u{202c}",
        "''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''",
    ] {
        say(text, &EspeakVoice { speed: 2500, ..VOICE });
        say(text, &EspeakVoice { name: "hi", speed: 2500, ..VOICE });
    }
}

#[test]
fn a_text_of_twenty_thousand_characters_is_spoken() {
    let text = "The tide went out and the boats lay down without a word ".repeat(360);
    let speech = say(&text, &EspeakVoice { speed: 2800, ..VOICE });
    assert!(speech.length_ms() > 400_000, "{}", speech.length_ms());
    let late = &speech.words[speech.words.len() - 12];
    assert_eq!(late.text, "The");
    assert!(speech.length_ms() - late.start_ms < 6_000, "{late:?} of {}", speech.length_ms());
}

#[test]
fn speed_and_pitch_are_heard() {
    let normal = say("The harbour wakes before the town does.", &VOICE);
    let fast = say("The harbour wakes before the town does.", &EspeakVoice { speed: 1500, ..VOICE });
    let high = say("The harbour wakes before the town does.", &EspeakVoice { pitch: 80, ..VOICE });
    assert!(fast.length_ms() * 10 < normal.length_ms() * 8);
    assert_ne!(high.samples, normal.samples);
}

#[test]
fn a_voice_that_is_not_there_is_an_error_with_others_like_it() {
    let espeak = Espeak::find().unwrap();
    let error = espeak.speak("Hello.", &EspeakVoice { name: "en-uss", ..VOICE }).unwrap_err();
    assert!(error.help.unwrap().contains("`en-us`"));
    assert!(espeak.check_voice("en-us+nosuch").is_err());
    assert!(espeak.check_voice("en-us+m7").is_ok());
    assert!(espeak.voices().contains(&"fr-fr".to_owned()));
    assert_eq!(espeak.voice_for("en").as_deref(), Some("en-us"));
    assert_eq!(espeak.voice_for("fr-CA").as_deref(), Some("fr"));
}

#[test]
fn punctuation_alone_is_no_error() {
    let espeak = Espeak::find().unwrap();
    match espeak.speak("…", &VOICE) {
        Ok(speech) => assert_eq!(speech.words.len(), 1),
        Err(error) => assert_eq!(error.cause, "the voice gave no sound"),
    }
}
