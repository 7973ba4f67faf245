//! Services in every weather: for each failure what the user is told, and how often the service was asked.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::service::{Asked, Reply, Server, chat, passing_trouble, script, script_reply, spoken};
use reelmill::provider::http::{Endpoint, Fault, SecretSource, Waits};
use reelmill::provider::money::TokenPrice;
use reelmill::provider::script::openai::{Model, write};
use reelmill::provider::script::{Brief, ScriptError, Written, prompt};
use reelmill::provider::speech::service::{Said, Saying, VoiceKind, say};
use reelmill::provider::{Services, ServicesOptions};
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// Every wait is a ten-thousandth: half a second is 50 microseconds.
fn services() -> Services {
    Services::new(ServicesOptions { waits: Waits::scaled(100), ..ServicesOptions::default() })
}

fn endpoint(server: &Server) -> Endpoint {
    let base_url = server.url.clone();
    Endpoint { name: "writer".into(), base_url, key: None, rpm: None, concurrency: None, timeout: None }
}

fn model(endpoint: Endpoint) -> Model {
    let price = TokenPrice { input: 1_000_000, output: 2_000_000 };
    Model { endpoint, model: "small".into(), prompt: prompt::BUILT_IN.into(), price }
}

fn brief() -> Brief {
    Brief { topic: "boats".into(), language: "en".into(), ..Brief::default() }
}

async fn written(server: &Server) -> Result<Written, ScriptError> {
    write(&services(), &model(endpoint(server)), &brief(), &CancellationToken::new()).await
}

async fn written_within(server: &Server, timeout: Duration) -> Result<Written, ScriptError> {
    let endpoint = Endpoint { timeout: Some(timeout), ..endpoint(server) };
    write(&services(), &model(endpoint), &brief(), &CancellationToken::new()).await
}

fn cause(error: &ScriptError) -> String {
    error.to_string()
}

fn help(error: &ScriptError) -> String {
    match error {
        ScriptError::Failed { help, .. } => help.clone().unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_script_is_written_with_its_price() {
    let server = Server::always(script_reply(&["Boats leave at dawn.", "Nobody sleeps."]));
    let Written { script, micro_usd } = written(&server).await.unwrap();
    assert_eq!(script.title, "A title");
    assert_eq!(script.writer, "small");
    assert_eq!(script.scenes[1].narration, "Nobody sleeps.");
    assert_eq!(script.scenes[0].idea.as_deref(), Some("wooden boat harbour"));
    assert_eq!(micro_usd, 1000 + 2 * 500);
    let asked = &server.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/chat/completions"));
    let body = asked.json();
    assert_eq!(body["model"], "small");
    assert_eq!(body["response_format"]["type"], "json_schema");
    assert_eq!(body["response_format"]["json_schema"]["strict"], true);
    assert!(body["max_completion_tokens"].as_u64().unwrap() >= 1000);
    assert!(body["messages"][1]["content"].as_str().unwrap().contains("about: boats"));
}

#[tokio::test]
async fn what_no_second_try_can_mend_is_told_at_once() {
    for (status, told, remedy) in [
        (400, "writer answered 400 Bad Request: status 400", ""),
        (401, "writer answered 401 Unauthorized: status 401", "name the service's key: `api_key: env:NAME`"),
        (402, "writer answered 402 Payment Required: status 402", "the account needs credit"),
        (403, "writer answered 403 Forbidden: status 403", "name the service's key: `api_key: env:NAME`"),
        (
            404,
            "writer answered 404 Not Found: status 404",
            "see that `base_url`, `model` and the voice's name are right",
        ),
        (
            413,
            "writer answered 413 Payload Too Large: status 413",
            "ask for less at once: a shorter text, fewer scenes",
        ),
    ] {
        let server = Server::always(Reply::status(status));
        let error = written(&server).await.unwrap_err();
        assert_eq!((cause(&error).as_str(), help(&error).as_str()), (told, remedy));
        assert_eq!(server.count(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_empty_account_is_not_asked_again() {
    let spent = json!({ "error": { "message": "You exceeded your current quota", "code": "insufficient_quota" } });
    let server = Server::always(Reply::of(429, "application/json", spent.to_string()));
    let error = written(&server).await.unwrap_err();
    assert_eq!(cause(&error), "writer answered 429 Too Many Requests: You exceeded your current quota");
    assert_eq!(help(&error), "the account needs credit");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn passing_trouble_is_tried_again_until_it_has_passed() {
    for trouble in passing_trouble() {
        let server = Server::in_turn(vec![trouble.clone(), trouble.clone(), script_reply(&["Boats float."])]);
        let written = written(&server).await;
        assert!(written.is_ok(), "{trouble:?}: {written:?}");
        assert_eq!(server.count(), 3, "{trouble:?}");
    }
}

#[tokio::test]
async fn trouble_without_end_is_given_up_and_told() {
    for (trouble, told) in [
        (Reply::status(429), "writer answered 429 Too Many Requests: status 429"),
        (Reply::status(500), "writer answered 500 Internal Server Error: status 500"),
        (Reply::of(503, "text/html", "<html>down</html>"), "writer answered 503 Service Unavailable: an HTML page"),
    ] {
        let server = Server::always(trouble);
        assert_eq!(cause(&written(&server).await.unwrap_err()), told);
        assert_eq!(server.count(), 7, "one try and six more");
    }
    let server = Server::always(Reply::Reset);
    let error = written(&server).await.unwrap_err();
    assert!(cause(&error).starts_with("writer could not be reached: "), "{error}");
    assert_eq!(help(&error), "see that it is running and that `base_url` is right");
    assert_eq!(server.count(), 7);
    let server = Server::always(Reply::Truncated(b"{".to_vec()));
    let error = written(&server).await.unwrap_err();
    assert!(cause(&error).starts_with("writer broke off its answer: "), "{error}");
}

#[tokio::test]
async fn nobody_listening_is_told_with_the_address_to_look_at() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let endpoint = Endpoint {
        name: "writer".into(),
        base_url: format!("http://{gone}"),
        key: None,
        rpm: None,
        concurrency: None,
        timeout: None,
    };
    let error = write(&services(), &model(endpoint), &brief(), &CancellationToken::new()).await.unwrap_err();
    assert!(cause(&error).contains("Connection refused"), "{error}");
}

#[tokio::test]
async fn a_stall_and_a_slow_drip_end_with_the_time_for_one_try() {
    for trouble in [Reply::Stall, Reply::Drip] {
        let server = Server::in_turn(vec![trouble.clone(), script_reply(&["Boats float."])]);
        written_within(&server, Duration::from_millis(300)).await.unwrap();
        assert_eq!(server.count(), 2, "{trouble:?}");
    }
    let server = Server::always(Reply::Stall);
    let error = written_within(&server, Duration::from_millis(20)).await.unwrap_err();
    assert_eq!(cause(&error), "writer has not answered within 20ms");
    assert_eq!(server.count(), 7);
}

#[tokio::test]
async fn a_body_without_end_is_not_read() {
    let told = Server::always(Reply::Huge { kind: "application/json", told: Some(10 << 30) });
    let untold = Server::always(Reply::Huge { kind: "application/json", told: None });
    for server in [told, untold] {
        assert_eq!(cause(&written(&server).await.unwrap_err()), "writer: the answer is larger than 64 MiB");
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_page_where_json_is_due_is_told_as_one() {
    let server = Server::always(Reply::of(200, "text/html; charset=utf-8", "<html>Log in</html>"));
    let error = written(&server).await.unwrap_err();
    assert_eq!(cause(&error), "writer: the answer is `text/html`, not a document");
    assert_eq!(help(&error), "see that `base_url` is the address of the API");
    assert_eq!(server.count(), 1);
    let server = Server::always(Reply::of(200, "application/json", "not json"));
    assert!(cause(&written(&server).await.unwrap_err()).starts_with("the answer is not the JSON that is expected"));
}

#[tokio::test]
async fn a_refusal_is_final_and_in_the_model_s_own_words() {
    let refusal = json!({ "choices": [{ "message": { "content": null, "refusal": "I can't\nwrite that." } }] });
    let server = Server::always(Reply::json(refusal));
    let error = written(&server).await.unwrap_err();
    assert_eq!(cause(&error), "writer refuses to write this: I can't write that.");
    assert_eq!(help(&error), "change the topic or the words of the brief");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_unusable_answer_is_sent_back_once_with_what_is_wrong() {
    let server = Server::in_turn(vec![chat("I would rather not."), script_reply(&["Boats float."])]);
    let Written { micro_usd, .. } = written(&server).await.unwrap();
    assert_eq!(micro_usd, 2 * 2000, "both answers are paid");
    let asked = server.asked();
    let messages = asked[1].json()["messages"].clone();
    assert_eq!(messages[2]["content"], "I would rather not.");
    let back = messages[3]["content"].as_str().unwrap();
    assert!(back.contains("the answer holds no JSON object"), "{back}");
}

#[tokio::test]
async fn two_unusable_answers_are_a_failure_that_keeps_the_last() {
    for (answer, fault) in [
        ("no", "the answer holds no JSON object"),
        ("{\"title\": \"x\"}", "the JSON is not a script: missing field `scenes` at line 1 column 14"),
        ("{\"scenes\": [{\"narration\": \" \"}]}", "scene 1 has no narration"),
    ] {
        let server = Server::always(chat(answer));
        let ScriptError::Failed { cause, log, micro_usd, .. } = written(&server).await.unwrap_err() else { panic!() };
        assert_eq!(cause, format!("writer wrote no usable script in two tries: {fault}"));
        assert_eq!((log.as_deref(), micro_usd), (Some(answer), 4000));
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn the_length_asked_for_is_held_or_sent_back() {
    let (short, right) = (script(&["Too short."]).to_string(), script(&[&"word ".repeat(40)]).to_string());
    let server = Server::in_turn(vec![chat(&short), chat(&right)]);
    let brief = Brief { words: Some(42), banned: vec!["ship".into()], ..brief() };
    let model = model(endpoint(&server));
    let written = write(&services(), &model, &brief, &CancellationToken::new()).await.unwrap();
    assert_eq!(written.script.words(), 40);
    let back = server.asked()[1].json()["messages"][3]["content"].as_str().unwrap().to_owned();
    assert!(back.contains("the narration has 2 words; 42 are asked for"), "{back}");
}

#[tokio::test]
async fn a_server_that_knows_less_is_asked_for_less_and_remembered() {
    let understands = |asked: &Asked| match asked.json() {
        body if body.get("max_completion_tokens").is_some() => "Unrecognized request argument: max_completion_tokens",
        body if body["response_format"]["type"] == "json_schema" => "'response_format.type' must be json_object",
        body if body.get("seed").is_some() => "seed: Extra inputs are not permitted",
        _ => "",
    };
    let server = Server::start(move |asked, _| match understands(asked) {
        "" => script_reply(&["Boats float."]),
        told => Reply::of(400, "application/json", json!({ "error": { "message": told } }).to_string()),
    });
    let (services, model, cancel) = (services(), model(endpoint(&server)), CancellationToken::new());
    write(&services, &model, &brief(), &cancel).await.unwrap();
    assert_eq!(server.count(), 4, "three things it does not know");
    write(&services, &model, &Brief { topic: "ships".into(), ..brief() }, &cancel).await.unwrap();
    assert_eq!(server.count(), 5, "and they are not asked of it again");
    assert_eq!(server.asked()[4].json()["response_format"]["type"], "json_object");
}

#[tokio::test]
async fn a_model_s_answer_that_its_own_server_cannot_read_is_asked_for_as_text() {
    let told = "The model produced output that does not match the expected peg-native format";
    let server = Server::start(move |asked, _| match asked.json()["response_format"].is_null() {
        true => chat("Here: {\"scenes\": [{\"narration\": \"Boats float.\"}]}"),
        false => Reply::of(500, "application/json", json!({ "error": { "code": 500, "message": told } }).to_string()),
    });
    assert_eq!(written(&server).await.unwrap().script.scenes[0].narration, "Boats float.");
    assert_eq!(server.count(), 2, "the same question is not put again");
}

#[tokio::test]
async fn a_wish_beyond_all_patience_is_a_failure_at_once() {
    let server = Server::always(Reply::status(429).with("retry-after", "3600"));
    let error = written(&server).await.unwrap_err();
    assert_eq!(cause(&error), "writer answered 429 Too Many Requests: status 429");
    assert_eq!(help(&error), "the service is busy; lower `rpm` or `concurrency`, or run again later");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_dead_service_is_left_alone_after_two_calls() {
    let server = Server::always(Reply::Reset);
    let services = Services::new(ServicesOptions { waits: Waits::scaled(10_000), ..ServicesOptions::default() });
    let (model, cancel) = (model(endpoint(&server)), CancellationToken::new());
    for _ in 0..2 {
        write(&services, &model, &brief(), &cancel).await.unwrap_err();
    }
    let error = write(&services, &model, &brief(), &cancel).await.unwrap_err();
    assert!(cause(&error).starts_with("writer is left alone for a while after writer could not be reached"), "{error}");
    assert_eq!(help(&error), "run again later, or name a fallback");
    assert_eq!(server.count(), 14, "the third call sent nothing");
}

#[tokio::test]
async fn a_call_ends_at_once_when_the_run_is_stopped_in_the_middle_of_a_body() {
    let server = Server::always(Reply::Drip);
    let cancel = CancellationToken::new();
    let services = services();
    let model = model(endpoint(&server));
    let brief = brief();
    let (written, ()) = tokio::join!(write(&services, &model, &brief, &cancel), async {
        while server.count() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        cancel.cancel();
    });
    assert!(matches!(written, Err(ScriptError::Cancelled)));
}

#[tokio::test]
async fn the_key_is_sent_and_never_told() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "sk-very/secret+1\n").unwrap();
    let server = Server::start(|asked, _| {
        let echo = format!("bad key {} in {}", asked.header("authorization"), asked.path);
        Reply::of(401, "application/json", json!({ "error": { "message": echo } }).to_string())
    });
    let endpoint = Endpoint { key: Some(SecretSource::File(file.path().to_owned())), ..endpoint(&server) };
    let error = write(&services(), &model(endpoint), &brief(), &CancellationToken::new()).await.unwrap_err();
    assert_eq!(server.asked()[0].header("authorization"), "Bearer sk-very/secret+1");
    let everything = format!("{error:?} {error}");
    assert!(everything.contains("bad key Bearer [key]") && !everything.contains("secret+1"), "{everything}");
}

#[tokio::test]
async fn a_service_s_own_wish_is_waited_for_by_all_calls() {
    let date = |seconds: i64| {
        let then = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&then).unwrap()
    };
    let spent = |left: &str| {
        script_reply(&["Boats float."])
            .with("x-ratelimit-remaining-requests", left)
            .with("x-ratelimit-reset-requests", "30s")
    };
    for first in
        [Reply::status(429).with("retry-after", "30"), Reply::status(503).with("retry-after", &date(31)), spent("0")]
    {
        let server = Server::in_turn(vec![first, spent("9")]);
        // Half a minute is 0.3 s here.
        let services = Services::new(ServicesOptions { waits: Waits::scaled(10_000), ..ServicesOptions::default() });
        let (model, cancel) = (model(endpoint(&server)), CancellationToken::new());
        write(&services, &model, &brief(), &cancel).await.unwrap();
        write(&services, &model, &brief(), &cancel).await.unwrap();
        let asked = server.asked();
        assert!(asked[1].at.duration_since(asked[0].at) >= Duration::from_millis(280));
    }
}

#[tokio::test]
async fn no_more_calls_are_under_way_than_the_service_takes() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (under_way, highest) = (now.clone(), most.clone());
    let server = Server::start(move |_, _| {
        highest.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        under_way.fetch_sub(1, Ordering::SeqCst);
        script_reply(&["Boats float."])
    });
    let (services, cancel) = (services(), CancellationToken::new());
    let model = model(Endpoint { concurrency: Some(2), ..endpoint(&server) });
    let briefs: Vec<Brief> = (0..8).map(|seed| Brief { seed, ..brief() }).collect();
    let written = futures::future::join_all(briefs.iter().map(|brief| write(&services, &model, brief, &cancel))).await;
    assert!(written.iter().all(Result::is_ok));
    assert_eq!((server.count(), most.load(Ordering::SeqCst)), (8, 2));
}

async fn said(kind: VoiceKind, server: &Server, text: &str) -> Result<Said, reelmill::provider::http::ServiceError> {
    let service = services().at(&Endpoint { name: "voice".into(), ..endpoint(server) }).unwrap();
    let saying = Saying {
        text,
        before: "",
        after: "",
        voice: "anna",
        model: None,
        instructions: None,
        language: "en-US",
        speed: 1000,
        pitch: 50,
    };
    say(&service, kind, &saying, &CancellationToken::new()).await
}

#[tokio::test]
async fn each_kind_of_voice_is_asked_in_its_own_way() {
    let sound = spoken("Hello there.");
    let base64 = base64(&sound);
    let wav = Reply::of(200, "audio/wav", sound.clone());

    let server = Server::always(wav.clone());
    assert_eq!(said(VoiceKind::Openai, &server, "Hello there.").await.unwrap().sound, sound);
    let asked = &server.asked()[0];
    assert_eq!(asked.path, "/audio/speech");
    assert_eq!(
        asked.json(),
        json!({ "model": "tts-1", "input": "Hello there.", "voice": "anna", "response_format": "wav" })
    );

    let timestamps = json!([{ "word": "Hello", "start_time": 0.05, "end_time": 0.4 }, { "word": "there", "start_time": 0.45, "end_time": 0.8 }]);
    let server = Server::always(Reply::json(json!({ "audio": base64, "timestamps": timestamps })));
    let said_by = said(VoiceKind::Kokoro, &server, "Hello there.").await.unwrap();
    assert_eq!((said_by.sound == sound, said_by.pieces[1].start_ms), (true, 450));
    let body = server.asked()[0].json();
    assert_eq!(
        (&body["stream"], &body["return_timestamps"], &body["lang_code"]),
        (&json!(false), &json!(true), &json!("a"))
    );
    assert_eq!(server.asked()[0].path, "/dev/captioned_speech");

    let alignment = json!({ "characters": ["H", "i"], "character_start_times_seconds": [0.0, 0.1], "character_end_times_seconds": [0.1, 0.25] });
    let server = Server::always(Reply::json(json!({ "audio_base64": base64, "alignment": alignment })));
    let said_by = said(VoiceKind::Elevenlabs, &server, "Hi").await.unwrap();
    assert_eq!(said_by.pieces[1].end_ms, 250);
    assert_eq!(server.asked()[0].path, "/v1/text-to-speech/anna/with-timestamps?output_format=mp3_44100_128");

    let server = Server::always(wav.clone());
    said(VoiceKind::Azure, &server, "Fish & chips").await.unwrap();
    let asked = &server.asked()[0];
    assert_eq!(asked.header("content-type"), "application/ssml+xml");
    assert_eq!(asked.header("x-microsoft-outputformat"), "riff-24khz-16bit-mono-pcm");
    assert!(asked.header("user-agent").starts_with("reelmill/"));
    assert!(asked.body.contains("Fish &amp; chips") && asked.body.contains("<voice name=\"anna\">"));

    // Piper's own server calls its sound a page.
    let wav = Reply::of(200, "text/html; charset=utf-8", sound.clone());
    let server = Server::start(move |asked, _| if asked.path == "/" { wav.clone() } else { Reply::status(404) });
    said(VoiceKind::Piper, &server, "Hello.").await.unwrap();
    assert_eq!(server.asked()[0].path, "/synthesize");
    assert_eq!(server.asked()[1].json(), json!({ "text": "Hello.", "voice": "anna" }));
}

#[tokio::test]
async fn a_voice_that_answers_without_sound_is_told_and_not_paid_again() {
    let told = async |kind, reply| {
        let server = Server::always(reply);
        let error = said(kind, &server, "Hello there.").await.unwrap_err();
        assert_eq!((server.count(), error.fault), (1, Fault::Unusable));
        error.cause
    };
    let openai = VoiceKind::Openai;
    assert_eq!(told(openai, Reply::of(200, "audio/wav", "")).await, "the answer holds no sound");
    assert_eq!(
        told(openai, Reply::of(200, "application/json", "{}")).await,
        "voice: the answer is `application/json`, not sound or a picture"
    );
    assert_eq!(
        told(openai, Reply::Huge { kind: "audio/wav", told: Some(10 << 30) }).await,
        "voice: the answer is larger than 256 MiB"
    );
    assert_eq!(told(VoiceKind::Kokoro, Reply::json(json!({ "audio": "" }))).await, "the answer holds no sound");
    assert!(told(VoiceKind::Kokoro, Reply::json(json!({ "audio": "!" }))).await.contains("no base64"));
}

#[tokio::test]
async fn too_many_at_once_passes_and_a_spent_quota_does_not() {
    let told = |status: &str| json!({ "detail": { "status": status, "message": "Too many." } }).to_string();
    let good = Reply::json(json!({ "audio_base64": base64(&spoken("Hi")) }));
    let busy = Reply::of(429, "application/json", told("too_many_concurrent_requests"));
    let system = Reply::of(429, "application/json", told("system_busy"));
    let server = Server::in_turn(vec![busy, system, good]);
    said(VoiceKind::Elevenlabs, &server, "Hi").await.unwrap();
    assert_eq!(server.count(), 3);
    let server = Server::always(Reply::of(401, "application/json", told("quota_exceeded")));
    let error = said(VoiceKind::Elevenlabs, &server, "Hi").await.unwrap_err();
    assert_eq!(error.cause, "voice answered 401 Unauthorized: Too many.");
    assert_eq!(server.count(), 1);
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
