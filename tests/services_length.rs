//! A length in seconds is words at the rate of the voice that says them, as that voice was heard.

mod common;

use common::Project;
use common::everything::run;
use common::service::{Asked, Reply, Server, chat, script, spoken, wav};
use reelmill::media::reading::passage;
use reelmill::media::script::words;

/// The picture is not what is tried here.
const QUICK: &str =
    "defaults: { preset: { width: 64, height: 64 }, fps: 2, quality: draft, captions: none, motion: none }\n";

/// Says so many words as are asked for; a voice that takes 200 ms a word, which is 300 a minute.
fn service(asked: &Asked, _: usize) -> Reply {
    match asked.json()["input"].as_str() {
        Some(text) => Reply::of(200, "audio/wav", wav(&vec![9000; words(text) * 3200])),
        None => chat(&script(&[&vec!["word"; asked_words(asked) as usize].join(" ")]).to_string()),
    }
}

/// `Say 90 words about boats.`
fn asked_words(asked: &Asked) -> u64 {
    let question = asked.json()["messages"][1]["content"].as_str().unwrap().to_owned();
    question.split(' ').nth(1).unwrap().parse().unwrap()
}

fn project(server: &Server, voice: &str, topics: &[&str]) -> Project {
    let project = Project::new();
    project.write("ask.txt", "Say {{ words }} words about {{ topic }}.");
    write(&project, server, voice, topics);
    project
}

fn write(project: &Project, server: &Server, voice: &str, topics: &[&str]) {
    let url = &server.url;
    let video = |topic: &&str| {
        format!("  - {{ id: {topic}, voice: {voice}, script: {{ generate: {{ topic: {topic}, length: 10s }} }} }}\n")
    };
    let videos: String = topics.iter().map(video).collect();
    project.write(
        "reels.yaml",
        &format!(
            "{}providers:
  script: {{ kind: openai, base_url: '{url}', model: m, prompt: ask.txt }}
  voices:
    paid: {{ kind: openai, base_url: '{url}', voice: anna, price: 10 }}
    free: {{ kind: openai, base_url: '{url}', voice: anna }}
videos:
{videos}",
            QUICK
        ),
    );
}

fn scripts(server: &Server) -> Vec<u64> {
    server.asked().iter().filter(|asked| asked.json()["messages"].is_array()).map(asked_words).collect()
}

#[test]
fn a_voice_of_the_machine_s_own_reads_a_passage_once() {
    let server = Server::start(service);
    let mut asked = Vec::new();
    for speed in ["1.0", "1.5"] {
        let project = project(&server, &format!("{{ name: en-us, speed: {speed} }}"), &["boats"]);
        let ran = run(&project, &["script", "reels.yaml"]).ok();
        asked.push(*scripts(&server).last().unwrap());
        run(&project, &["script", "reels.yaml"]).ok();
        assert_eq!(scripts(&server).len(), asked.len(), "{}", ran.stderr);
    }
    let [normal, fast] = asked[..] else { panic!("{asked:?}") };
    assert!((23..=37).contains(&normal), "{normal} words for ten seconds");
    assert!((normal * 130 / 100..=normal * 165 / 100).contains(&fast), "{normal}, and half as fast again {fast}");
}

#[test]
fn a_paid_voice_is_as_fast_as_most_until_it_was_heard_and_no_script_is_written_anew_for_it() {
    let server = Server::start(service);
    let project = project(&server, "paid", &["boats"]);
    run(&project, &["run", "reels.yaml"]).ok();
    assert_eq!(scripts(&server), [26], "160 words a minute");
    write(&project, &server, "paid", &["boats", "ships"]);
    run(&project, &["run", "reels.yaml"]).ok();
    assert_eq!(scripts(&server), [26, 50], "300 a minute, and the first is kept");
    std::fs::remove_dir_all(project.path("out")).unwrap();
    run(&project, &["run", "reels.yaml", "--refresh", "segment"]).ok();
    run(&project, &["run", "reels.yaml", "--refresh", "video"]).ok();
    assert_eq!(scripts(&server).len(), 2, "an edit asks nobody");
}

#[test]
fn a_free_voice_reads_a_passage_before_the_first_script() {
    let server = Server::start(service);
    let project = project(&server, "free", &["boats"]);
    run(&project, &["run", "reels.yaml"]).ok();
    assert_eq!(server.asked()[0].json()["input"], passage("en").unwrap());
    assert_eq!(scripts(&server), [50]);
    let spoken = server.asked().iter().filter(|asked| asked.json()["input"].is_string()).count();
    assert_eq!(spoken, 2, "the passage and the script");
}

#[test]
fn a_script_too_long_for_its_voice_is_sent_back_once() {
    let server = Server::start(|asked, before| match asked.json()["input"].as_str() {
        Some(text) => Reply::of(200, "audio/wav", spoken(text)),
        None if before == 0 => chat(&script(&[&"word ".repeat(120)]).to_string()),
        None => chat(&script(&[&"word ".repeat(27)]).to_string()),
    });
    let project = project(&server, "paid", &["boats"]);
    run(&project, &["script", "reels.yaml"]).ok();
    let back = server.asked()[1].json()["messages"][3]["content"].as_str().unwrap().to_owned();
    assert!(back.contains("the narration has 120 words; 26 are asked for"), "{back}");
    assert_eq!(server.count(), 2);
}
