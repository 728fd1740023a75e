#!/bin/sh
# Installs the Debian packages of a list that are missing: inside an image that has apt, or, for a base that is made by
# mmdebstrap, into the folder of that base.
#
#   packages.sh LIST          in an image
#   packages.sh LIST FOLDER   called by mmdebstrap, after it has installed the packages of the list itself
#
# A line "only:PACKAGE:/path" of the list takes one file of a package and leaves the rest, dependencies included. What was
# taken so is written to /usr/share/keys/only.list as "package version path" for the list of contents.
set -eu
list=$1 into=${2:-}

wanted() { sed -n '/^#/d; /^only:/d; p' "$list"; }
installed() { dpkg-query ${into:+--admindir="$into/var/lib/dpkg"} -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p'; }
missing() { wanted | sort -u | while read -r package; do installed | grep -qxF -- "$package" || printf '%s\n' "$package"; done; }
apt() {
  if [ -n "$into" ]; then
    APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -q "$@"
  else
    DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
  fi
}

only() {
  package=$1 file=$2
  [ ! -e "$into$file" ] || return 0
  work=$(mktemp -d)
  chmod 755 "$work"
  (cd "$work" && apt -o APT::Sandbox::User=root download "$package" >/dev/null && dpkg-deb -x ./*.deb tree &&
    dpkg-deb -W --showformat '${Package} ${Version} ' ./*.deb >only)
  mkdir -p "$into$(dirname "$file")" "$into/usr/share/keys" "$into/usr/bin"
  cp -- "$work/tree$file" "$into$file"
  ln -sf "$file" "$into/usr/bin/$(basename "$file")"
  printf '%s%s\n' "$(cat "$work/only")" "$file" >>"$into/usr/share/keys/only.list"
  rm -rf "$work"
}

lacking=$(missing)
files=$(sed -n 's/^only://p' "$list")
need=$lacking
for line in $files; do [ -e "$into${line#*:}" ] || need="$need ${line%%:*}"; done
[ -n "$need" ] || exit 0
[ -n "$into" ] || apt update
if [ -n "$lacking" ]; then
  [ -z "$into" ] || { echo "mmdebstrap has not installed: $lacking" >&2 && exit 1; }
  # shellcheck disable=SC2086 # a list of names
  apt install -y --no-install-recommends $lacking
fi
for line in $files; do only "${line%%:*}" "${line#*:}"; done
[ -n "$into" ] || rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/* /var/cache/ldconfig/aux-cache
