use super::super::testing::report;
use super::*;

#[test]
fn the_ending_says_the_form() {
    assert_eq!(Form::of(Path::new("a/R.HTML")), Ok(Form::Html));
    assert!(Form::of(Path::new("report.pdf")).unwrap_err().contains(".md"));
    assert!(Form::of(Path::new("report")).is_err());
}

#[test]
fn a_report_is_read_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/report.json");
    let report = report("one", &["a", "bad"]);
    save(&report, Form::Json, &path).unwrap();
    let back: Report = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(back).unwrap(), serde_json::to_value(&report).unwrap());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file/report.md");
    fs::write(folder.path().join("file"), "").unwrap();
    let error = save(&report("one", &[]), Form::Markdown, &path).unwrap_err();
    assert!(error.to_string().contains("report.md"), "{error}");
}
