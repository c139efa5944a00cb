#!/usr/bin/env bash
# Asks the registries' advisory services about every locked package. A known vulnerability fails; a service
# that can't be reached is said loudly, because not asked is not the same as safe.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
report=$(mktemp)
trap 'rm -f "$report"' EXIT
if ! [ -x .venv-audit/bin/pip-audit ]; then
  .venv/bin/python -m venv .venv-audit &&
    .venv-audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
      -r requirements/audit.lock || exit 1
fi
failed=0
for lock in requirements/run.lock requirements/test.lock; do
  timeout 300 .venv-audit/bin/pip-audit --require-hashes --disable-pip --progress-spinner off --format json \
    -r "$lock" >"$report" 2>/dev/null
  .venv/bin/python - "$lock" "$report" <<'PY' || failed=1
import json, sys
lock, report = sys.argv[1:]
try:
    told = json.load(open(report, encoding="utf-8"))["dependencies"]
except (ValueError, KeyError):
    told = []
asked = [package for package in told if "vulns" in package]
hit = [package for package in asked if package["vulns"]]
for package in hit:
    for advisory in package["vulns"]:
        fixed = ", ".join(advisory["fix_versions"]) or "none yet"
        print(f"{lock}: {package['name']} {package['version']}: {advisory['id']} (fixed in: {fixed})")
if len(asked) < len(told) or not told:
    print(f"NOTE: {lock}: {len(told) - len(asked) or 'all'} packages NOT AUDITED: no advisory service answered.")
else:
    print(f"{lock}: {len(asked)} packages, {len(hit)} with known vulnerabilities.")
sys.exit(bool(hit))
PY
done
if command -v npm >/dev/null 2>&1; then
  timeout 120 npm audit --prefix tools/frontend --json >"$report" 2>/dev/null
  .venv/bin/python - "$report" <<'PY' || failed=1
import json, sys
try:
    counts = json.load(open(sys.argv[1], encoding="utf-8"))["metadata"]["vulnerabilities"]
except (ValueError, KeyError):
    print("NOTE: tools/frontend NOT AUDITED: no advisory service answered.")
else:
    print(f"tools/frontend: {counts['total']} known vulnerabilities.")
    sys.exit(counts["total"] > 0)
PY
fi
exit "$failed"
