mod contents;
mod hostile;

use std::fs;
use std::path::Path;

use super::*;
use crate::manifest::model::{Script, VisualSource, Voice};
use crate::media::cards::{Card, ChartKind};
use crate::media::{CaptionLook, CaptionMode, CaptionPosition, Codec, EncoderChoice, Family, Muxer, TransitionKind};

/// A folder with the files that the manifests of these tests name.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("img/attic.jpg", "GIF89a"),
        ("bed.ogg", "OggS"),
        ("logo.png", "GIF89a"),
        ("boats.mp4", "OggS"),
        ("story.md", "# One\n\nHello {{ not a template }}.\n"),
        ("ad.md", "# {{ data.head }}\n\n{{ row.text }} by {{ vars.brand }}.\n"),
        ("card.svg", "<svg><text>{{ row.text }}</text></svg>"),
        ("rows.csv", "name,text\none,A & B\ntwo,C\n"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn with(text: &str, options: &Options) -> Result<Batch, String> {
    let folder = folder();
    parse(text, Path::new("reels.yaml"), folder.path(), options).map_err(|problems| problems.to_string())
}

fn batch(text: &str) -> Batch {
    with(text, &Options::default()).unwrap_or_else(|told| panic!("{told}"))
}

fn told(text: &str) -> String {
    with(text, &Options::default()).expect_err("it should not load")
}

/// The messages alone.
fn problems(text: &str) -> Vec<String> {
    let folder = folder();
    let found =
        parse(text, Path::new("reels.yaml"), folder.path(), &Options::default()).expect_err("it should not load");
    found.diagnostics.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn three_lines_are_a_manifest() {
    let batch = batch("videos:\n  - topic: haunted house\n    genre: horror\n");
    let video = &batch.videos[0];
    assert_eq!(video.id, "haunted-house");
    assert!(video.output.is_absolute() && video.output.ends_with("out/haunted-house.mp4"));
    assert_eq!((video.canvas.width, video.canvas.height, video.canvas.fps), (1080, 1920, 30));
    assert_eq!(video.voices, [Voice::Espeak { name: "en-us".into(), speed: 1000, pitch: 50 }]);
    assert_eq!(video.captions.look, CaptionLook::standard(video.canvas));
    let Script::Generate(brief) = &video.script else { panic!("{:?}", video.script) };
    assert_eq!((brief.topic.as_str(), brief.genre.as_deref()), ("haunted house", Some("horror")));
    assert_eq!(brief.seed, video.seed);
}

#[test]
fn a_json_batch_is_a_manifest() {
    let text =
        r#"{"videos":[{"topic":"haunted house","genre":"horror"}],"config":{"maxConcurrent":8,"stopOnError":false}}"#;
    let batch = batch(text);
    assert_eq!((batch.config.max_concurrent, batch.config.stop_on_error), (Some(8), Some(false)));
    assert_eq!(batch.videos[0].genre.as_deref(), Some("horror"));
}

#[test]
fn the_long_form_means_what_it_says() {
    let text = include_str!("full.yaml");
    let batch = batch(text);
    assert_eq!(batch.config.max_cost.unwrap().0, 2_500_000);
    assert_eq!(batch.config.deadline_ms, Some(45 * 60_000));
    let [first, second, tour] = &batch.videos[..] else { panic!() };
    assert_eq!((first.id.as_str(), second.id.as_str()), ("release-one", "release-two"));
    assert_eq!(first.title.as_deref(), Some("Acme one"));
    assert!(first.output.ends_with("films/release-one.mp4"));
    assert_eq!(first.music.as_ref().unwrap().ducking.volume, -2000);
    assert_eq!(tour.music.as_ref().map(|music| music.ducking.volume), None);
    assert_eq!((tour.transition.kind, tour.transition.duration_ms), (TransitionKind::Fade, 300));
    assert_eq!((tour.captions.mode, tour.captions.look.size), (CaptionMode::Burn, 72));
    assert_eq!(tour.captions.look.position, CaptionPosition::Center);
    assert_eq!(tour.watermark.as_ref().unwrap().width, 1200);
    assert_eq!(tour.expect.duration_ms, Some((20_000, 60_000)));
    assert_eq!(tour.expect.loudness, Some((-1500, -1300)));
    let Script::Scenes(scenes) = &tour.script else { panic!() };
    assert!(matches!(&scenes[1].visual.as_ref().unwrap().source, VisualSource::Clip { start_ms: 4000, .. }));
    assert_eq!(scenes[2].duration_ms, Some(2000));
    assert!(matches!(&scenes[scenes.len() - 1].voices[0], Voice::Command { name, speed: 1200, .. } if name == "alloy"));
    assert_eq!(tour.voices, [Voice::Espeak { name: "en-gb".into(), speed: 1100, pitch: 50 }]);
}

#[test]
fn every_problem_is_told_at_once() {
    let text = "\
vers: 1
config: {max_concurrent: 50}
defaults:
  fps: 0
  captions: {colour: red, size: 72}
videos:
  - id: a
    topik: x
    scenes:
      - say: hello
        visual: {image: img/attic.png}
      - visual: {color: #fff
          }
      - pause: 1s
  - id: a
    topic: y
    music: none.ogg
";
    assert_eq!(
        problems(text),
        [
            "unknown key `vers`",
            "`max_concurrent` must be a whole number from 1 to 10, not `50`",
            "`fps` must be a whole number from 1 to 120, not `0`",
            "unknown key `colour`",
            "video `a`: unknown key `topik`",
            "scene 1 of `a`: image `img/attic.png` does not exist",
            "scene 2 of `a`: `color` has no value",
            "scene 3 of `a`: a scene without `say` needs a `duration`",
            "the id `a` is taken by the video of line 7",
            "video `a`: music `none.ogg` does not exist",
        ]
    );
}

#[test]
fn a_missing_image_is_shown_with_the_one_meant() {
    let text = "videos:\n  - id: haunted-house\n    scenes:\n      - say: Up there.\n        visual:\n          image: img/attic.png\n";
    let folder = folder();
    let path = folder.path().join("reels.yaml");
    fs::write(&path, text).unwrap();
    let told = load(&path, &Options::default()).unwrap_err().to_string();
    let shown = folder.path().display();
    assert_eq!(
        told,
        format!(
            "error: scene 1 of `haunted-house`: image `img/attic.png` does not exist\n \
             --> {shown}/reels.yaml:6:18\n  \
             |\n\
             6 |           image: img/attic.png\n  \
             |                  ^^^^^^^^^^^^^ looked in {shown}/img/attic.png\n  \
             = help: `img/attic.jpg` exists; did you mean that?\n\n\
             error: 1 problem in {shown}/reels.yaml; nothing was run"
        )
    );
}

#[test]
fn a_colour_lost_to_a_comment_is_explained() {
    assert_eq!(
        told("videos:\n  - topic: x\n    captions:\n      color: #fff\n"),
        "error: video `x`: `color` has no value\n \
         --> reels.yaml:4:7\n  \
         |\n\
         4 |       color: #fff\n  \
         |       ^^^^^ what follows is a comment\n  \
         = help: `#` starts a comment: write the value in quotes, as in \"#ffffff\"\n\n\
         error: 1 problem in reels.yaml; nothing was run"
    );
}

#[test]
fn a_slip_in_a_row_is_told_once_for_all_rows() {
    let text = "data: rows.csv\nvideos:\n  - id: v-{{ row.name }}\n    for_each: data\n    topic: \"{{ row.txt }}\"\n";
    assert_eq!(
        told(text),
        "error: video `v-one` (row 1): `row.txt` is not there\n \
         --> reels.yaml:5:12\n  \
         |\n\
         5 |     topic: \"{{ row.txt }}\"\n  \
         |            ^^^^^^^^^^^^^^^\n  \
         = note: the same in 1 more video\n  \
         = help: did you mean `row.text`?\n\n\
         error: 1 problem in reels.yaml; nothing was run"
    );
}

#[test]
fn a_key_written_out_is_refused_and_shown_nowhere() {
    let secret = "sk-verysecret123456";
    for text in [
        format!(
            "providers:\n  script: {{kind: openai, model: m, api_key: {secret}, modl: x}}\nvideos: [{{topic: x}}]\n"
        ),
        format!(
            "providers:\n  script:\n    kind: openai\n    model: m\n    api_key: |\n      {secret}\nvideos: [{{topic: x}}]\n"
        ),
        format!(
            "vars: {{k: {secret}}}\nproviders:\n  script: {{kind: openai, model: m, api_key: \"{{{{ vars.k }}}}\"}}\nvideos: [{{topic: x}}]\n"
        ),
        format!("providers:\n  voices:\n    s: {{kind: elevenlabs, xi_api_key: {secret}}}\nvideos: [{{topic: x}}]\n"),
        format!(
            "providers:\n  script: {{kind: openai, model: m, base_url: 'https://u:{secret}@h/v1'}}\nvideos: [{{topic: x}}]\n"
        ),
        format!("config: {{api_key: {secret}, x: 1}}\nvideos: [{{topic: x}}]\n"),
        format!("providers: {{script: {{api_key: \"{secret}\nvideos: [{{topic: x}}]\n"),
    ] {
        let folder = folder();
        let found = parse(&text, Path::new("m.yaml"), folder.path(), &Options::default()).unwrap_err();
        assert!(!found.to_string().contains("verysecret"), "{found}");
        assert!(!serde_json::to_string(&found).unwrap().contains("verysecret"));
    }
    assert!(
        problems(&format!(
            "providers:\n  script: {{kind: openai, model: m, api_key: {secret}}}\nvideos: [{{topic: x}}]\n"
        ))[0]
            .contains("`api_key` must say where the secret is")
    );
}

#[test]
fn precedence_is_flag_scene_video_defaults() {
    let text = "\
defaults: {fps: 24, quality: draft, voice: {name: en-gb, speed: 1.5}}
videos:
  - {id: a, topic: x, fps: 60}
  - {id: b, scenes: [{say: x, voice: de}, {say: y}]}
";
    let plain = batch(text);
    assert_eq!((plain.videos[0].canvas.fps, plain.videos[1].canvas.fps), (60, 24));
    let Script::Scenes(scenes) = &plain.videos[1].script else { panic!() };
    assert_eq!(scenes[0].voices, [Voice::Espeak { name: "de".into(), speed: 1500, pitch: 50 }]);
    assert!(scenes[1].voices.is_empty());
    let overrides = vec![("fps".to_owned(), "12".to_owned()), ("voice".into(), "fr".into())];
    let flagged = with(text, &Options { overrides, ..Options::default() }).unwrap();
    assert!(flagged.videos.iter().all(|video| video.canvas.fps == 12));
    assert!(
        flagged.videos.iter().all(|video| matches!(&video.voices[..], [Voice::Espeak { name, .. }] if name == "fr"))
    );
    let Script::Scenes(scenes) = &flagged.videos[1].script else { panic!() };
    assert!(scenes[0].voices.is_empty());
}

#[test]
fn what_is_usual_holds_where_the_manifest_is_silent() {
    let usual = vec![("encoder".to_owned(), "auto".to_owned())];
    let text = "videos: [{id: a, topic: x}, {id: b, topic: x, encoder: vaapi}]";
    let options = Options { usual, ..Options::default() };
    let encoders = |options: &Options, text: &str| -> Vec<EncoderChoice> {
        with(text, options).unwrap().videos.iter().map(|video| video.encoder).collect()
    };
    let vaapi = EncoderChoice::Family(Family::Vaapi);
    assert_eq!(encoders(&Options::default(), text), [EncoderChoice::Software, vaapi]);
    assert_eq!(encoders(&options, text), [EncoderChoice::Auto, vaapi]);
    let silent = format!("defaults: {{encoder: software}}\n{text}");
    assert_eq!(encoders(&options, &silent), [EncoderChoice::Software, vaapi]);
    let overrides = vec![("encoder".to_owned(), "qsv".to_owned())];
    let flagged = Options { overrides, ..options };
    assert_eq!(encoders(&flagged, &silent), [EncoderChoice::Family(Family::Qsv); 2]);
}

#[test]
fn a_wrong_flag_speaks_of_the_command_line() {
    let overrides = vec![("fsp".to_owned(), "12".to_owned())];
    let told = with("videos: [{topic: x}]", &Options { overrides, ..Options::default() }).unwrap_err();
    assert!(
        told.contains("unknown key `fsp`") && told.contains("--> command line") && told.contains("`fps`"),
        "{told}"
    );
}

#[test]
fn a_matrix_makes_every_combination_and_sets_its_settings() {
    let batch = batch("videos:\n  - topic: The sea\n    matrix: {language: [en, de], preset: [shorts, landscape]}\n");
    let seen: Vec<_> = batch.videos.iter().map(|v| (v.id.as_str(), v.language.as_str(), v.canvas.width)).collect();
    assert_eq!(
        seen,
        [
            ("the-sea-en-shorts", "en", 1080),
            ("the-sea-en-landscape", "en", 1920),
            ("the-sea-de-shorts", "de", 1080),
            ("the-sea-de-landscape", "de", 1920)
        ]
    );
    assert!(matches!(&batch.videos[2].voices[0], Voice::Espeak { name, .. } if name == "de"));
}

#[test]
fn files_are_filled_only_as_templates_and_drawings() {
    let text = "\
vars: {brand: Acme}
videos:
  - {id: doc, script: story.md}
  - id: \"ad-{{ row.name }}\"
    for_each: rows.csv
    script: {template: {file: ad.md, data: {head: \"{{ row.name|upper }}\"}}}
    intro: {visual: card.svg}
    outro: {visual: {svg: \"<svg>{{ row.text }}</svg>\"}, duration: 1s}
";
    let batch = batch(text);
    let document = |index: usize| match &batch.videos[index].script {
        Script::Document { text, markdown: true } => text.clone(),
        other => panic!("{other:?}"),
    };
    assert!(document(0).contains("{{ not a template }}"));
    assert_eq!(document(1), "# ONE\n\nA & B by Acme.");
    let svg = |bumper: &Option<crate::manifest::model::Bumper>| match &bumper.as_ref().unwrap().visual.source {
        VisualSource::Svg { text } => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(svg(&batch.videos[1].intro), "<svg><text>A &amp; B</text></svg>");
    assert_eq!(svg(&batch.videos[1].outro), "<svg>A &amp; B</svg>");
}

#[test]
fn templates_see_the_settings_that_hold() {
    let text = "\
defaults: {output: \"o/{{ language }}/{{ preset }}/{{ id }}.mp4\"}
videos:
  - script: story.md
  - {topic: x, language: de}
";
    let output = |options: &Options, index: usize| {
        let path = with(text, options).unwrap().videos[index].output.clone();
        path.iter().rev().take(3).map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(output(&Options::default(), 0), ["story.mp4", "shorts", "en"]);
    assert_eq!(output(&Options::default(), 1), ["x.mp4", "shorts", "de"]);
    let overrides = vec![("language".to_owned(), "fr".to_owned()), ("preset".into(), "square".into())];
    assert_eq!(output(&Options { overrides, ..Options::default() }, 1), ["x.mp4", "square", "fr"]);
}

#[test]
fn outputs_do_not_collide_or_leave() {
    assert_eq!(
        problems("videos:\n  - {id: a, topic: x, output: o/x.mp4}\n  - {id: b, topic: x, output: o/X.MP4}\n")[0],
        "video `b`: its files would write over those of `a`"
    );
    assert!(problems("videos: [{id: a, topic: x, output: ../x.mp4}]")[0].contains("has `..` in it"));
    let reads = "videos: [{id: a, output: boats.mp4, scenes: [{say: x, visual: boats.mp4}]}]";
    assert!(problems(reads)[0].contains("which is read"));
}

#[test]
fn a_webm_holds_vp9_or_av1() {
    let encoding = |settings: &str| {
        let batch = batch(&format!("videos: [{{id: a, topic: x, {settings}}}]"));
        (batch.videos[0].muxer, batch.videos[0].encoding.codec)
    };
    assert_eq!(encoding("fps: 30"), (Muxer::Mp4, Codec::H264));
    assert_eq!(encoding("output: a.webm"), (Muxer::Webm, Codec::Vp9));
    assert_eq!(encoding("output: a.WebM, codec: av1"), (Muxer::Webm, Codec::Av1));
    assert_eq!(encoding("output: a.mp4, codec: vp9"), (Muxer::Mp4, Codec::Vp9));
    let found = told("defaults: {codec: hevc}\nvideos:\n  - {id: a, topic: x, output: a.webm}\n");
    assert!(found.contains("a WebM file cannot hold `hevc`") && found.contains(":1:19"), "{found}");
    assert!(found.contains("write `codec: vp9` or `codec: av1`, or let `output` end in `.mp4`"), "{found}");
    let no_stream = |settings: &str| problems(&format!("videos: [{{id: a, topic: x, hls: true, {settings}}}]"));
    assert_eq!(no_stream("output: a.webm"), ["video `a`: a WebM file cannot be streamed by HLS"]);
    assert_eq!(no_stream("codec: vp9"), ["video `a`: HLS does not carry `vp9`"]);
    assert!(problems("videos: [{id: a, topic: x, output: a.mkv}]")[0].contains("does not end in `.mp4` or `.webm`"));
}

#[test]
fn ids_in_rows_must_differ() {
    let found = told("videos:\n  - id: same\n    for_each: rows.csv\n    topic: x\n");
    assert!(
        found.contains("the id `same` is taken by the video of line 2")
            && found.contains("put what differs into the id"),
        "{found}"
    );
}

#[test]
fn nothing_to_make_is_a_problem_with_a_remedy() {
    for text in ["videos: []", "version: 1", "defaults: {fps: 30}"] {
        assert!(told(text).contains("add one: `videos: [{topic: haunted house}]`"), "{text}");
    }
    assert!(problems("videos: [{title: x}]")[0].contains("nothing says what this video is about"));
    assert!(problems("videos: x")[0].contains("must be a list"));
    assert!(problems("[1]")[0].contains("a mapping is expected"));
}

#[test]
fn files_that_are_no_manifest_are_told_plainly() {
    let folder = folder();
    let told = |path: &Path| load(path, &Options::default()).unwrap_err().to_string();
    assert!(told(&folder.path().join("none.yaml")).contains("does not exist"));
    assert!(told(folder.path()).contains("is a folder"));
    fs::write(folder.path().join("latin.yaml"), b"a: \xe9").unwrap();
    assert!(told(&folder.path().join("latin.yaml")).contains("is not UTF-8 text (at byte 3)"));
    fs::write(folder.path().join("big.yaml"), vec![b' '; limits::FILE_BYTES + 1]).unwrap();
    assert!(told(&folder.path().join("big.yaml")).contains("is larger than 8 MiB"));
}

#[test]
fn too_much_is_refused_in_words() {
    let scenes = "{say: x}, ".repeat(501);
    assert!(problems(&format!("videos: [{{id: a, scenes: [{scenes}]}}]"))[0].contains("at most 500"));
    let long = "x".repeat(20_001);
    assert!(
        problems(&format!("videos: [{{id: a, scenes: [{{say: {long}}}]}}]"))[0]
            .contains("text of at most 20000 characters")
    );
    let axis = "x, ".repeat(200);
    assert!(
        problems(&format!("videos: [{{topic: a, matrix: {{a: [{axis}], b: [{axis}]}}}}]"))[0]
            .contains("20000 combinations")
    );
    assert!(problems("videos: [{topic: \"a\\u0007b\"}]")[0].contains("one line of at most 500 characters"));
}

#[test]
fn the_starter_loads_as_it_is() {
    let batch = batch(crate::manifest::starter());
    let ids: Vec<_> = batch.videos.iter().map(|video| video.id.as_str()).collect();
    assert_eq!(ids, ["haunted-house", "welcome", "release-1.0", "release-1.1"]);
}

#[test]
fn the_same_text_means_the_same() {
    let text = include_str!("full.yaml");
    let folder = folder();
    let show = || format!("{:?}", parse(text, Path::new("m.yaml"), folder.path(), &Options::default()).unwrap());
    assert_eq!(show(), show());
}
