#!/usr/bin/env bash
# Runs a command against OpenStack Swift with its S3 interface, which checks signatures, on loopback.
#
#   tests/s3/run-swift.sh COMMAND [ARGUMENTS]
#
# Installs Debian's Swift and memcached when they are missing (needs root), makes everything else in a folder of
# its own, and removes it at the end. The command finds KEYS_TEST_S3_URL, AWS_ACCESS_KEY_ID and
# AWS_SECRET_ACCESS_KEY. The exit code is the command's.
set -euo pipefail

PACKAGES=(swift-proxy swift-account swift-container swift-object memcached)
WORK=$(mktemp -d)
PIDS=()

cleanup() {
  local pid
  for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf -- "$WORK"
}
trap cleanup EXIT

die() {
  printf 'run-swift: %s\n' "$*" >&2
  exit 1
}

install_swift() {
  command -v swift-proxy-server >/dev/null && command -v memcached >/dev/null && return 0
  [ "$(id -u)" = 0 ] || die "install these first: ${PACKAGES[*]}"
  # Packages must not start services of their own.
  local policy=/usr/sbin/policy-rc.d made=no
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && made=yes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${PACKAGES[@]}" >&2
  [ "$made" = no ] || rm -f $policy
}

free_port() {
  /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Swift reads its hash settings from here and nowhere else.
write_hash_settings() {
  [ ! -e /etc/swift/swift.conf ] || return 0
  [ "$(id -u)" = 0 ] || die "/etc/swift/swift.conf is missing"
  mkdir -p /etc/swift
  printf '[swift-hash]\nswift_hash_path_suffix = test\n\n[storage-policy:0]\nname = Policy-0\ndefault = yes\n' >/etc/swift/swift.conf
}

# backend KIND PORT: settings and ring of the account, container or object server
write_backend() {
  cat >"$WORK/$1.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $2
devices = $WORK/devices
mount_check = false
swift_dir = $WORK
user = $(id -un)
workers = 0
log_address = $WORK/none
[pipeline:main]
pipeline = $1-server
[app:$1-server]
use = egg:swift#$1
recon_cache_path = $WORK/recon
CONF
  (
    cd "$WORK"
    swift-ring-builder "$1.builder" create 4 1 1
    swift-ring-builder "$1.builder" add "r1z1-127.0.0.1:$2/d" 1
    swift-ring-builder "$1.builder" rebalance
  ) >/dev/null
}

write_proxy() {
  cat >"$WORK/proxy.conf" <<CONF
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $1
swift_dir = $WORK
user = $(id -un)
workers = 0
log_address = $WORK/none
[pipeline:main]
pipeline = catch_errors proxy-logging cache s3api tempauth copy slo proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$2
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_shop_owner = secret-of-the-shop .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
CONF
}

start() {
  "$@" >>"$WORK/log" 2>&1 &
  PIDS+=($!)
}

wait_for() {
  local i
  for ((i = 0; i < 300; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    sleep 0.1
  done
  cat "$WORK/log" >&2
  die "nothing listens on port $1"
}

main() {
  [ $# -gt 0 ] || die "which command?"
  install_swift
  write_hash_settings
  mkdir -p "$WORK/devices/d" "$WORK/recon"
  local kind port proxy cache ports=()
  cache=$(free_port)
  start memcached -l 127.0.0.1 -p "$cache" -U 0 -m 16 -u "$(id -un)"
  for kind in account container object; do
    port=$(free_port)
    write_backend "$kind" "$port"
    start "swift-$kind-server" "$WORK/$kind.conf"
    ports+=("$port")
  done
  proxy=$(free_port)
  write_proxy "$proxy" "$cache"
  start swift-proxy-server "$WORK/proxy.conf"
  for port in "$cache" "${ports[@]}" "$proxy"; do wait_for "$port"; done
  export KEYS_TEST_S3_URL="s3://shop-test?endpoint=http://127.0.0.1:$proxy&region=us-east-1&style=path"
  export AWS_ACCESS_KEY_ID=shop:owner AWS_SECRET_ACCESS_KEY=secret-of-the-shop
  local status=0
  "$@" || status=$?
  if [ $status -ne 0 ] && [ -n "${RUN_SWIFT_LOG:-}" ]; then tail -n 60 "$WORK/log" >&2; fi
  return $status
}

main "$@"
