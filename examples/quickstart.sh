#!/usr/bin/env bash
# From a fresh clone to three finished videos: installs what is missing, builds, runs examples/quickstart.yaml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ./examples/install.sh

install_tools
cargo build --release --locked --quiet
./target/release/reelmill run examples/quickstart.yaml "$@"
echo
echo "The videos are in $(pwd)/examples/out:"
ls -1 examples/out/*.mp4
