#!/bin/bash
# http FOLDER: what a small GET costs the HTTP server, in CPU time, against libmicrohttpd alone. By turns, medians of
# BENCH_ROUNDS; the load runs on the same machine, so trust CPU time and ratios more than rates.
. "$(dirname "$0")/measure.bash"
rounds=${BENCH_ROUNDS:-3} seconds=${BENCH_HTTP_SECONDS:-3}
top=$(cd "$(dirname "$0")/../.." && pwd)
cc -O2 -std=gnu17 -D_GNU_SOURCE -I"$top/src" -include "$top/src/base/banned.h" "$top/tests/bench/http_hello.c" \
  "$top"/src/net/http_*.c "$top/src/net/address.c" "$top"/src/base/*.c -o "$FOLDER/http_hello" \
  -lmicrohttpd -ljansson -lutf8proc -lpthread -lm

for what in ours parser; do declare -a "${what}_cpu=()" "${what}_rate=()" "${what}_p99=()"; done
for ((i = 0; i < rounds; i++)); do
  for what in ours parser; do
    "$FOLDER/http_hello" $what "$seconds" > "$FOLDER/out"
    for name in cpu rate p99; do
      declare -n list=${what}_$name
      list+=("$(value $name < "$FOLDER/out")")
    done
  done
done
figure http_hello_cpu "$(median "${ours_cpu[@]}")" us/request libmicrohttpd "$(median "${parser_cpu[@]}")" us/request
figure http_hello_rate "$(median "${ours_rate[@]}")" requests/s libmicrohttpd "$(median "${parser_rate[@]}")" requests/s
figure http_hello_p99 "$(median "${ours_p99[@]}")" us libmicrohttpd "$(median "${parser_p99[@]}")" us
