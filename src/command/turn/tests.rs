use super::*;

#[test]
fn only_the_same_is_kept_out() {
    let folder = tempfile::tempdir().unwrap();
    let ask = |what: &str| take(folder.path(), &[what.to_owned()], IfRunning::Skip);
    let first = ask("reels.yaml");
    assert!(matches!(first, Turn::Ours(Some(_))));
    assert!(matches!(ask("reels.yaml"), Turn::Theirs));
    assert!(matches!(ask("other.yaml"), Turn::Ours(Some(_))));
    drop(first);
    assert!(matches!(ask("reels.yaml"), Turn::Ours(Some(_))));
}
