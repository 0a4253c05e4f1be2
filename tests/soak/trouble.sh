#!/bin/sh
# trouble --short | --full: see trouble.py
exec python3 "$(dirname "$0")/trouble.py" "$@"
