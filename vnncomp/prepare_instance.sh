#!/usr/bin/env bash
# Interface of the verification competition: prepare_instance.sh v1 CATEGORY NETWORK PROPERTY.
# Ends what an earlier instance left running, and fails where verigap is not built or a file is not there.
set -uo pipefail
[ "${1:-}" = v1 ] && [ $# -ge 4 ] || { echo "usage: prepare_instance.sh v1 CATEGORY NETWORK PROPERTY" >&2; exit 1; }
pkill -f 'verigap verify --network' || true
program="$(dirname "$0")/../.build/release/verigap"
[ -x "$program" ] || { echo "verigap is not built: install_tool.sh v1 does that" >&2; exit 1; }
for file in "$3" "$4"; do
    [ -r "$file" ] || [ -r "$file.gz" ] || { echo "there is no file $file" >&2; exit 1; }
done
