#!/bin/bash
# crowd FOLDER: 200 clients, each with an event stream, and three Chromium pages on one list of conversations, on SQLite and
# PostgreSQL (tests/soak/crowd.py, which fails on a lost update or a stale send): until a stream names what somebody changed,
# from before the request. BENCH_CLIENTS, BENCH_SECONDS.
. "$(dirname "$0")/measure.bash"

python3 "$(dirname "$0")/../soak/crowd.py" --clients "${BENCH_CLIENTS:-200}" --seconds "${BENCH_SECONDS:-30}" > "$FOLDER/out" || {
  cat "$FOLDER/out"
  exit 1
}
while read -r _ name value unit; do
  case $name in
    crowd_*_event_p99) figure "$name" "$value" "$unit" aim 1000 ms ;;
    crowd_*) figure "$name" "$value" "$unit" ;;
  esac
done < <(grep '^# crowd_' "$FOLDER/out")
