#!/bin/bash
# start FOLDER: from starting `kith serve` on an empty and on a filled database until /readyz says yes (median of 5), memory
# when idle and after 2,000 requests, size of the program, and what a browser loads first (gzip).
. "$(dirname "$0")/measure.bash"
posts=${BENCH_INGEST:-50000}
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
server=

stop() { [ -z "$server" ] || { kill "$server"; wait "$server" || :; server=; }; }
trap stop EXIT

start() { # start DATA: prints the milliseconds until it is ready
  local began=${EPOCHREALTIME/./}
  "$KITH_BIN" serve --data "$1" --listen "127.0.0.1:$port" > "$FOLDER/serve.out" 2> "$FOLDER/serve.log" &
  server=$!
  until curl -sf -o /dev/null "$url/readyz"; do
    kill -0 $server || { tail -n 5 "$FOLDER/serve.log" >&2; return 1; }
  done
  ms=$(awk -v a="$began" -v b="${EPOCHREALTIME/./}" 'BEGIN { print (b - a) / 1000 }')
}

memory() { awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$server/status"; }

kith bench seed --data "$FOLDER/full" --posts "$posts" > /dev/null
for data in empty full; do
  times=()
  for ((i = 0; i < 5; i++)); do
    rm -rf "$FOLDER/empty"
    start "$FOLDER/$data"; times+=("$ms"); stop
  done
  figure start_to_ready_$data "$(median "${times[@]}")" ms
done

start "$FOLDER/full"
figure memory_idle "$(memory)" MiB
seq 2000 | xargs -P 8 -n 200 sh -c 'for i; do printf "url = \"%s\"\noutput = /dev/null\n" "$0/api/v1/start"; done | curl -sf -K -' "$url"
figure memory_after_load "$(memory)" MiB
stop

strip -o "$FOLDER/kith" "$KITH_BIN"
figure binary_stripped "$(stat -c %s "$FOLDER/kith" | awk '{ print $1 / 1024 / 1024 }')" MiB

if [ -f web/dist/index.html ]; then # the page, and the scripts and styles that it names
  first=$(grep -oE '(src|href)="[^"]+\.(js|css)"' web/dist/index.html | sed -E 's/^(src|href)="\/?//; s/"$//; s/^/web\/dist\//')
  # shellcheck disable=SC2086
  size=$(for f in web/dist/index.html $first; do gzip -9c "$f"; done | wc -c)
  figure ui_first_load "$(awk -v n="$size" 'BEGIN { print n / 1000 }')" kB limit 260 kB
fi
