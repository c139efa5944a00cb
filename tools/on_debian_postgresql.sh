#!/usr/bin/env bash
# Runs a command with DATABASE_URL leading to a fresh server of Debian's PostgreSQL, removed afterwards.
#
#   tools/on_debian_postgresql.sh ./test tests/console
set -euo pipefail
programmes=$(find /usr/lib/postgresql -maxdepth 3 -type f -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -1)
[ -n "$programmes" ] || {
  echo "Debian's PostgreSQL is not installed." >&2
  exit 2
}
folder=$(mktemp -d)
chmod 755 "$folder" # the socket lies in it, and not everybody who asks is its owner
as_server=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_server=(setpriv --reuid postgres --regid postgres --init-groups)
fi
stop() {
  "${as_server[@]}" "$programmes/pg_ctl" -D "$folder/data" -m fast -s stop || true
  rm -rf "$folder"
}
"${as_server[@]}" "$programmes/initdb" -D "$folder/data" -A trust -U xunwang --no-sync >/dev/null
"${as_server[@]}" "$programmes/pg_ctl" -D "$folder/data" -l "$folder/log" -s -w \
  -o "-k $folder -c listen_addresses='' -F" start
trap stop EXIT
DATABASE_URL="postgresql://xunwang@/postgres?host=$folder" "$@"
