# Finds a JDK 25 or installs one; sourced by ./spillway, whose say, die and as_root it uses.
# shellcheck shell=bash

is_jdk25() {
  [ -x "$1/bin/javac" ] || return 1
  local major
  major=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${major:-0}" -ge 25 ]
}

find_jdk() {
  local on_path link home cache=${XDG_CACHE_HOME:-$HOME/.cache}/spillway/jdk
  on_path=$(command -v javac || true)
  while [ -L "$on_path" ]; do
    link=$(readlink "$on_path")
    case $link in /*) on_path=$link ;; *) on_path=$(dirname "$on_path")/$link ;; esac
  done
  for home in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      "$(/usr/libexec/java_home -v 25+ 2>/dev/null || true)" "$cache"/* "$cache"/*/Contents/Home; do
    if [ -n "$home" ] && is_jdk25 "$home"; then JAVA_HOME=$home; export JAVA_HOME; return 0; fi
  done
  return 1
}

jdk_from_packages() {
  as_root || return 1
  local name
  for name in openjdk-25-jdk-headless temurin-25-jdk; do
    if apt-cache show "$name" >/dev/null 2>&1; then
      say "Installing $name from the system's packages"
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$name" >&2 && return 0
    fi
  done
  return 1
}

jdk_from_temurin() {
  local os arch answer link sum cache=${XDG_CACHE_HOME:-$HOME/.cache}/spillway/jdk file
  case $(uname -s) in Linux) os=linux ;; Darwin) os=mac ;; *) return 1 ;; esac
  case $(uname -m) in x86_64 | amd64) arch=x64 ;; arm64 | aarch64) arch=aarch64 ;; *) return 1 ;; esac
  answer=$(curl -fsSL "https://api.adoptium.net/v3/assets/latest/25/hotspot?os=$os&architecture=$arch&image_type=jdk") || return 1
  answer=$(printf '%s' "$answer" | tr -d '\n' | sed 's/.*"package": *{\([^}]*\)}.*/\1/')
  link=$(printf '%s' "$answer" | sed -n 's/.*"link": *"\([^"]*\)".*/\1/p')
  sum=$(printf '%s' "$answer" | sed -n 's/.*"checksum": *"\([0-9a-f]\{64\}\)".*/\1/p')
  [ -n "$link" ] && [ -n "$sum" ] || return 1
  mkdir -p "$cache"
  file=$cache/download.$$.tar.gz
  say "Downloading Temurin 25 for $os/$arch into $cache (about 140 MB)"
  curl -fL --progress-bar -o "$file" "$link" || { rm -f "$file"; return 1; }
  if ! { sha256sum "$file" 2>/dev/null || shasum -a 256 "$file"; } | grep -q "^$sum"; then
    rm -f "$file"
    die "The downloaded JDK does not have its published checksum; nothing was installed. Install a JDK 25 and set JAVA_HOME."
  fi
  tar -xzf "$file" -C "$cache" && rm -f "$file"
}

need_jdk() {
  find_jdk || { { jdk_from_packages || jdk_from_temurin; } && find_jdk; } ||
    die "Spillway needs a JDK 25 or newer: install one, set JAVA_HOME to it, and run this again."
}
