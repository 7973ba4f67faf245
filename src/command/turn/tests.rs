use super::*;

#[test]
fn only_the_same_is_kept_out() {
    let folder = tempfile::tempdir().unwrap();
    let ask = |what: &str| take(folder.path(), &[what.to_owned()], IfRunning::Skip, || true);
    let first = ask("reels.yaml");
    assert!(matches!(first, Turn::Ours(Some(_))));
    assert!(matches!(ask("reels.yaml"), Turn::Theirs));
    assert!(matches!(ask("other.yaml"), Turn::Ours(Some(_))));
    drop(first);
    assert!(matches!(ask("reels.yaml"), Turn::Ours(Some(_))));
}

#[test]
fn what_is_all_made_waits_for_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let _first = take(folder.path(), &[], IfRunning::Wait, || false);
    assert!(matches!(take(folder.path(), &[], IfRunning::Wait, || true), Turn::Ours(None)));
}
