#!/usr/bin/env bash
# Installs what the tests need, then runs all of them: format, lints, unit and integration tests with the real ffmpeg
# and espeak-ng. Needs git and cargo.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ./examples/install.sh

install_tools
step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

step "format"
cargo fmt --check
step "lints"
cargo clippy --locked --all-targets -- -D warnings
step "tests"
cargo test --locked
if command -v cargo-deny >/dev/null 2>&1; then
  step "licences and sources of dependencies"
  cargo deny check bans licenses sources
fi
