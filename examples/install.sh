# Sourced by quickstart.sh and tests/run.sh: install_tools makes sure that ffmpeg, espeak-ng, a font and a C linker are
# there, and what else is named: `install_tools browser`. With apt it installs them (sudo only when not root); elsewhere it
# prints the one line that does.

# What is wanted besides, as arguments.
missing_tools() {
  local missing=()
  command -v ffmpeg >/dev/null 2>&1 && command -v ffprobe >/dev/null 2>&1 || missing+=(ffmpeg)
  command -v espeak-ng >/dev/null 2>&1 || missing+=(espeak-ng)
  command -v cc >/dev/null 2>&1 || missing+=(cc)
  if ! { command -v fc-list >/dev/null 2>&1 && fc-list 2>/dev/null | grep -q .; } &&
    ! compgen -G '/usr/share/fonts/*/*/*.[to]tf' >/dev/null && [ "$(uname)" != Darwin ]; then
    missing+=(font)
  fi
  if [ "${1-}" = browser ]; then
    { command -v chromium || command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable; } \
      >/dev/null 2>&1 || missing+=(browser)
  fi
  printf '%s\n' "${missing[@]+"${missing[@]}"}"
}

# The names a packager gives to what is missing.
packages_for() {
  local manager=$1 tool
  shift
  for tool in "$@"; do
    case "$manager:$tool" in
      apt-get:cc) echo build-essential ;;
      apt-get:font) echo fonts-dejavu-core ;;
      *:browser) echo chromium ;;
      dnf:ffmpeg) echo ffmpeg-free ;;
      dnf:cc | pacman:cc) echo gcc ;;
      dnf:font) echo dejavu-sans-fonts ;;
      pacman:font) echo ttf-dejavu ;;
      brew:cc) echo gcc ;;
      brew:font) ;;
      *) echo "$tool" ;;
    esac
  done
}

install_tools() {
  local missing manager sudo=()
  mapfile -t missing < <(missing_tools "$@")
  [ -n "${missing[0]-}" ] || return 0
  for manager in apt-get brew dnf pacman none; do
    command -v "$manager" >/dev/null 2>&1 && break
  done
  local packages
  mapfile -t packages < <(packages_for "$manager" "${missing[@]}")
  case "$manager" in
    apt-get)
      if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
          echo "missing: ${missing[*]}. As root, run: apt-get install -y ${packages[*]}" >&2
          exit 6
        fi
        sudo=(sudo)
      fi
      echo "installing ${packages[*]}"
      "${sudo[@]+"${sudo[@]}"}" apt-get update -qq
      DEBIAN_FRONTEND=noninteractive "${sudo[@]+"${sudo[@]}"}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
      return 0
      ;;
    brew) echo "missing: ${missing[*]}. Run: brew install ${packages[*]}" >&2 ;;
    dnf) echo "missing: ${missing[*]}. Run: sudo dnf install -y ${packages[*]}" >&2 ;;
    pacman) echo "missing: ${missing[*]}. Run: sudo pacman -S --needed ${packages[*]}" >&2 ;;
    none) echo "missing: ${missing[*]}. Install them with your system's packages, then call again." >&2 ;;
  esac
  exit 6
}
