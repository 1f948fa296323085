#!/usr/bin/env bash
# What 1,000 referenced events cost a build: the time of EventGen's generator and analyzers over the compiler's, median of 5.
# Fails when the events cost 2% or more.
set -euo pipefail
exec bash "$(dirname "${BASH_SOURCE[0]}")/run" --references
