#!/usr/bin/env bash
# Interface of the verification competition: install_tool.sh v1. Sets up what is missing and builds verigap.
set -euo pipefail
[ "${1:-}" = v1 ] || { echo "usage: install_tool.sh v1" >&2; exit 1; }
cd "$(dirname "$0")/.."
make build
