#!/bin/sh
# A nightly batch. What was finished before is found in the cache, so a run that was cut short goes on by itself.
set -u
cd "$(dirname "$0")" || exit 1
exec reelmill run reels.yaml --quiet --deadline 5h
