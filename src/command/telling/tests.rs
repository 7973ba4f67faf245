use super::*;

#[test]
fn no_two_runs_have_one_name() {
    let (one, two) = (run_id(), run_id());
    assert_ne!(one, two);
    assert!(one.len() == 24 && one.contains('T'), "{one}");
}
