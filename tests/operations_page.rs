//! The report as a page, drawn by a real browser without a network, from a file.

mod common;

use std::path::PathBuf;
use std::process::Command;

use common::{Project, SMALL};

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// Set where there shall be no browser.
const WITHOUT: &str = "REELMILL_TEST_WITHOUT_BROWSER";

/// A browser, or `None` where the tests were told to do without.
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let found = BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = found.into_iter().find(|file| file.is_file());
    let without = std::env::var_os(WITHOUT).is_some();
    assert!(found.is_some() || without, "none of {BROWSERS:?} is there; install chromium, or set {WITHOUT}=1");
    found.filter(|_| !without)
}

/// What the browser makes of a page, and what it says on its console.
fn drawn(project: &Project, browser: &PathBuf, page: &str, size: &str) -> (String, String) {
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    command.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-dev-shm-usage"]);
    command.arg(format!("--window-size={size}"));
    command.arg(format!("--user-data-dir={}", project.path("browser").display()));
    command.args(["--enable-logging=stderr", "--dump-dom"]);
    let output = command.arg(page).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// One video of two failed, with a program's words full of markup.
fn failing() -> String {
    format!(
        "{SMALL}videos:
  - id: good
    title: '</script> & <b>bold</b>'
    scenes: [ {{ say: Fine., visual: {{ color: '#102030' }} }} ]
  - id: bad
    scenes: [ {{ say: Never., visual: {{ command: [sh, -c, 'echo \"<img src=x onerror=alert(1)>\" >&2; exit 1'] }} }} ]
"
    )
}

#[test]
fn the_page_draws_itself_without_a_fault() {
    let Some(browser) = browser() else { return };
    let project = Project::with(&failing());
    project.run(&["run", "reels.yaml", "--report", "r.html"]).exits(3);
    let page = format!("file://{}#video-1", project.path("r.html").display());
    let (drawn, said) = drawn(&project, &browser, &page, "1200,900");
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(drawn.contains("1 of 2 videos failed") && drawn.contains("<canvas"), "{drawn}");
    assert_eq!(drawn.matches("class=\"card\"").count(), 2, "{drawn}");
    assert!(drawn.contains("id=\"video-1\" open"), "the link to a video opens it");
    assert!(!drawn.contains("<b>bold</b>") && !drawn.contains("<img src=x"), "no text becomes markup");
}

/// The page never scrolls sideways; on a desk neither does the table of runs, whatever tools and manifests it names.
#[test]
fn the_page_is_no_wider_than_its_window() {
    let Some(browser) = browser() else { return };
    let project = Project::with(&failing());
    project.run(&["run", "reels.yaml", "--report", "r.html"]).exits(3);
    let report = std::fs::read_to_string(project.path("r.html")).unwrap();
    let measure = "<script>{
        const page = document.documentElement, runs = document.querySelector('#runs').parentElement;
        document.body.dataset.measured = [page.scrollWidth - page.clientWidth, runs.scrollWidth - runs.clientWidth].join();
    }</script></body>";
    project.write("measured.html", &report.replacen("</body>", measure, 1));
    let page = format!("file://{}", project.path("measured.html").display());
    for size in ["1200,900", "800,900", "500,900"] {
        let (drawn, _) = drawn(&project, &browser, &page, size);
        let (_, measured) = drawn.split_once("data-measured=\"").expect("it is measured");
        let over: Vec<i32> = measured.split('"').next().unwrap().split(',').map(|n| n.parse().unwrap()).collect();
        assert!(over[0] <= 0 && (over[1] <= 0 || size == "500,900"), "{size}: {over:?}");
    }
}
