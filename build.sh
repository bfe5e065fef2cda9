#!/usr/bin/env bash
# build.sh <task> [arguments]: build, test, drill, pack, reproduce, bench, docs. What the tasks do stands in build/EventLinkDr.Build.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v dotnet >/dev/null 2>&1; then
  echo "build.sh needs the .NET SDK 10 (dotnet) in PATH: https://dotnet.microsoft.com/download" >&2
  exit 2
fi
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
exec dotnet run --project "$root/build/EventLinkDr.Build" -c Release -v q -- "${@:-build}"
