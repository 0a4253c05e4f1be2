#!/bin/bash
# start-postgres.sh WORKDIR PORT: a private PostgreSQL cluster on loopback for tests, without a password and without
# fsync. Writes its process id to WORKDIR/pids and prints ONE JSON line with the url on stdout; everything else goes to
# stderr and WORKDIR/*.log. PostgreSQL refuses to be root: then it runs as the user postgres, who must be able to reach
# WORKDIR. Ending the process group in WORKDIR/pids ends it.
set -eu
WORKDIR=${1:?usage: $0 WORKDIR PORT}
PORT=${2:?usage: $0 WORKDIR PORT}
mkdir -p "$WORKDIR"; chmod a+x "$WORKDIR"
WORKDIR=$(cd "$WORKDIR" && pwd)
data=$WORKDIR/postgres

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "start-postgres: PostgreSQL is not installed (tools/deps test)" >&2; exit 77; }
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=postgres --regid=postgres --init-groups); fi

if [ ! -f "$data/PG_VERSION" ]; then
  mkdir -p "$data"
  if [ "$(id -u)" = 0 ]; then chown postgres "$data"; fi
  (cd / && "${as[@]}" "$bin/initdb" -D "$data" -U kith -A trust -E UTF8 --locale=C.UTF-8 --no-sync) \
    > "$WORKDIR/initdb.log" 2>&1 || { tail -5 "$WORKDIR/initdb.log" >&2; exit 1; }
fi
(cd / && exec setsid "${as[@]}" "$bin/postgres" -D "$data" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c timezone=UTC) \
  > "$WORKDIR/postgres.log" 2>&1 < /dev/null &
pid=$!
echo "$pid postgres" >> "$WORKDIR/pids"

for _ in $(seq 300); do
  if "$bin/pg_isready" -q -h 127.0.0.1 -p "$PORT"; then
    printf '{"server":"postgres","url":"postgres://kith@127.0.0.1:%s/postgres","pid":%s}\n' "$PORT" "$pid"
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.1
done
tail -5 "$WORKDIR/postgres.log" >&2
exit 1
