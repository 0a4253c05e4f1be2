#!/bin/bash
# start-postgres.sh WORKDIR PORT [durable]: a private PostgreSQL cluster: user kith, no password, may create databases. It
# flushes nothing to disk, being for tests, unless `durable` is given (measuring).
. "$(dirname "$0")/lib.sh"
packages postgresql

pgbin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as=() # PostgreSQL refuses to be root
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi
careless=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=256MB)
if [ "${3:-}" = durable ]; then careless=(-c shared_buffers=512MB -c max_wal_size=4GB); fi

data=$WORKDIR/postgres
cd /
if [ ! -f "$data/PG_VERSION" ]; then
    mkdir -p "$data"
    if [ "$(id -u)" = 0 ]; then chown postgres "$data"; fi
    "${as[@]}" "$pgbin/initdb" -D "$data" -U kith -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions \
        > "$WORKDIR/initdb.log" 2>&1 || failed "initdb: $(tail -n 1 "$WORKDIR/initdb.log")"
fi
spawn postgres "${as[@]}" "$pgbin/postgres" -D "$data" -p "$PORT" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c max_connections=200 -c timezone=UTC "${careless[@]}"
until_ok 60 postgres "$pgbin/pg_isready" -q -h 127.0.0.1 -p "$PORT"
printf '{"server":"postgres","url":"postgres://kith@127.0.0.1:%s/postgres"}\n' "$PORT"
