#!/usr/bin/env bash
# Installs what the tests need, then runs all of them: format, lints, unit and integration tests with the real ffmpeg
# and espeak-ng, and the quickstart with the program as it ships. Needs git and cargo. A report's page is drawn by a real
# browser; REELMILL_TEST_WITHOUT_BROWSER=1 does without one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ./examples/install.sh

if [ -n "${REELMILL_TEST_WITHOUT_BROWSER-}" ]; then install_tools; else install_tools browser; fi
step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
fail() { echo "error: $*" >&2; exit 1; }

step "format"
cargo fmt --check
step "lints"
cargo clippy --locked --all-targets -- -D warnings
if command -v cargo-deny >/dev/null 2>&1; then
  step "licences and sources of dependencies"
  cargo deny check bans licenses sources
fi

step "quickstart"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
REELMILL_CACHE_DIR=$work/cache ./examples/quickstart.sh
REELMILL_CACHE_DIR=$work/cache ./examples/quickstart.sh | tee "$work/second"
[ "$(grep -c '(unchanged)' "$work/second")" -eq 3 ] || fail "the second quickstart made something"
[ "$(stat -c %s target/release/reelmill)" -lt 15000000 ] || fail "the program is larger than 15 MB"

step "tests"
cargo test --locked
