//! Videos made with services, from the manifest to the finished file.

mod common;

use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::everything::{KEY, STOCK_KEY, base64, everything, make, providers, run};
use common::service::{Reply, Server, chat, script, spoken};
use common::{Project, Ran, SMALL};
use serde_json::json;

#[test]
fn a_video_is_written_spoken_and_shown_by_services_once() {
    let server = Server::start(everything);
    let project = Project::with(&format!(
        "{SMALL}{}videos:
  - {{ id: boats, topic: boats, voice: studio, visuals: stock, credits: true }}
",
        providers(&server)
    ));
    let ran = make(&project).ok();
    assert!(ran.made().contains(&"script".to_owned()), "{:?}", ran.made());
    assert!(project.path("out/boats.mp4").exists());
    let told: serde_json::Value = serde_json::from_slice(&fs::read(project.path("out/boats.json")).unwrap()).unwrap();
    assert_eq!(told["title"], "A title");
    assert_eq!(told["provenance"]["writer"], "small");
    let credits = told["credits"].as_array().unwrap();
    assert_eq!(credits.len(), 2);
    assert_ne!(credits[0]["id"], credits[1]["id"], "no picture twice in a video");
    assert!(credits[0]["licence"].as_str().unwrap().starts_with("Pexels License"));
    assert!(told["description"].as_str().unwrap().contains("Pictures: Ada"), "{}", told["description"]);
    let searched = server.asked().iter().filter(|asked| asked.path.starts_with("/v1/search")).count();
    assert_eq!(searched, 2);
    let asked = server.count();
    let search = server.asked().into_iter().find(|asked| asked.path.starts_with("/v1/search")).unwrap();
    assert_eq!(search.header("authorization"), STOCK_KEY);
    assert!(search.path.contains("query=wooden+boat+harbour") && search.path.contains("orientation=landscape"));
    fs::remove_dir_all(project.path("out")).unwrap();
    assert!(make(&project).ok().made().is_empty());
    assert_eq!(server.count(), asked, "a second run asks nothing");
    assert!(!makes_a_client(&project), "a second run makes no client");
    fs::remove_dir_all(project.path("cache")).unwrap();
    assert!(makes_a_client(&project));
}

/// Whether a run makes a network client, for which the certificates are read: here from a pipe, whose reader waits for
/// a writer.
fn makes_a_client(project: &Project) -> bool {
    let pipe = project.path("certificates");
    if !pipe.exists() {
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    }
    let mut command = project.command(&["run", "reels.yaml"]);
    command.env("SSL_CERT_FILE", &pipe).env("WRITER_KEY", KEY).env("STOCK_KEY", STOCK_KEY);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let has_reader = || {
        let writer = fs::OpenOptions::new().write(true).custom_flags(nix::libc::O_NONBLOCK).open(&pipe);
        writer.is_ok()
    };
    loop {
        if has_reader() {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn an_edited_voice_asks_for_speech_and_nothing_else() {
    let server = Server::start(everything);
    let manifest = |voice: &str| {
        format!("{SMALL}{}videos:\n  - {{ id: a, topic: boats, voice: {voice}, visuals: ai }}\n", providers(&server))
    };
    let project = Project::with(&manifest("studio"));
    make(&project).ok();
    let before = server.count();
    project.write("reels.yaml", &manifest("{ provider: studio, name: bert }"));
    make(&project).ok();
    let asked = server.asked().split_off(before);
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|asked| asked.json()["voice"] == "bert"), "{asked:?}");
}

#[test]
fn the_next_writer_and_voice_come_in_when_the_first_fails_and_it_is_told() {
    let server = Server::always(Reply::status(401));
    let url = &server.url;
    let project = Project::with(&format!(
        "{SMALL}providers:
  script: [{{ kind: openai, base_url: '{url}', model: m }}, offline]
  voices: {{ studio: {{ kind: openai, base_url: '{url}', voice: x }} }}
videos:
  - {{ id: a, script: {{ generate: {{ topic: boats, words: 40, scenes: 2 }} }}, voice: [studio, en-us] }}
"
    ));
    let ran = make(&project).ok();
    assert!(ran.stdout.contains("the script is written by a fallback: m at "), "{}", ran.stdout);
    assert!(ran.stdout.contains("scene 1 is spoken by a fallback: studio at "), "{}", ran.stdout);
    assert_eq!(server.count(), 3, "one script and two scenes");
    let told: serde_json::Value = serde_json::from_slice(&fs::read(project.path("out/a.json")).unwrap()).unwrap();
    assert_eq!(told["provenance"]["writer"], "offline template");
}

#[test]
fn a_failure_names_the_service_its_words_and_the_way_out() {
    let server = Server::always(Reply::status(401));
    let project = Project::with(&format!(
        "{SMALL}providers: {{ script: {{ kind: openai, base_url: '{}', model: m, api_key: env:WRITER_KEY }} }}
videos: [{{ id: a, topic: boats }}]
",
        server.url
    ));
    let ran = make(&project).exits(4);
    let text = ran.stdout + &ran.stderr;
    assert!(text.contains("answered 401 Unauthorized: status 401"), "{text}");
    assert!(text.contains("see that the key in env:WRITER_KEY is right"), "{text}");
}

#[test]
fn voices_that_say_nothing_are_not_believed() {
    let silent = Reply::of(200, "audio/wav", common::service::wav(&[0; 16_000]));
    let short = Reply::of(200, "audio/wav", common::service::wav(&[9000; 1600]));
    let mut cut = spoken("Boats leave at dawn and nobody sleeps in the old harbour.");
    cut.truncate(cut.len() / 2);
    let cut = Reply::of(200, "audio/wav", cut);
    let html = Reply::of(200, "application/octet-stream", "<html>sorry</html>");
    for (reply, told) in [
        (silent, "the voice gave nothing but silence"),
        (short, "100 ms of sound for 57 characters cannot be right"),
        (cut, "the voice's sound file is cut short"),
        (html, "the voice gave no sound file that can be read"),
    ] {
        let server = Server::always(reply);
        let project = Project::with(&format!(
            "{SMALL}providers: {{ voices: {{ v: {{ kind: openai, base_url: '{}' }} }} }}
videos: [{{ id: a, voice: v, scenes: [{{ say: Boats leave at dawn and nobody sleeps in the old harbour., visual: {{ color: '#123456' }} }}] }}]
",
            server.url
        ));
        let ran = make(&project).exits(4);
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
        assert_eq!(server.count(), 1);
    }
}

#[test]
fn sound_files_of_every_kind_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let wav = folder.path().join("a.wav");
    fs::write(&wav, spoken("Hello there, old friend of mine.")).unwrap();
    for ending in ["wav", "mp3", "ogg", "flac"] {
        let file = folder.path().join(format!("b.{ending}"));
        let made = std::process::Command::new("ffmpeg").args(["-v", "error", "-y", "-i"]).arg(&wav).arg(&file).status();
        assert!(made.unwrap().success());
        let server = Server::always(Reply::of(200, "application/octet-stream", fs::read(&file).unwrap()));
        let project = Project::with(&format!(
            "{SMALL}providers: {{ voices: {{ v: {{ kind: openai, base_url: '{}' }} }} }}
videos: [{{ id: a, voice: v, scenes: [{{ say: 'Hello there, old friend of mine.', visual: {{ color: '#123456' }} }}] }}]
",
            server.url
        ));
        make(&project).ok();
    }
}

#[test]
fn long_narration_is_spoken_in_parts_that_are_kept_one_by_one() {
    // A quick speaker: 17 ms a letter.
    let quick = |text: &str| base64(&common::service::wav(&vec![9000; text.len() * 272]));
    let server = Server::start(move |asked, before| match before {
        1 => Reply::status(400),
        _ => Reply::json(json!({ "audio_base64": quick(asked.json()["text"].as_str().unwrap()) })),
    });
    let text = "Boats leave at dawn and nobody sleeps in the old harbour tonight. ".repeat(39);
    let project = Project::with(&format!(
        "defaults: {{ preset: {{ width: 64, height: 64 }}, fps: 1, quality: draft, language: tlh, captions: none }}
providers: {{ voices: {{ v: {{ kind: elevenlabs, base_url: '{}', voice: x, concurrency: 1 }} }} }}
videos: [{{ id: a, voice: {{ provider: v, speed: 2 }}, scenes: [{{ say: '{}', visual: {{ color: '#123456' }} }}] }}]
",
        server.url,
        text.trim()
    ));
    make(&project).exits(4);
    assert_eq!(server.count(), 2);
    let ran = make(&project).ok();
    assert_eq!(server.count(), 3, "the part that was there is not asked for again");
    assert!(ran.made().contains(&"speech scene 1".to_owned()), "{:?}", ran.made());
    let parts: Vec<_> = server.asked().iter().map(|asked| asked.json()).collect();
    assert!(parts.iter().all(|part| part["text"].as_str().unwrap().len() <= 2500));
    // Whichever came first.
    let part = |beside: &str| parts.iter().find(|part| part[beside].is_string()).unwrap();
    let (first, second) = (part("next_text"), part("previous_text"));
    assert_eq!(first["next_text"], second["text"], "each part knows what is said around it");
    assert_eq!(second["previous_text"], first["text"]);
}

#[test]
fn words_are_shown_as_written_and_spoken_as_the_dictionary_says() {
    let server = Server::start(everything);
    let project = Project::with(&format!(
        "{SMALL}{}videos:
  - {{ id: a, voice: studio, pronunciation: {{ GIF: jif }}, captions: files, scenes: [{{ say: A GIF is fine., visual: {{ color: '#123456' }} }}] }}
",
        providers(&server)
    ));
    make(&project).ok();
    assert_eq!(server.asked()[0].json()["input"], "A jif is fine.");
    assert!(fs::read_to_string(project.path("out/a.srt")).unwrap().contains("A GIF is fine."));
}

#[test]
fn each_scene_may_have_a_voice_of_its_own() {
    let server = Server::start(everything);
    let scene = |say: &str, voice: &str| format!("{{ say: {say}, voice: {voice}, visual: {{ color: '#123456' }} }}");
    let [ask, answer] = [scene("Who goes there?", "studio"), scene("A friend.", "{ provider: studio, name: bert }")];
    let project = Project::with(&format!(
        "{SMALL}{}videos: [{{ id: a, voice: en-us, scenes: [{ask}, {answer}, {{ say: And a dog., visual: {{ color: '#123456' }} }}] }}]\n",
        providers(&server)
    ));
    make(&project).ok();
    let mut said: Vec<_> =
        server.asked().iter().map(|asked| (asked.json()["input"].clone(), asked.json()["voice"].clone())).collect();
    said.sort_by_key(|(text, _)| text.to_string());
    assert_eq!(said, [(json!("A friend."), json!("bert")), (json!("Who goes there?"), json!("anna"))]);
}

#[test]
fn ideas_are_a_stage_of_their_own() {
    let server = Server::start(everything);
    let manifest = |visuals: &str| {
        format!("{SMALL}{}videos:\n  - {{ id: a, topic: boats, visuals: {visuals} }}\n", providers(&server))
    };
    let project = Project::with(&manifest("stock"));
    let ideas = |ran: &Ran| ran.made().iter().filter(|job| job.starts_with("idea ")).count();
    assert_eq!(ideas(&make(&project).ok()), 2, "one a scene");
    project.write("reels.yaml", &manifest("ai"));
    let ran = make(&project).ok();
    assert_eq!(ideas(&ran), 0, "another kind of picture of the same ideas: {:?}", ran.made());
    let asked = server.asked();
    let drawn = asked.iter().find(|asked| asked.path == "/v1/images/generations").unwrap();
    assert!(drawn.json()["prompt"].as_str().unwrap().starts_with("wooden boat harbour."), "{}", drawn.body);
}

#[test]
fn nothing_is_started_that_would_pass_the_budget() {
    let server = Server::start(everything);
    let project = Project::with(&format!(
        "config: {{ max_cost: 0.0005 }}\n{SMALL}{}videos:
  - {{ id: a, voice: [studio, en-us], scenes: [{{ say: Boats leave at dawn., visual: {{ color: '#123456' }} }}, {{ say: Nobody sleeps in the harbour tonight., visual: {{ color: '#123456' }} }}] }}
",
        providers(&server)
    ));
    // 20 and 36 characters at ten dollars a million are 200 and 360 micro-dollars.
    let ran = make(&project).exits(5);
    assert_eq!(server.count(), 1, "{}", ran.stdout);
    assert!(
        ran.stdout.contains("it may cost up to $0.0003") || ran.stdout.contains("it may cost up to $0.0002"),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("`max_cost` was reached"), "{}", ran.stderr);
    let ran = run(&project, &["run", "reels.yaml", "--max-cost", "1"]).ok();
    assert_eq!(server.count(), 2, "what was paid for is kept: {}", ran.stdout);
}

#[test]
fn a_plan_tells_what_calls_will_cost_and_makes_none() {
    let server = Server::start(everything);
    let scenes =
        "[{ say: Boats leave at dawn., visual: { ai: boats } }, { say: Nobody sleeps., visual: { ai: a town } }]";
    let project = Project::with(&format!(
        "{SMALL}{}videos: [{{ id: a, voice: studio, scenes: {scenes} }}]\n",
        providers(&server)
    ));
    let ran = run(&project, &["plan", "reels.yaml", "--format", "json"]).ok();
    let plan: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    // 20 and 14 characters at ten dollars a million, and two pictures for four cents each.
    assert_eq!(plan["total"]["cost_micro_usd"], 340 + 80_000, "{plan:#}");
    assert!(plan["prices"].as_array().unwrap().iter().all(|price| price["by"] == "manifest"), "{plan:#}");
    assert_eq!(server.count(), 0);
}

#[test]
fn a_price_that_is_not_the_manifest_s_own_is_told_as_one() {
    let project = Project::with(&format!(
        "{SMALL}providers:
  script: [{{ kind: openai, model: gpt-4o-mini }}, {{ kind: openai, base_url: 'https://models.example/v1', model: big }}]
  voices: {{ own: {{ kind: kokoro, base_url: 'http://localhost:8880' }} }}
videos: [{{ id: a, topic: boats }}]
"
    ));
    let plan = run(&project, &["plan", "reels.yaml"]).ok().stdout;
    let listed =
        "gpt-4o-mini at api.openai.com: its price is that of the public list of November 2026; `price` replaces it";
    assert!(plan.contains(listed), "{plan}");
    assert!(plan.contains("big at models.example: no price of it is known, so it counts as free"), "{plan}");
    assert!(!plan.contains("localhost"), "{plan}");
}

#[test]
fn the_program_piper_speaks() {
    let project = Project::with(&format!(
        "{SMALL}providers: {{ voices: {{ p: {{ kind: piper, model: en_US-amy }} }} }}
videos: [{{ id: a, voice: {{ provider: p, speed: 1.25 }}, scenes: [{{ say: Boats leave at dawn., visual: {{ color: '#123456' }} }}] }}]
"
    ));
    let here = project.path("");
    fs::write(project.path("sound.wav"), spoken("Boats leave at dawn.")).unwrap();
    let script = format!("#!/bin/sh\necho \"$@\" > {0}/args\ncat > {0}/said\ncat {0}/sound.wav\n", here.display());
    project.write("bin/piper", &script);
    fs::set_permissions(project.path("bin/piper"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = project.command(&["run", "reels.yaml"]);
    command.env("PATH", format!("{}:{}", project.path("bin").display(), std::env::var("PATH").unwrap()));
    Ran::from(command.output().unwrap()).ok();
    let args = fs::read_to_string(project.path("args")).unwrap();
    assert_eq!(args, "--model en_US-amy --length_scale 0.800 --output_file -\n");
    assert_eq!(fs::read_to_string(project.path("said")).unwrap(), "Boats leave at dawn.\n");
}

#[test]
fn offline_nothing_is_asked_and_it_is_told_what_would_have_been() {
    let server = Server::start(everything);
    let project = Project::with(&format!(
        "{SMALL}{}videos:\n  - {{ id: a, topic: boats, voice: studio, visuals: [stock, generated] }}\n",
        providers(&server)
    ));
    let ran = run(&project, &["run", "reels.yaml", "--offline"]).exits(4);
    assert!(ran.stdout.contains("would have been asked, and this run makes no connection"), "{}", ran.stdout);
    assert!(ran.stdout.contains("note: a: without --offline a service would be asked for: script"), "{}", ran.stdout);
    assert_eq!(server.count(), 0);
    make(&project).ok();
    let asked = server.count();
    fs::remove_dir_all(project.path("out")).unwrap();
    run(&project, &["run", "reels.yaml", "--offline"]).ok();
    assert_eq!(server.count(), asked, "everything is there already");
    let scenes = "[{ say: Boats sleep at dusk. }, { say: Nobody leaves. }]";
    project.write(
        "reels.yaml",
        &format!(
            "{SMALL}{}videos:\n  - {{ id: b, voice: studio, visuals: ai, scenes: {scenes} }}\n",
            providers(&server)
        ),
    );
    let ran = run(&project, &["run", "reels.yaml", "--offline"]).exits(4);
    let told = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let jobs = "speech of scene 1, speech of scene 2, visual of scene 1, visual of scene 2";
    assert!(told.contains(&format!("note: b: without --offline a service would be asked for: {jobs}")), "{told}");
    assert_eq!(server.count(), asked);
}

#[test]
fn pictures_from_private_addresses_are_fetched_only_from_hosts_of_the_user_s_own() {
    let server = Server::start(everything);
    let host = server.url.trim_start_matches("http://").to_owned();
    let manifest = |providers: &str| {
        format!(
            "{SMALL}{providers}videos: [{{ id: a, scenes: [{{ say: Hello there., visual: {{ image: '{}/photo/1.png?x=1' }} }}] }}]\n",
            server.url
        )
    };
    let project = Project::with(&manifest(""));
    let ran = make(&project).exits(4);
    assert!(ran.stdout.contains("127.0.0.1 is an address of this machine or its network"), "{}", ran.stdout);
    assert_eq!(server.count(), 0);
    project.write("reels.yaml", &manifest(&format!("providers: {{ hosts: '{host}' }}\n")));
    make(&project).ok();
    assert_eq!(server.count(), 1);
}

#[test]
fn a_picture_that_is_none_or_without_end_is_told() {
    for (reply, told) in [
        (Reply::of(200, "text/html", "<html>no</html>"), "is `text/html`, no picture and no clip"),
        (Reply::of(200, "image/png", "no picture"), "it is no picture and no clip of a known kind"),
        (Reply::of(200, "image/png", ""), "is empty"),
        (Reply::Huge { kind: "video/mp4", told: Some(10 << 30) }, "is larger than 2048 MiB"),
        (Reply::status(404), "answered 404 Not Found"),
    ] {
        let server = Server::always(reply);
        let host = server.url.trim_start_matches("http://");
        let project = Project::with(&format!(
            "{SMALL}providers: {{ hosts: '{host}' }}
videos: [{{ id: a, scenes: [{{ say: Hello there., visual: {{ image: '{}/a.png' }} }}] }}]
",
            server.url
        ));
        let ran = make(&project).exits(4);
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
        assert_eq!(server.count(), 1);
    }
}

#[test]
fn a_program_writes_a_script() {
    let project = Project::with(&format!(
        "{SMALL}providers: {{ script: {{ kind: command, command: [sh, write.sh] }} }}
videos: [{{ id: a, topic: boats }}]
"
    ));
    let answer = script(&["Boats float.", "Ships too."]).to_string();
    project.write("write.sh", &format!("cat > brief.json\ncat <<'END'\n{answer}\nEND\n"));
    let ran = run(&project, &["script", "reels.yaml"]).ok();
    assert!(ran.stdout.contains("Ships too."), "{}", ran.stdout);
    let brief: serde_json::Value = serde_json::from_slice(&fs::read(project.path("brief.json")).unwrap()).unwrap();
    assert_eq!(brief["topic"], "boats");
}

#[test]
fn an_own_prompt_is_what_the_model_is_asked() {
    let server = Server::always(chat(&script(&["Boats float."]).to_string()));
    let project = Project::with(&format!(
        "{SMALL}providers: {{ script: {{ kind: openai, base_url: '{}', model: m, prompt: ask.txt }} }}
videos: [{{ id: a, script: {{ generate: {{ topic: boats, length: 30s }} }} }}]
",
        server.url
    ));
    project.write("ask.txt", "Say {{ words }} words about {{ topic }}.");
    let ran = run(&project, &["script", "reels.yaml"]);
    let asked = server.asked()[0].json()["messages"][1]["content"].as_str().unwrap().to_owned();
    assert!(asked.starts_with("Say ") && asked.ends_with(" words about boats."), "{asked} {}", ran.stderr);
}

#[test]
fn the_doctor_asks_each_service_what_costs_nothing() {
    let server = Server::start(|asked, _| match asked.path.split('?').next().unwrap_or_default() {
        "/v1/models" => Reply::json(json!({ "data": [{ "id": "small" }] })),
        "/v1/audio/voices" => Reply::status(404),
        "/v1/search" => Reply::status(401),
        _ => Reply::status(500),
    });
    let project = Project::with(&format!("{}videos: [{{ id: a, topic: boats }}]\n", providers(&server)));
    let ran = run(&project, &["doctor", "--online", "reels.yaml"]).exits(6);
    let host = server.url.trim_start_matches("http://");
    assert!(ran.stdout.contains(&format!("✓ small at {host} has `small`, after ")), "{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("✓ studio at {host} answers; it lists no voices")), "{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("✗ paint at {host} it does not list `paint`")), "{}", ran.stdout);
    assert!(ran.stdout.contains("answered 401 Unauthorized") && ran.stdout.contains("env:STOCK_KEY"), "{}", ran.stdout);
    assert!(server.asked().iter().all(|asked| asked.method == "GET"));
}

#[test]
fn voices_are_listed_by_the_names_that_manifests_use() {
    let server = Server::always(Reply::json(json!({ "voices": ["af_heart", "bm_george"] })));
    let project = Project::with(&format!(
        "providers: {{ voices: {{ k: {{ kind: kokoro, base_url: '{}' }} }} }}\nvideos: [{{ id: a, topic: boats }}]\n",
        server.url
    ));
    let ran = run(&project, &["voices", "reels.yaml"]).ok();
    assert!(ran.stdout.contains("\n  en-us\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("k: 2 voices\n  af_heart\n  bm_george\n"), "{}", ran.stdout);
    let ran = run(&project, &["voices", "reels.yaml", "--find", "george", "--format", "json"]).ok();
    let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(told["providers"][1]["voices"], json!([{ "name": "bm_george", "about": "" }]));
}
