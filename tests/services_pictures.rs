//! Pictures and clips of stocks, drawn ones, and what comes through a proxy: from the manifest to the finished file.

mod common;

use std::fs;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use common::everything::{STOCK_KEY, make};
use common::service::{Asked, Reply, Server, picture};
use common::{Project, Ran, SMALL};
use serde_json::{Value, json};

/// A clip of two seconds, with a tone or without a sound.
fn clip(tone: bool) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clip.mp4");
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-f", "lavfi", "-i", "testsrc=size=192x108:rate=10:duration=2"]);
    if tone {
        ffmpeg.args(["-f", "lavfi", "-i", "sine=frequency=440:duration=2"]);
    }
    assert!(ffmpeg.args(["-pix_fmt", "yuv420p", "-preset", "ultrafast"]).arg(&file).status().unwrap().success());
    fs::read(file).unwrap()
}

fn told(project: &Project) -> Value {
    serde_json::from_slice(&fs::read(project.path("out/a.json")).unwrap()).unwrap()
}

fn stock(server: &Server, kind: &str) -> String {
    format!("{SMALL}providers: {{ stock: {{ kind: {kind}, base_url: '{}', api_key: env:STOCK_KEY }} }}\n", server.url)
}

fn of_pexels(asked: &Asked, clip: &[u8]) -> Reply {
    let file = |name: &str, width: u32, height: u32| json!({ "link": format!("http://{}/{name}.mp4", asked.header("host")), "quality": "hd", "file_type": "video/mp4", "width": width, "height": height });
    let video = |id: u64| {
        json!({ "id": id, "url": format!("https://www.pexels.com/video/{id}/"), "duration": 2,
            "user": { "id": 1, "name": "Ada", "url": "https://www.pexels.com/@ada" },
            "video_files": [file("huge", 3840, 2160), file("right", 192, 108), file("tiny", 96, 54)] })
    };
    match asked.path.split('?').next().unwrap_or_default() {
        "/videos/search" => {
            Reply::json(json!({ "page": 1, "per_page": 40, "total_results": 2, "videos": [video(11), video(12)] }))
        }
        "/right.mp4" => Reply::of(200, "video/mp4", clip),
        _ => Reply::status(404),
    }
}

#[test]
fn clips_of_pexels_are_shown_once_each_and_heard_where_they_have_a_sound() {
    for tone in [true, false] {
        let clip = clip(tone);
        let server = Server::start(move |asked, _| of_pexels(asked, &clip));
        let scene = "{ duration: 1s, visual: { stock: { query: harbour at dawn, kind: clip }, sound: -3dB } }";
        let project =
            Project::with(&format!("{}videos: [{{ id: a, scenes: [{scene}, {scene}] }}]\n", stock(&server, "pexels")));
        make(&project).ok();
        let asked = server.asked();
        let search = asked.iter().find(|asked| asked.path.starts_with("/videos/search?")).unwrap();
        assert_eq!(search.header("authorization"), STOCK_KEY);
        for wish in ["query=harbour+at+dawn", "orientation=landscape", "size=medium", "per_page=40"] {
            assert!(search.path.contains(wish), "{wish}: {}", search.path);
        }
        assert_eq!(
            asked.iter().filter(|asked| asked.path == "/right.mp4").count(),
            1,
            "one file, the smallest that fills"
        );
        let told = told(&project);
        let shown: Vec<&str> =
            told["credits"].as_array().unwrap().iter().map(|credit| credit["id"].as_str().unwrap()).collect();
        assert!(shown == ["pexels:11", "pexels:12"] || shown == ["pexels:12", "pexels:11"], "{shown:?}");
        assert_eq!(told["credits"][0]["author"], "Ada");
        assert_eq!(told["provenance"]["soundtrack"]["loudness_lufs_x100"].is_i64(), tone, "{told:#}");
        let count = server.count();
        make(&project).ok();
        assert_eq!(server.count(), count, "a second run asks nothing");
    }
}

#[test]
fn a_clip_of_the_web_is_heard_where_it_is_asked_to_be() {
    let clip = clip(true);
    let server = Server::start(move |asked, _| of_pexels(asked, &clip));
    for sound in ["", ", sound: true"] {
        let scene = format!("{{ duration: 1s, visual: {{ video: '{}/right.mp4'{sound} }} }}", server.url);
        let host = server.url.trim_start_matches("http://");
        let project = Project::with(&format!(
            "{SMALL}providers: {{ hosts: '{host}' }}\nvideos: [{{ id: a, scenes: [{scene}] }}]\n"
        ));
        make(&project).ok();
        let told = told(&project);
        assert_eq!(told["provenance"]["soundtrack"]["loudness_lufs_x100"].is_i64(), !sound.is_empty(), "{told:#}");
    }
    assert_eq!(server.count(), 2, "once a cache");
}

#[test]
fn pictures_and_clips_of_pixabay_are_found_by_its_own_words() {
    let clip = clip(false);
    let server = Server::start(move |asked, _| {
        let here = |name: &str| format!("http://{}/{name}", asked.header("host"));
        match asked.path.split('?').next().unwrap_or_default() {
            "/api/" => Reply::json(
                json!({ "total": 1, "totalHits": 1, "hits": [{ "id": 21, "pageURL": "https://pixabay.com/photos/boat-21/",
                "type": "photo", "user": "Bert", "webformatURL": here("small.png"), "largeImageURL": here("large.png"), "imageWidth": 4000, "imageHeight": 3000 }] }),
            ),
            "/api/videos/" => Reply::json(
                json!({ "total": 1, "totalHits": 1, "hits": [{ "id": 22, "pageURL": "https://pixabay.com/videos/id-22/",
                "type": "film", "user": "Cleo", "duration": 2, "videos": {
                    "large": { "url": "", "width": 0, "height": 0, "size": 0 },
                    "medium": { "url": here("medium.mp4"), "width": 1280, "height": 720, "size": 1 },
                    "small": { "url": here("small.mp4"), "width": 640, "height": 360, "size": 1 } } }] }),
            ),
            "/large.png" => Reply::of(200, "image/png", picture(70)),
            "/small.mp4" => Reply::of(200, "video/mp4", clip.clone()),
            _ => Reply::status(404),
        }
    });
    let project = Project::with(&format!(
        "{}videos:
  - {{ id: a, language: de-AT, scenes: [{{ duration: 1s, visual: {{ stock: boat }} }}, {{ duration: 1s, visual: {{ stock: {{ query: boat, kind: clip }} }} }}] }}
",
        stock(&server, "pixabay")
    ));
    make(&project).ok();
    let asked = server.asked();
    let search = |path: &str| asked.iter().find(|asked| asked.path.starts_with(path)).unwrap().path.clone();
    let (photos, videos) = (search("/api/?"), search("/api/videos/?"));
    for wish in ["key=stock%2Fkey%2B51e2", "q=boat", "lang=de", "per_page=40", "safesearch=true"] {
        assert!(photos.contains(wish) && videos.contains(wish), "{wish}: {photos} {videos}");
    }
    assert!(photos.contains("orientation=horizontal") && photos.contains("image_type=photo"), "{photos}");
    assert!(videos.contains("min_width=192") && videos.contains("min_height=108"), "{videos}");
    let credits = told(&project)["credits"].clone();
    assert_eq!((credits[0]["id"].as_str(), credits[0]["author"].as_str()), (Some("pixabay:21"), Some("Bert")));
    assert_eq!((credits[1]["id"].as_str(), credits[1]["author"].as_str()), (Some("pixabay:22"), Some("Cleo")));
    assert!(credits[1]["licence"].as_str().unwrap().starts_with("Pixabay Content License"));
}

#[test]
fn no_picture_is_shown_twice_in_a_batch_while_others_remain() {
    let server = Server::start(|asked, _| {
        let here = |id: u64| format!("http://{}/{id}.png", asked.header("host"));
        let photo = |id: u64| json!({ "id": id, "url": here(id), "photographer": "Ada", "width": 64, "src": { "original": here(id) } });
        match asked.path.split('?').next().unwrap_or_default() {
            "/v1/search" => Reply::json(json!({ "photos": (1..=6).map(photo).collect::<Vec<_>>() })),
            _ => Reply::of(200, "image/png", picture(asked.path.len() as u8)),
        }
    });
    let scene = "{ duration: 1s, visual: { stock: sea } }";
    let videos: String = ["a", "b", "c"].map(|id| format!("  - {{ id: {id}, scenes: [{scene}, {scene}] }}\n")).concat();
    let shown = || {
        let project = Project::with(&format!("{}videos:\n{videos}", stock(&server, "pexels")));
        make(&project).ok();
        let of = |id: &str| -> Vec<String> {
            let told: Value =
                serde_json::from_slice(&fs::read(project.path(&format!("out/{id}.json"))).unwrap()).unwrap();
            told["credits"].as_array().unwrap().iter().map(|credit| credit["id"].as_str().unwrap().to_owned()).collect()
        };
        ["a", "b", "c"].map(of)
    };
    let mut all = shown().concat();
    all.sort();
    assert_eq!(all, [1, 2, 3, 4, 5, 6].map(|id| format!("pexels:{id}")));
}

fn drawing(url: &str) -> String {
    format!(
        "{SMALL}providers: {{ images: {{ kind: openai, base_url: '{url}/v1', model: paint, price: 0.04 }} }}
videos: [{{ id: a, scenes: [{{ duration: 1s, visual: {{ ai: a harbour }} }}] }}]
"
    )
}

#[test]
fn a_drawn_picture_may_be_answered_by_its_address() {
    let server = Server::start(|asked, _| match asked.path.as_str() {
        "/v1/images/generations" => Reply::json(
            json!({ "created": 1, "data": [{ "url": format!("http://{}/drawn.png?sig=s3cr3t", asked.header("host")) }] }),
        ),
        path if path.starts_with("/drawn.png?sig=") => Reply::of(200, "image/png", picture(30)),
        _ => Reply::status(404),
    });
    let project = Project::with(&drawing(&server.url));
    make(&project).ok();
    let body = server.asked()[0].json();
    assert_eq!(
        (&body["model"], &body["prompt"], &body["size"], &body["n"]),
        (&json!("paint"), &json!("a harbour"), &json!("1536x1024"), &json!(1))
    );
    assert_eq!(server.count(), 2);
    make(&project).ok();
    assert_eq!(server.count(), 2);
}

#[test]
fn a_drawn_picture_that_could_not_be_fetched_is_not_paid_again() {
    let up = Arc::new(AtomicBool::new(false));
    let seen = up.clone();
    let server = Server::start(move |asked, _| match (asked.path.as_str(), seen.load(Ordering::SeqCst)) {
        ("/v1/images/generations", _) => {
            Reply::json(json!({ "data": [{ "url": format!("http://{}/drawn.png", asked.header("host")) }] }))
        }
        (_, true) => Reply::of(200, "image/png", picture(30)),
        (_, false) => Reply::status(503),
    });
    let project = Project::with(&drawing(&server.url));
    let drawn = || server.asked().iter().filter(|asked| asked.method == "POST").count();
    let ran = make(&project).exits(4);
    assert!(ran.stdout.contains("answered 503 Service Unavailable"), "{}", ran.stdout);
    assert_eq!((drawn(), server.count()), (1, 8), "seven tries to fetch it");
    up.store(true, Ordering::SeqCst);
    let ran = make(&project).ok();
    assert!(!ran.stdout.contains("cost"), "it was paid for before: {}", ran.stdout);
    assert_eq!((drawn(), server.count()), (1, 9));
}

#[test]
fn a_drawn_picture_that_has_gone_is_drawn_anew() {
    let server = Server::start(|asked, before| match (asked.path.as_str(), before) {
        ("/v1/images/generations", _) => {
            Reply::json(json!({ "data": [{ "url": format!("http://{}/drawn.png", asked.header("host")) }] }))
        }
        (_, 1) => Reply::status(403),
        (_, 2) => Reply::status(404),
        _ => Reply::of(200, "image/png", picture(30)),
    });
    let project = Project::with(&drawing(&server.url));
    make(&project).exits(4);
    make(&project).ok();
    let asked: Vec<_> = server.asked().into_iter().map(|asked| asked.method).collect();
    assert_eq!(asked, ["POST", "GET", "GET", "POST", "GET"]);
}

#[test]
fn a_drawing_service_leads_to_no_private_address_and_what_it_took_is_counted() {
    let server = Server::always(Reply::json(
        json!({ "data": [{ "url": "http://169.254.169.254/latest/meta-data?sig=s3cr3t" }] }),
    ));
    let project = Project::with(&drawing(&server.url));
    let ran = project.run(&["run", "reels.yaml", "--report", "report.json"]).exits(4);
    assert!(ran.stdout.contains("169.254.169.254 is an address of this machine or its network"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("s3cr3t"), "{}", ran.stdout);
    assert!(ran.stdout.contains("cost $0.0400"), "{}", ran.stdout);
    let report: Value = serde_json::from_slice(&fs::read(project.path("report.json")).unwrap()).unwrap();
    assert_eq!(report["totals"]["cost_micro_usd"], 40_000, "{report:#}");
    assert_eq!(server.count(), 1);
}

/// Media of the web, where all of it goes through the user's proxy.
fn through(project: &Project, proxy: &Server, more: &[(&str, &str)]) -> Ran {
    let mut command = project.command(&["run", "reels.yaml"]);
    command.env("REELMILL_WAITS_MILLIONTHS", "1000").env("HTTP_PROXY", &proxy.url).env("http_proxy", &proxy.url);
    command.env_remove("NO_PROXY").env_remove("no_proxy").envs(more.iter().copied());
    Ran::from(command.output().unwrap())
}

fn showing(url: &str) -> Project {
    Project::with(&format!(
        "{SMALL}videos: [{{ id: a, scenes: [{{ duration: 1s, visual: {{ image: '{url}' }} }}] }}]\n"
    ))
}

#[test]
fn media_come_through_the_user_s_proxy() {
    let proxy = Server::always(Reply::of(200, "image/png", picture(90)));
    let project = showing("http://pictures.example/a.png");
    through(&project, &proxy, &[]).ok();
    assert_eq!(proxy.asked()[0].path, "http://pictures.example/a.png");
    assert_eq!(proxy.count(), 1);
}

#[test]
fn the_proxy_is_asked_for_nothing_private() {
    let proxy = Server::always(Reply::of(200, "image/png", picture(90)));
    let port = proxy.url.rsplit(':').next().unwrap().to_owned();
    for url in [
        "http://10.1.2.3/a.png",
        "http://printer.local/a.png",
        "http://wiki/a.png",
        &format!("http://127.0.0.1:{port}/a.png"),
    ] {
        let ran = through(&showing(url), &proxy, &[]).exits(4);
        assert!(ran.stdout.contains("is an address of this machine or its network"), "{url}: {}", ran.stdout);
    }
    let leading_inside = Server::always(Reply::status(302).with("location", "http://10.1.2.3/b.png"));
    let ran = through(&showing("http://pictures.example/a.png"), &leading_inside, &[]).exits(4);
    assert!(ran.stdout.contains("it redirects, and 10.1.2.3 is an address"), "{}", ran.stdout);
    assert_eq!((proxy.count(), leading_inside.count()), (0, 1));
}

#[test]
fn hosts_that_the_user_excepts_go_round_the_proxy() {
    let proxy = Server::always(Reply::of(200, "image/png", picture(90)));
    let project = showing("http://pictures.invalid/a.png");
    through(&project, &proxy, &[("NO_PROXY", "pictures.invalid"), ("no_proxy", "pictures.invalid")]).exits(4);
    assert_eq!(proxy.count(), 0);
}
