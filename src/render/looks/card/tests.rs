use super::*;

fn ink(picture: &Picture) -> usize {
    picture.rgb.chunks_exact(3).filter(|p| p.iter().all(|c| *c > 235)).count()
}

#[test]
fn text_is_set_on_cards_of_every_shape() {
    for (w, h) in [(270, 480), (480, 270), (270, 270)] {
        let picture = card(w, h, "Boats leave at dawn", &CardLook::default(), 3).unwrap();
        assert!(ink(&picture) > 1000, "{w}x{h}");
    }
}

#[test]
fn long_text_shrinks_and_then_is_an_error_with_a_remedy() {
    let words = |n: usize| "word ".repeat(n);
    assert!(card(270, 480, &words(60), &CardLook::default(), 1).is_ok());
    let error = card(270, 480, &words(600), &CardLook::default(), 1).unwrap_err();
    assert!(matches!(error, CardError::TooLong { letters: 3000, room: 100..1000 }), "{error}");
    let error = card(270, 480, &"x".repeat(90), &CardLook::default(), 1).unwrap_err();
    assert!(matches!(error, CardError::LongWord(_)), "{error}");
    assert_eq!(card(9, 9, " \n", &CardLook::default(), 1), Err(CardError::Empty));
}

#[test]
fn markup_in_the_text_is_text() {
    let hostile = r#"</text><image href="/etc/passwd"/> & "quotes" <b>"#;
    assert!(card(270, 480, hostile, &CardLook::default(), 1).is_ok());
    let look = CardLook { kicker: Some("a < b & c".into()), ..CardLook::default() };
    assert!(card(270, 480, "x", &look, 1).is_ok());
}

#[test]
fn a_missing_glyph_is_named() {
    let error = card(270, 480, "fine 🙂", &CardLook::default(), 1).unwrap_err();
    assert_eq!(error, CardError::NoGlyph { character: '🙂', code: 0x1F642 });
}

#[test]
fn ink_is_dark_on_a_light_ground() {
    let look = CardLook { background: Some(Colour::rgb(250, 240, 220)), ..CardLook::default() };
    let picture = card(270, 480, "Dark on light", &look, 1).unwrap();
    let dark = picture.rgb.chunks_exact(3).filter(|p| p.iter().all(|c| *c < 60)).count();
    assert!(dark > 1000);
}

#[test]
fn a_title_darkens_the_picture_only_around_itself() {
    let picture = super::super::solid(270, 480, Colour::rgb(200, 200, 200));
    let titled = title_over(&picture, "The harbour", TitlePlace::Upper).unwrap();
    let level = |y: usize| titled.rgb[y * 270 * 3 + 30];
    assert!(level(130) < 110 && level(470) > 190);
    assert!(ink(&titled) > 500);
}

#[test]
fn the_same_card_is_the_same_bytes() {
    let make = || card(135, 240, "Again", &CardLook::default(), 9).unwrap();
    assert_eq!(make(), make());
}
