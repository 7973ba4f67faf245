#!/bin/sh
# A nightly batch. What was finished before is found in the cache, so a run that was cut short goes on by itself; one
# that is still at it is left alone.
set -u
cd "$(dirname "$0")" || exit 1
exec reelmill run reels.yaml --quiet --deadline 3h --if-running skip --log-file logs/nightly.log --report report.html "$@"
