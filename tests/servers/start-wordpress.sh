#!/bin/bash
# start-wordpress.sh WORKDIR PORT: a WordPress (Debian's package) on PHP's own web server, with a MariaDB of its own that listens
# on a socket in WORKDIR only. One article with a small thread of comments; an administrator and a visitor with an application
# password each (admin, visitor; password NAME-pass). Feeds at /?feed=rss2 and /?feed=comments-rss2.
# What was written is kept between starts on the same WORKDIR. WORDPRESS_WORKERS: number of PHP workers (4).
. "$(dirname "$0")/lib.sh"
packages wordpress mariadb-server php-cli php-mysql php-xml php-mbstring php-curl curl

db=$WORKDIR/db site=$WORKDIR/site socket=$WORKDIR/db.sock me=$(id -un)
if [ ! -f "$WORKDIR/seed.json" ]; then # a start that did not come to its end is begun anew
    rm -rf "$db" "$site"
    mariadb-install-db --no-defaults --user="$me" --datadir="$db" --auth-root-authentication-method=normal --skip-test-db \
        > "$WORKDIR/db-install.log" 2>&1 || failed "mariadb-install-db"
    cp -rL /usr/share/wordpress "$site" 2>> "$WORKDIR/copy.log" || true # links into /etc that point nowhere
    mkdir -p "$site/wp-content/mu-plugins"
    cp "$SERVERS/wordpress/mu-quiet.php" "$site/wp-content/mu-plugins/"
    mkdir -p "$site/wp-content/themes" && cp -r "$SERVERS/wordpress/theme" "$site/wp-content/themes/plain"
fi
export KITH_WP_URL=http://localhost:$PORT KITH_WP_SOCKET=$socket
cp "$SERVERS/wordpress/wp-config.php" "$site/wp-config.php"

spawn mariadb mariadbd --no-defaults --user="$me" --datadir="$db" --socket="$socket" --pid-file="$WORKDIR/db.pid" \
    --skip-networking --skip-grant-tables --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0
until_ok 90 mariadb mariadb-admin --no-defaults -S "$socket" ping
if [ ! -f "$WORKDIR/seed.json" ]; then
    mariadb --no-defaults -S "$socket" -e 'create database wp character set utf8mb4'
    (cd "$site" && php -d display_errors=stderr "$SERVERS/wordpress/seed.php" install &&
        php -d display_errors=stderr "$SERVERS/wordpress/seed.php" fill "$WORKDIR/seed.json.new") > "$WORKDIR/seed.log" 2>&1 ||
        failed "filling WordPress: $(tail -n 1 "$WORKDIR/seed.log")"
    mv "$WORKDIR/seed.json.new" "$WORKDIR/seed.json"
fi
export PHP_CLI_SERVER_WORKERS=${WORDPRESS_WORKERS:-4}
spawn wordpress php -S "127.0.0.1:$PORT" -t "$site"
until_ok 30 wordpress answers "http://127.0.0.1:$PORT/?rest_route=/"
sed "s/@PORT@/$PORT/g" "$WORKDIR/seed.json"
echo
