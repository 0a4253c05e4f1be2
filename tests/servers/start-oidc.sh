#!/bin/bash
# start-oidc.sh WORKDIR PORT: an OpenID provider that nobody here wrote (npm oidc-provider), with its own pages: mara and otto
# sign in with any password; clients register themselves at ISSUER/reg.
. "$(dirname "$0")/lib.sh"
home=$(npm_packages oidc)
rm -f "$WORKDIR/ready.json"
# The script lives beside the packages so that node finds them.
cp "$SERVERS/oidc/provider.mjs" "$home/provider.mjs"
spawn provider node "$home/provider.mjs" "$PORT" "$WORKDIR/ready.json"
until_ok 60 provider test -s "$WORKDIR/ready.json"
cat "$WORKDIR/ready.json"
