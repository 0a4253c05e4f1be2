#!/bin/bash
# start-atproto.sh WORKDIR PORT: a whole Bluesky network on this machine, as its makers test it (npm @atproto/dev-env): directory
# of identities (PLC), personal data server (PDS), AppView with notifications, threads and profiles, moderation service; with a
# PostgreSQL and a Redis of its own. Three accounts: alice.test, bob.test, carol.test, password NAME-pass, an app password each.
# Ports: PORT PDS, +1 AppView, +2 PostgreSQL, +3 Redis, +4 PLC, +5 moderation. Starts anew each time: nothing is kept.
# KITH_ATPROTO_RATE_LIMITS=1 turns the real rate limits on (createSession: 30 in 5 minutes for a handle).
. "$(dirname "$0")/lib.sh"
packages postgresql redis-server curl
home=$(npm_packages atproto)

pgbin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as=() # PostgreSQL refuses to be root
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi
rm -rf "$WORKDIR/pg" "$WORKDIR/tmp" "$WORKDIR/ready.json"
mkdir -p "$WORKDIR/pg" "$WORKDIR/tmp"
if [ "$(id -u)" = 0 ]; then chown postgres "$WORKDIR/pg"; fi
"${as[@]}" "$pgbin/initdb" -D "$WORKDIR/pg" -U kith -A trust --no-sync --no-instructions > "$WORKDIR/initdb.log" 2>&1 ||
    failed "initdb: $(tail -n 1 "$WORKDIR/initdb.log")"
spawn postgres "${as[@]}" "$pgbin/postgres" -D "$WORKDIR/pg" -p $((PORT + 2)) -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off
spawn redis redis-server --bind 127.0.0.1 --port $((PORT + 3)) --save '' --appendonly no --dir "$WORKDIR/tmp"
until_ok 60 postgres "$pgbin/pg_isready" -q -h 127.0.0.1 -p $((PORT + 2))
until_ok 30 redis listens $((PORT + 3))

# The script lives beside the packages so that node finds them.
cp "$SERVERS/atproto/network.cjs" "$home/network.cjs"
export TMPDIR=$WORKDIR/tmp NODE_ENV=test LOG_ENABLED=false REDIS_HOST=127.0.0.1:$((PORT + 3))
export DB_POSTGRES_URL=postgresql://kith@127.0.0.1:$((PORT + 2))/postgres
spawn network node "$home/network.cjs" "$PORT" "$WORKDIR/ready.json"
until_ok 180 network test -s "$WORKDIR/ready.json"
cat "$WORKDIR/ready.json"
