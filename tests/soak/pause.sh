#!/bin/bash
# pause --short | --full: no send begins after a pause is committed: senders at full rate against the switch, on both
# databases (tests/flow/test_pause.c): 500 trials in the full run; the short one is part of the flow tests already.
set -euo pipefail
if [ "${1:-}" != --full ]; then
    printf '1..1\nok 1 - the switch against senders # SKIP the flow tests try it ten times\n'
    exit 0
fi
KITH_PAUSE_TRIALS=500 CMOCKA_MESSAGE_OUTPUT=TAP exec "${BUILD:-build}/dev/flow_test_pause" 2> /dev/null
