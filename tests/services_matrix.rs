//! Every kind of service in every kind of weather: what is told, and how often it was asked.

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::service::{Reply, Server, passing_trouble, picture, script_reply, spoken, wav};
use common::{Project, SMALL};
use reelmill::provider::http::{Clients, Download, Endpoint, Waits, fetch};
use reelmill::provider::money::TokenPrice;
use reelmill::provider::picture::{Drawing, StockKind, Wish, draw, search};
use reelmill::provider::script::openai::{Model, write};
use reelmill::provider::script::{Brief, prompt};
use reelmill::provider::speech::service::{Saying, VoiceKind, say};
use reelmill::provider::{Services, ServicesOptions};
use serde_json::json;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Writer,
    Voice(VoiceKind),
    Stock(StockKind, bool),
    Drawer,
    Media,
}

const KINDS: [Kind; 12] = [
    Kind::Writer,
    Kind::Voice(VoiceKind::Openai),
    Kind::Voice(VoiceKind::Kokoro),
    Kind::Voice(VoiceKind::Elevenlabs),
    Kind::Voice(VoiceKind::Azure),
    Kind::Voice(VoiceKind::Piper),
    Kind::Stock(StockKind::Pexels, false),
    Kind::Stock(StockKind::Pexels, true),
    Kind::Stock(StockKind::Pixabay, false),
    Kind::Stock(StockKind::Pixabay, true),
    Kind::Drawer,
    Kind::Media,
];

impl Kind {
    /// An answer as the service's documentation has it.
    fn good(self) -> Reply {
        let url = "http://127.0.0.1/file";
        match self {
            Self::Writer => script_reply(&["Boats float."]),
            Self::Voice(VoiceKind::Kokoro) => Reply::json(json!({ "audio": base64(&spoken("Hi.")), "timestamps": [] })),
            Self::Voice(VoiceKind::Elevenlabs) => Reply::json(json!({ "audio_base64": base64(&spoken("Hi.")) })),
            Self::Voice(_) => Reply::of(200, "audio/wav", spoken("Hi.")),
            Self::Stock(StockKind::Pexels, false) => Reply::json(json!({ "photos": [
                { "id": 1, "url": url, "photographer": "Ada", "width": 9, "src": { "original": url } }
            ] })),
            Self::Stock(StockKind::Pexels, true) => Reply::json(json!({ "videos": [
                { "id": 1, "url": url, "user": { "name": "Ada" }, "video_files": [{ "link": url, "width": 9, "height": 9 }] }
            ] })),
            Self::Stock(StockKind::Pixabay, false) => Reply::json(json!({ "hits": [
                { "id": 1, "pageURL": url, "user": "Ada", "largeImageURL": url }
            ] })),
            Self::Stock(StockKind::Pixabay, true) => Reply::json(json!({ "hits": [
                { "id": 1, "pageURL": url, "user": "Ada", "videos": { "small": { "url": url, "width": 9, "height": 9 } } }
            ] })),
            Self::Drawer => Reply::json(json!({ "data": [{ "b64_json": base64(&picture(9)) }] })),
            Self::Media => Reply::of(200, "image/png", picture(9)),
        }
    }

    /// The answer is sound or a picture itself, not a document about it.
    fn is_raw(self) -> bool {
        matches!(self, Self::Media | Self::Voice(VoiceKind::Openai | VoiceKind::Azure | VoiceKind::Piper))
    }

    /// One call, each try of which has so long.
    async fn ask(self, server: &Server, timeout: Duration) -> Result<(), String> {
        self.ask_until(server, timeout, &CancellationToken::new()).await
    }

    async fn ask_until(self, server: &Server, timeout: Duration, cancel: &CancellationToken) -> Result<(), String> {
        // Half a second is 50 microseconds.
        let waits = Waits::scaled(100);
        let services = Services::new(ServicesOptions { waits, ..ServicesOptions::default() });
        let endpoint = Endpoint {
            name: "it".into(),
            base_url: server.url.clone(),
            key: None,
            rpm: None,
            concurrency: None,
            timeout: Some(timeout),
        };
        let service = services.at(&endpoint).unwrap();
        match self {
            Self::Writer => {
                let price = TokenPrice { input: 1, output: 1 };
                let model = Model { endpoint, model: "m".into(), prompt: prompt::BUILT_IN.into(), price };
                let brief = Brief { topic: "boats".into(), language: "en".into(), ..Brief::default() };
                write(&services, &model, &brief, cancel).await.map(drop).map_err(|error| error.to_string())
            }
            Self::Voice(kind) => {
                let saying = Saying {
                    text: "Hi.",
                    before: "",
                    after: "",
                    voice: "anna",
                    model: None,
                    instructions: None,
                    language: "en",
                    speed: 1000,
                    pitch: 50,
                };
                say(&service, kind, &saying, cancel).await.map(drop).map_err(|error| error.to_string())
            }
            Self::Stock(kind, clip) => {
                let wish = Wish { words: "sea", clip, width: 192, height: 108, language: "en" };
                search(&service, kind, &wish, cancel).await.map(drop).map_err(|error| error.to_string())
            }
            Self::Drawer => {
                let drawing = Drawing { model: "m", prompt: "sea", size: "1024x1024", quality: None };
                draw(&service, &drawing, cancel).await.map(drop).map_err(|error| error.to_string())
            }
            Self::Media => {
                let folder = tempfile::tempdir().unwrap();
                let (url, trusted) =
                    (format!("{}/it", server.url), [server.url.trim_start_matches("http://").to_owned()]);
                let into = folder.path().join("file");
                let download = Download { url: &url, into: &into, most_bytes: 64 << 20, timeout, trusted: &trusted };
                let fetched = fetch(&download, &Arc::new(Clients::default()), waits, cancel).await;
                fetched.map_err(|error| error.to_string().replace(&url, "it"))
            }
        }
    }
}

const LONG: Duration = Duration::from_secs(20);

async fn told(kind: Kind, reply: Reply) -> (String, usize) {
    let server = Server::always(reply);
    let error = kind.ask(&server, LONG).await.unwrap_err();
    (error, server.count())
}

#[tokio::test]
async fn each_answers_well() {
    for kind in KINDS {
        let server = Server::always(kind.good());
        assert_eq!((kind.ask(&server, LONG).await, server.count()), (Ok(()), 1), "{kind:?}");
    }
}

#[tokio::test]
async fn a_no_is_final_for_each() {
    for kind in KINDS {
        for (status, reason) in [
            (400, "Bad Request"),
            (401, "Unauthorized"),
            (402, "Payment Required"),
            (403, "Forbidden"),
            (404, "Not Found"),
            (413, "Payload Too Large"),
        ] {
            let (error, count) = told(kind, Reply::status(status)).await;
            let said = if kind == Kind::Media { String::new() } else { format!(": status {status}") };
            assert_eq!(error, format!("it answered {status} {reason}{said}"), "{kind:?}");
            // Servers of piper of another age listen at another path.
            let tries = if kind == Kind::Voice(VoiceKind::Piper) && status == 404 { 2 } else { 1 };
            assert_eq!(count, tries, "{kind:?} {status}");
        }
    }
}

#[tokio::test]
async fn each_is_asked_again_until_the_trouble_has_passed() {
    for kind in KINDS {
        for trouble in passing_trouble() {
            let server = Server::in_turn(vec![trouble.clone(), trouble.clone(), kind.good()]);
            assert_eq!((kind.ask(&server, LONG).await, server.count()), (Ok(()), 3), "{kind:?} {trouble:?}");
        }
    }
}

#[tokio::test]
async fn each_has_so_long_for_one_try() {
    // Side by side, since each of them waits: so the time may be long enough for a busy machine.
    let tried =
        KINDS.into_iter().flat_map(|kind| [(kind, Reply::Stall), (kind, Reply::Drip)]).map(async |(kind, trouble)| {
            let server = Server::in_turn(vec![trouble.clone(), kind.good()]);
            let answered = kind.ask(&server, Duration::from_secs(2)).await;
            assert_eq!((answered, server.count()), (Ok(()), 2), "{kind:?} {trouble:?}");
        });
    futures::future::join_all(tried).await;
}

#[tokio::test]
async fn each_ends_in_the_middle_of_a_body_when_the_run_is_stopped() {
    for kind in KINDS {
        let (server, cancel) = (Server::always(Reply::Drip), CancellationToken::new());
        let (answered, ()) = tokio::join!(kind.ask_until(&server, LONG, &cancel), async {
            while server.count() == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            cancel.cancel();
        });
        assert!(answered.unwrap_err().starts_with("stopped before"), "{kind:?}");
        assert_eq!(server.count(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn trouble_without_end_is_given_up_by_each_after_seven_tries() {
    for kind in KINDS {
        let (error, count) = told(kind, Reply::status(503)).await;
        assert!(error.starts_with("it answered 503 Service Unavailable"), "{kind:?}: {error}");
        assert_eq!(count, 7, "{kind:?}");
        let (error, count) = told(kind, Reply::Reset).await;
        let unreached = ["it could not be reached: ", "it could not be fetched: "];
        assert!(unreached.iter().any(|told| error.starts_with(told)), "{kind:?}: {error}");
        assert_eq!(count, 7, "{kind:?}");
        let (error, count) = told(kind, Reply::Truncated(b"{".to_vec())).await;
        let broken = ["it broke off its answer: ", "it could not be fetched: "];
        assert!(broken.iter().any(|told| error.starts_with(told)), "{kind:?}: {error}");
        assert_eq!(count, 7, "{kind:?}");
    }
}

#[tokio::test]
async fn an_answer_of_another_kind_or_without_end_is_told_and_not_asked_for_again() {
    for kind in KINDS {
        let (error, count) = told(kind, Reply::of(200, "text/html; charset=utf-8", "<html>Log in</html>")).await;
        let page = match kind {
            Kind::Media => "it is `text/html`, no picture and no clip",
            _ if kind.is_raw() => "it: the answer is `text/html`, not sound or a picture",
            _ => "it: the answer is `text/html`, not a document",
        };
        assert_eq!((error.as_str(), count), (page, 1), "{kind:?}");
        for told_length in [Some(10 << 30), None] {
            let media = if kind.is_raw() { "audio/wav" } else { "application/json" };
            let (error, count) = told(kind, Reply::Huge { kind: media, told: told_length }).await;
            assert!(error.contains(" larger than "), "{kind:?}: {error}");
            assert_eq!(count, 1, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_document_that_is_none_or_another_or_empty_is_told_and_not_asked_for_again() {
    for kind in KINDS.into_iter().filter(|kind| !kind.is_raw()) {
        let (error, count) = told(kind, Reply::of(200, "application/json", "so sorry")).await;
        assert!(error.starts_with("the answer is not the JSON that is expected: "), "{kind:?}: {error}");
        assert_eq!(count, 1, "{kind:?}");
        let (error, count) = told(kind, Reply::json(json!({ "unheard": "of" }))).await;
        let other = match kind {
            Kind::Writer => "it gave no answer",
            _ => "the answer is not the JSON that is expected: missing field ",
        };
        assert!(error.starts_with(other), "{kind:?}: {error}");
        assert_eq!(count, 1, "{kind:?}");
    }
    let empty =
        json!({ "photos": [], "videos": [], "hits": [], "data": [], "choices": [], "audio": "", "audio_base64": "" });
    for kind in KINDS {
        let raw = Reply::of(200, "audio/wav", "");
        let (error, count) = told(kind, if kind.is_raw() { raw } else { Reply::json(empty.clone()) }).await;
        let nothing = match kind {
            Kind::Writer => "it gave no answer".to_owned(),
            Kind::Voice(_) => "the answer holds no sound".to_owned(),
            Kind::Stock(stock, true) => format!("{} has no clip for `sea`", stock.name()),
            Kind::Stock(stock, false) => format!("{} has no picture for `sea`", stock.name()),
            Kind::Drawer => "the answer holds no picture".to_owned(),
            Kind::Media => "it is empty".to_owned(),
        };
        assert_eq!((error, count), (nothing, 1), "{kind:?}");
    }
}

/// What a voice is not believed, and what is told of it.
fn unbelievable() -> [(Vec<u8>, &'static str); 3] {
    let mut cut = spoken(SAY);
    cut.truncate(cut.len() / 2);
    [
        (wav(&[0; 16_000]), "the voice gave nothing but silence"),
        (wav(&[9000; 1600]), "100 ms of sound for 57 characters cannot be right"),
        (cut, "the voice's sound file is cut short"),
    ]
}

const SAY: &str = "Boats leave at dawn and nobody sleeps in the old harbour.";

#[test]
fn no_voice_is_believed_that_is_silent_or_cut_short() {
    for (sound, told) in unbelievable() {
        for kind in ["openai", "kokoro", "elevenlabs", "azure", "piper"] {
            let server = Server::always(match kind {
                "kokoro" => Reply::json(json!({ "audio": base64(&sound), "timestamps": [] })),
                "elevenlabs" => Reply::json(json!({ "audio_base64": base64(&sound) })),
                _ => Reply::of(200, "audio/wav", sound.clone()),
            });
            let url = &server.url;
            let project = Project::with(&format!(
                "{SMALL}providers: {{ voices: {{ v: {{ kind: {kind}, base_url: '{url}', voice: x, price: 10 }} }} }}
videos: [{{ id: a, voice: v, scenes: [{{ say: '{SAY}', visual: {{ color: '#123456' }} }}] }}]
"
            ));
            let ran = project.run(&["run", "reels.yaml"]).exits(4);
            let host = url.trim_start_matches("http://");
            assert!(ran.stdout.contains(&format!("v at {host}: {told}")), "{kind}: {told}: {}", ran.stdout);
            assert!(ran.stdout.contains("cost $0.0005"), "it was paid all the same: {}", ran.stdout);
            assert_eq!(server.count(), 1, "{kind}: {told}");
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
