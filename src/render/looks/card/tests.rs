use super::*;
use crate::media::cards::{Chart, Code, Datum};

const SHAPES: [(u32, u32); 3] = [(270, 480), (480, 270), (270, 270)];

fn look(seed: u64) -> CardLook {
    CardLook { background: None, accent: None, theme: seed, seed }
}

fn made(size: (u32, u32), shown: &Card, look: &CardLook) -> Result<Picture, CardError> {
    let canvas = Canvas { width: size.0, height: size.1, fps: 30 };
    card(size, canvas, crate::media::captions::clear(canvas, None), shown, look)
}

fn text(words: &str) -> Card {
    Card::Text(words.to_owned())
}

fn chart(kind: ChartKind, values: &[(&str, i64)]) -> Card {
    let values = values.iter().map(|&(label, thousandths)| Datum { label: label.to_owned(), thousandths }).collect();
    Card::Chart(Chart { kind, title: Some("Boats in the harbour".to_owned()), unit: "%".to_owned(), values })
}

fn program(text: &str) -> Card {
    Card::Code(Code { text: text.to_owned(), language: Some("rust".to_owned()), title: None, marked: vec![1] })
}

fn all() -> Vec<Card> {
    let items = ["Nets", "Ropes & knots", "A <b>lamp</b>"].map(str::to_owned).to_vec();
    let values = [("Mon", 3_000), ("Tuesday, a long name", 4_500), ("Wed", 0), ("Thu", 12_000_000)];
    vec![
        text("Boats leave at dawn"),
        Card::Quote { text: "The sea is never still.".to_owned(), by: Some("A fisher".to_owned()) },
        Card::List { title: Some("What to bring".to_owned()), items, numbered: true },
        chart(ChartKind::Bars, &values),
        chart(ChartKind::Line, &values),
        program("fn main() {\n    println!(\"hi\");\n}"),
    ]
}

/// Pixels that are nearly white.
fn ink(picture: &Picture) -> usize {
    picture.rgb.chunks_exact(3).filter(|p| p.iter().all(|c| *c > 215)).count()
}

#[test]
fn cards_of_every_kind_are_set_on_every_shape() {
    for size in SHAPES {
        for card in all() {
            let picture = made(size, &card, &look(3)).unwrap();
            assert!(ink(&picture) > 10, "{size:?} {card:?}: {}", ink(&picture));
        }
    }
}

#[test]
fn the_same_card_is_the_same_bytes() {
    for card in all() {
        assert_eq!(made((96, 160), &card, &look(3)).ok(), made((96, 160), &card, &look(3)).ok());
    }
}

#[test]
fn words_stay_out_of_the_way_of_captions() {
    let canvas = Canvas { width: 270, height: 480, fps: 30 };
    let captions = crate::media::CaptionLook::standard(canvas);
    let area = crate::media::captions::clear(canvas, Some(&captions));
    let plain = CardLook { background: Some(Colour::BLACK), accent: Some(Colour::BLACK), theme: 0, seed: 0 };
    for shown in all() {
        let picture = card((270, 480), canvas, area, &shown, &plain).unwrap();
        let below = (area.top + area.height + 2) as usize * 270 * 3;
        assert!(picture.rgb[below..].iter().all(|level| *level < 120), "{shown:?}");
    }
}

#[test]
fn long_text_shrinks_and_then_is_an_error_with_a_remedy() {
    let words = |n: usize| text(&"word ".repeat(n));
    assert!(made((270, 480), &words(60), &look(1)).is_ok());
    let error = made((270, 480), &words(600), &look(1)).unwrap_err();
    assert!(matches!(error, CardError::TooLong { letters: 3000, room: 100..1000 }), "{error}");
    let error = made((270, 480), &text(&"x".repeat(90)), &look(1)).unwrap_err();
    assert!(matches!(error, CardError::LongWord(_)), "{error}");
    assert_eq!(made((64, 64), &text(" \n"), &look(1)), Err(CardError::Empty));
}

#[test]
fn what_does_not_fit_a_card_is_told() {
    let size = (270, 480);
    let many = Card::List { title: None, items: vec!["x".to_owned(); 11], numbered: false };
    assert!(matches!(made(size, &many, &look(1)), Err(CardError::TooMany { count: 11, most: 10, .. })));
    let long = Card::List { title: None, items: vec!["word ".repeat(60); 9], numbered: false };
    assert!(matches!(made(size, &long, &look(1)), Err(CardError::TooLong { .. })));
    let wide = program(&"x".repeat(300));
    assert!(matches!(
        made(size, &wide, &look(1)),
        Err(CardError::LongCode { columns: 300, most_columns: 20..100, .. })
    ));
    let negative = chart(ChartKind::Bars, &[("a", -1)]);
    assert_eq!(made(size, &negative, &look(1)), Err(CardError::Negative("a".to_owned())));
    assert!(made(size, &chart(ChartKind::Line, &[("a", -1_000), ("b", 1_000)]), &look(1)).is_ok());
}

#[test]
fn markup_in_the_text_is_text() {
    let hostile = r#"</text><image href="/etc/passwd"/> & "quotes" <b>"#;
    assert!(made((270, 480), &text(hostile), &look(1)).is_ok());
    assert!(
        made((270, 480), &Card::Quote { text: hostile.to_owned(), by: Some("a < b".to_owned()) }, &look(1)).is_ok()
    );
}

#[test]
fn a_missing_glyph_is_named() {
    let error = made((270, 480), &text("fine 🙂"), &look(1)).unwrap_err();
    assert_eq!(error, CardError::NoGlyph { character: '🙂', code: 0x1F642 });
    assert!(made((270, 480), &program("┌─ →"), &look(1)).is_ok(), "code has frames and arrows");
}

#[test]
fn ink_is_dark_on_a_light_ground() {
    let look = CardLook { background: Some(Colour::rgb(250, 240, 220)), ..look(1) };
    let picture = made((270, 480), &text("Dark on light"), &look).unwrap();
    let dark = picture.rgb.chunks_exact(3).filter(|p| p.iter().all(|c| *c < 60)).count();
    assert!(dark > 1000);
}

#[test]
fn cards_of_one_theme_share_their_colours() {
    let mean = |picture: &Picture| {
        let sum = |c: usize| picture.rgb.iter().skip(c).step_by(3).map(|v| u64::from(*v)).sum::<u64>();
        [sum(0), sum(1), sum(2)].map(|sum| sum / (picture.rgb.len() as u64 / 3))
    };
    let card = |seed| mean(&made((96, 96), &text("Hi"), &CardLook { seed, ..look(4) }).unwrap());
    for seed in 0..6 {
        let near = card(seed).iter().zip(card(0)).all(|(a, b)| a.abs_diff(b) < 25);
        assert!(near, "{:?} {:?}", card(seed), card(0));
    }
}

#[test]
fn a_title_darkens_the_picture_only_around_itself() {
    let canvas = Canvas { width: 270, height: 480, fps: 30 };
    let area = crate::media::captions::clear(canvas, None);
    let picture = super::super::solid(270, 480, Colour::rgb(200, 200, 200));
    let titled = title_over(&picture, canvas, area, "The harbour", TitlePlace::Upper).unwrap();
    let level = |y: usize| titled.rgb[y * 270 * 3 + 30];
    assert!(level(130) < 120 && level(470) > 190, "{} {}", level(130), level(470));
    assert!(ink(&titled) > 500);
}
