//! The lock file: what services answered is kept, and another machine renders the same for nothing or says why not.

mod common;

use std::fs;

use common::service::{Reply, Server, picture, script_reply, spoken};
use common::{Project, Ran, SMALL};
use serde_json::json;

fn run(project: &Project, more: &[&str]) -> Ran {
    let args = [&["run", "reels.yaml", "--verbose", "--lock", "reels.lock"], more].concat();
    let mut command = project.command(&args);
    command.env("REELMILL_WAITS_MILLIONTHS", "1000").env("KEY", "k");
    Ran::from(command.output().unwrap())
}

/// Writes other words and finds other pictures each time it is asked.
fn fickle() -> Server {
    Server::start(|asked, before| match asked.path.split('?').next().unwrap_or_default() {
        "/chat/completions" => script_reply(&[&format!("Answer number {before}.")]),
        "/audio/speech" => Reply::of(200, "audio/wav", spoken(asked.json()["input"].as_str().unwrap())),
        "/v1/search" => {
            let original = format!("http://{}/photo/{before}.png", asked.header("host"));
            Reply::json(
                json!({ "photos": [{ "id": before, "url": "https://p", "photographer": "Ada", "width": 9, "src": { "original": original } }] }),
            )
        }
        path => Reply::of(200, "image/png", picture(path.len() as u8 * 3)),
    })
}

fn manifest(server: &Server, voice: &str, topic: &str) -> String {
    let url = &server.url;
    format!(
        "{SMALL}providers:
  script: {{ kind: openai, base_url: '{url}', model: m }}
  voices: {{ studio: {{ kind: openai, base_url: '{url}' }} }}
  stock: {{ kind: pexels, base_url: '{url}', api_key: env:KEY }}
videos: [{{ id: a, topic: {topic}, voice: {voice}, visuals: stock }}]
"
    )
}

#[test]
fn another_machine_renders_the_same_video_from_the_lock_file() {
    let server = fickle();
    let project = Project::with(&manifest(&server, "en-us", "boats"));
    run(&project, &[]).ok();
    let (lock, video) = (fs::read(project.path("reels.lock")).unwrap(), fs::read(project.path("out/a.mp4")).unwrap());
    assert!(String::from_utf8_lossy(&lock).contains("Answer number 0."));

    let other = Project::with(&manifest(&server, "en-us", "boats"));
    fs::write(other.path("reels.lock"), &lock).unwrap();
    let before = server.count();
    run(&other, &["--frozen"]).ok();
    assert!(fs::read(other.path("out/a.mp4")).unwrap() == video);
    let asked: Vec<String> = server.asked().split_off(before).into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["/photo/1.png"], "the picture itself is fetched, nobody is asked for another");
    assert_eq!(fs::read(other.path("reels.lock")).unwrap(), lock);
}

#[test]
fn a_lock_file_is_written_for_a_video_that_is_there_already_and_stays_as_it_is() {
    let server = fickle();
    let project = Project::with(&manifest(&server, "studio", "boats"));
    let mut command = project.command(&["run", "reels.yaml"]);
    Ran::from(command.env("KEY", "k").output().unwrap()).ok();
    let asked = server.count();
    run(&project, &[]).ok();
    let lock = fs::read_to_string(project.path("reels.lock")).unwrap();
    assert!(lock.contains("speech.wav") && lock.contains("ffmpeg"), "{lock}");
    run(&project, &[]).ok();
    run(&project, &["--frozen"]).ok();
    assert_eq!(server.count(), asked);
    assert_eq!(fs::read_to_string(project.path("reels.lock")).unwrap(), lock);
}

#[test]
fn frozen_fails_loudly_where_the_answer_is_not_to_be_had() {
    let server = fickle();
    let project = Project::with(&manifest(&server, "studio", "boats"));
    run(&project, &["--frozen"]).exits(1);
    run(&project, &[]).ok();
    let asked = server.count();
    project.write("reels.yaml", &manifest(&server, "studio", "ships"));
    let ran = run(&project, &["--frozen"]).exits(4);
    assert!(ran.stdout.contains("does not know the script of `a`"), "{}", ran.stdout);
    project.write("reels.yaml", &manifest(&server, "studio", "boats"));
    fs::remove_dir_all(project.path("cache")).unwrap();
    let ran = run(&project, &["--frozen"]).exits(4);
    assert!(ran.stdout.contains("would have been asked, and a frozen run asks nobody"), "{}", ran.stdout);
    assert!(server.asked().split_off(asked).iter().all(|asked| asked.path.starts_with("/photo")));
}

#[test]
fn a_picture_that_has_changed_at_its_address_is_a_failure() {
    let server = Server::start(|asked, before| match asked.path.split('?').next().unwrap_or_default() {
        "/v1/search" => {
            let original = format!("http://{}/photo.png", asked.header("host"));
            Reply::json(
                json!({ "photos": [{ "id": 1, "url": "https://p", "photographer": "Ada", "width": 9, "src": { "original": original } }] }),
            )
        }
        _ => Reply::of(200, "image/png", picture(before as u8 * 20)),
    });
    let project = Project::with(&format!(
        "{SMALL}providers: {{ stock: {{ kind: pexels, base_url: '{}', api_key: env:KEY }} }}
videos: [{{ id: a, scenes: [{{ say: Hello there., visual: {{ stock: sea }} }}] }}]
",
        server.url
    ));
    run(&project, &[]).ok();
    fs::remove_dir_all(project.path("cache")).unwrap();
    let ran = run(&project, &["--frozen"]).exits(4);
    assert!(ran.stdout.contains("knows another answer for the visual scene 1 of `a`"), "{}", ran.stdout);
}
