# Sets up what ./start and ./test need and leaves alone what is there; both read this file in, nobody runs it.
# Afterwards $venv holds the libraries of the lock and the `govdesk` command.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
cd "$root"

# What Qt loads from the system, by the name of the library, and the Debian package that brings it.
libraries="
libglib-2.0.so.0 libglib2.0-0
libGL.so.1 libgl1
libEGL.so.1 libegl1
libxkbcommon.so.0 libxkbcommon0
libfreetype.so.6 libfreetype6
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
"

say() { # ENGLISH CHINESE
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in zh*) printf '%s\n' "$2" ;; *) printf '%s\n' "$1" ;; esac >&2
}

give_up() {
  say "$@"
  exit 1
}

has_screen() {
  [[ $(uname) != Linux || -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null && echo "$name" && return
  done
  return 1
}

missing_packages() { # EXTRA-COMMAND:PACKAGE...
  local known library package pair
  known=$(/sbin/ldconfig -p 2>/dev/null) || return 0
  while read -r library package; do
    [[ -z $library || $known == *"$library "* ]] || echo "$package"
  done <<<"$libraries"
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"
  done
  "$(find_python || echo python3)" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

install_packages() { # PACKAGE...
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    say "These libraries are missing; please install what corresponds to Debian's packages: $*" \
      "缺少系统库，请安装与下列 Debian 软件包对应的库：$*"
    return 1
  fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      say "These packages are missing; please have the administrator run: apt-get install $*" \
        "缺少系统软件包，请让管理员运行：apt-get install $*"
      return 1
    fi
    as_root=(sudo)
  fi
  say "Installing system packages: $*" "正在安装系统软件包：$*"
  "${as_root[@]}" apt-get -qq update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null 2>"$root/.apt.log" &&
    rm -f "$root/.apt.log" && return
  [[ ! -s $root/.apt.log ]] || cat "$root/.apt.log" >&2
  rm -f "$root/.apt.log"
  say "The system packages could not be installed: $*" "系统软件包未能安装：$*"
  return 1
}

stamp() { # LOCK
  { echo "$root" && "$venv/bin/python" -VV && cat "$1" pyproject.toml packaging/build_hook.py; } 2>/dev/null | cksum
}

is_current() { # LOCK
  [[ -x $venv/bin/govdesk && -f $venv/.$1 && $(<"$venv/.$1") == "$(stamp "$1")" ]]
}

install_lock() { # LOCK
  local lock=$1 python
  python=$(find_python) || give_up "Python 3.11 or newer is needed, and none was found." "需要 Python 3.11 或更新版本，但没有找到。"
  say "Setting up in .venv; this takes a minute the first time." "正在 .venv 中准备运行环境，首次约需一分钟。"
  "$venv/bin/python" -c '' 2>/dev/null || "$python" -m venv --clear "$venv" || give_up "The folder .venv could not be made." "无法建立 .venv 文件夹。"
  local pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check install --no-deps)
  if ! "${pip[@]}" --only-binary :all: --require-hashes --requirement "$lock" || ! "${pip[@]}" --no-build-isolation --editable .; then
    give_up "The Python packages could not be installed; nothing else was changed. Is the network reachable? Then start again." \
      "Python 软件包未能安装，其他内容没有改动。请检查网络后重新运行。"
  fi
  "$venv/bin/python" -m compileall -q src || true
  stamp "$lock" >"$venv/.$lock"
  [[ $lock == requirements.lock ]] || stamp requirements.lock >"$venv/.requirements.lock" # the larger lock holds the smaller one
}

compile_catalogues() {
  local po
  for po in resources/locale/*/LC_MESSAGES/*.po; do
    if [[ -f $po && ! ${po%.po}.mo -nt $po ]]; then
      "$venv/bin/python" packaging/catalog.py compile >/dev/null
      return
    fi
  done
}

set_up() { # LOCK EXTRA-COMMAND:PACKAGE... ; answers 1 where the system packages are not all there
  local lock=$1 packages complete=0
  if [[ $(uname) == Linux ]]; then
    mapfile -t packages < <(missing_packages "${@:2}")
    ((${#packages[@]} == 0)) || install_packages "${packages[@]}" || complete=1
  fi
  is_current "$lock" || install_lock "$lock"
  compile_catalogues
  return $complete
}
