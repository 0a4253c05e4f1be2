#!/bin/bash
# start-feeds.sh WORKDIR PORT: a small web site with feeds in WORKDIR/www: a page that announces them, an RSS, an Atom and a JSON
# feed, all with ETag and Last-Modified and answered with 304 when nothing changed. A test changes a feed by writing the file.
. "$(dirname "$0")/lib.sh"
packages python3 curl
mkdir -p "$WORKDIR/www"
for file in "$SERVERS"/feeds/www/*; do
    [ -e "$WORKDIR/www/${file##*/}" ] || sed "s/@PORT@/$PORT/g" "$file" > "$WORKDIR/www/${file##*/}"
done
spawn feeds python3 "$SERVERS/feeds/serve.py" "$WORKDIR/www" "$PORT"
until_ok 20 feeds answers "http://127.0.0.1:$PORT/"
printf '{"network":"rss","url":"http://localhost:%s/","files":"%s","feeds":["news.rss","notes.atom","log.json"],"allow_private":["localhost:%s"]}\n' \
    "$PORT" "$WORKDIR/www" "$PORT"
