#!/bin/bash
# crowd --short | --full: two hundred clients and three pages on one list, on both databases (crowd.py); the short run is left to
# journey 04, where two members answer one post at once.
set -euo pipefail
if [ "${1:-}" != --full ]; then
    printf '1..1\nok 1 - two hundred clients on one list # SKIP the full run has them; journey 04 tries it with two\n'
    exit 0
fi
exec python3 "$(dirname "$0")/crowd.py"
