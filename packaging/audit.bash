#!/usr/bin/env bash
# Before a release: known holes in what is bundled (fails where one is known), and the list of it (SBOM, CycloneDX).
# Usage: packaging/audit.bash [FOLDER]   needs the network and pipx or uvx; writes sbom.json and audit.json there.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-build}
mkdir -p "$folder"
if command -v uvx >/dev/null; then run=(uvx); else run=(pipx run); fi
failed=0
for lock in requirements.lock packaging/requirements-release.lock; do
    name=$(basename "$lock" .lock)
    "${run[@]}" pip-audit --require-hashes --disable-pip -r "$lock" -f cyclonedx-json -o "$folder/sbom-$name.json" || failed=1
    "${run[@]}" pip-audit --require-hashes --disable-pip -r "$lock" -f json -o "$folder/audit-$name.json" || failed=1
done
echo "The lists are in $folder. Known holes: $([[ $failed == 0 ]] && echo none || echo 'see audit-*.json')"
exit $failed
