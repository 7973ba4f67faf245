use super::super::testing::report;
use super::*;

#[test]
fn links_lead_from_the_page_to_the_files() {
    for (path, folder, expected) in [
        ("/w/out/a b.mp4", "/w", "out/a%20b.mp4"),
        ("/w/out/a.mp4", "/w/out", "a.mp4"),
        ("/w/out/#1.mp4", "/w/reports/today", "../../out/%231.mp4"),
    ] {
        assert_eq!(link(Path::new(path), Path::new(folder)), expected);
    }
}

#[test]
fn no_text_ends_the_data() {
    let mut report = report("one", &["bad"]);
    report.videos[0].title = Some("</script><script>alert(1)</script>".into());
    let page = html(&report, "/w".into());
    assert!(!page.contains("alert(1)</script>"));
    assert_eq!(page.matches("</script>").count(), 2);
}

#[test]
fn the_page_asks_no_network() {
    let page = html(&report("one", &["a"]), "/w".into());
    for word in ["http://", "https://", "@import", "src=\"//"] {
        assert!(!page.contains(word), "{word}");
    }
}
