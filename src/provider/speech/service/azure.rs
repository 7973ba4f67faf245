//! Azure's speech service: SSML in, WAV out.

use tokio_util::sync::CancellationToken;

use super::{MOST_BYTES, Said, Saying, sound};
use crate::provider::http::{Ask, Body, KeyPlace, Service, ServiceError};

pub(super) const KEY: &str = "ocp-apim-subscription-key";

pub(super) async fn say(
    service: &Service,
    saying: &Saying<'_>,
    cancel: &CancellationToken,
) -> Result<Said, ServiceError> {
    let mut ask = Ask::post("/v1", serde_json::Value::Null)
        .key(KeyPlace::Header(KEY))
        .header("x-microsoft-outputformat", "riff-24khz-16bit-mono-pcm")
        .media(MOST_BYTES);
    ask.body = Body::Text { kind: "application/ssml+xml", text: ssml(saying) };
    let answer = service.call(&ask, cancel).await?;
    Ok(Said { sound: sound(answer)?, pieces: Vec::new() })
}

fn ssml(saying: &Saying<'_>) -> String {
    let (voice, text) = (escaped(saying.voice), escaped(saying.text));
    // `en-US-JennyNeural` speaks `en-US`.
    let language = saying.voice.rsplit_once('-').map_or(saying.language, |(language, _)| language);
    let percent = |per_mille: i64| format!("{}{}%", if per_mille < 0 { "" } else { "+" }, per_mille / 10);
    let rate = percent(i64::from(saying.speed) - 1000);
    // The whole scale is an octave or so: half as high again, or half as low.
    let pitch = percent((i64::from(saying.pitch) - 50) * 10);
    format!(
        "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"{}\"><voice name=\"{voice}\">\
         <prosody rate=\"{rate}\" pitch=\"{pitch}\">{text}</prosody></voice></speak>",
        escaped(language)
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control() || c.is_whitespace()) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let saying = Saying {
            text: "Tom & <break/> \"Jerry\"",
            before: "",
            after: "",
            voice: "en-US-JennyNeural",
            model: None,
            instructions: None,
            language: "en",
            speed: 1100,
            pitch: 40,
        };
        let ssml = ssml(&saying);
        assert!(ssml.contains("xml:lang=\"en-US\"") && ssml.contains("rate=\"+10%\" pitch=\"-10%\""), "{ssml}");
        assert!(ssml.contains("Tom &amp; &lt;break/&gt; &quot;Jerry&quot;"), "{ssml}");
    }
}
