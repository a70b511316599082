# Finds what is missing on this machine and installs it with apt-get; to be sourced.

missing=()

# need COMMAND PACKAGE..: asks for the packages when the command is not there.
need() {
  local command=$1
  shift
  if ! command -v "$command" >/dev/null; then
    missing+=("$@")
  fi
}

need_rust() {
  if ! command -v cargo >/dev/null; then
    echo "Rust is missing: install it with rustup, the version in Cargo.toml or newer" >&2
    exit 1
  fi
  local tool
  for tool in fmt clippy; do
    if ! cargo "$tool" --version >/dev/null 2>&1; then
      rustup component add "${tool/fmt/rustfmt}"
    fi
  done
}

need_browser() {
  need node nodejs
  need npm npm
  need pdftotext poppler-utils
  if [ -z "${CHROMIUM:-}" ] && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    need chromium chromium
  fi
  # Without any font, pages have no width to measure.
  if [ -z "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" -name '*.[to]tf' -print -quit 2>/dev/null)" ]; then
    missing+=(fonts-dejavu-core fonts-liberation)
  fi
}

install_needed() {
  if [ ${#missing[@]} -eq 0 ]; then
    return
  fi
  echo "installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
  fi
  if ! command -v apt-get >/dev/null || { [ ${#as_root[@]} -gt 0 ] && ! sudo -n true 2>/dev/null; }; then
    echo "cannot install on this machine: install these yourself: ${missing[*]}" >&2
    exit 1
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
  missing=()
}
