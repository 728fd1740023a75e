#!/usr/bin/env bash
# Installs what is missing to build, run and test KEYS Marketplace on Debian 12.
#
#   scripts/setup.sh [--for run|test|bench|image|all] [--all] [--list]
#
#   --for run    what scripts/run.sh needs: compiler, libraries, PostgreSQL's programs
#   --for test   also what scripts/test.sh needs: Node, clang-format, promtool, Chromium, inotify-tools, cmark-gfm (the default)
#   --for bench  what scripts/bench.sh needs beside what run needs: Node, wrk, nginx
#   --for image  what scripts/image.sh needs beside what run needs: Node, mmdebstrap, buildah
#   --for all    also what scripts/test.sh --all and scripts/bench.sh need: sanitizer runtimes, wrk, Swift, exporters, pgBackRest, Patroni, proxies, images;
#                same as --all
#   --list       print the packages that are missing, install nothing
#
# Asks nothing. Needs root or sudo, but only when something is missing; a second run takes
# less than a second. PostgreSQL's own "main" cluster is never made, and one that exists is left alone.
# A Node of 18 or newer that is installed already is used as it is.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

RUN_PACKAGES=(
  g++ cmake ninja-build ccache mold pkg-config git curl unzip ca-certificates openssl
  libgrpc++-dev protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libabsl-dev libpq-dev
  libboost1.81-dev rapidjson-dev libssl-dev catch2 prometheus-cpp-dev
  libcivetweb-dev libcurl4-openssl-dev libzip-dev libmd4c-dev libicu-dev libsodium-dev zlib1g-dev libbrotli-dev tzdata
  postgresql-15 postgresql-client-15)
TEST_PACKAGES=(prometheus clang-format clang-tidy chromium inotify-tools cmark-gfm)
BENCH_PACKAGES=(wrk nginx)
ALL_PACKAGES=(clang-14 libclang-rt-14-dev swift-proxy swift-account swift-container swift-object memcached
  prometheus-node-exporter prometheus-postgres-exporter pgbackrest jupyter-nbconvert python-nbsphinx-doc haproxy nginx docker-compose
  patroni etcd-server)
IMAGE_PACKAGES=(mmdebstrap buildah)
CREATECLUSTER=/etc/postgresql-common/createcluster.conf

# Prints those of the given packages that are not installed.
missing_of() {
  comm -23 <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
      sed -n 's/^installed //p' | sort -u)
}

has_node() {
  local version
  command -v npm >/dev/null || return 1
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge 18 ]
}

missing_packages() {
  local wanted=("${RUN_PACKAGES[@]}")
  case $1 in
    test | all) wanted+=("${TEST_PACKAGES[@]}") ;;
  esac
  [ "$1" != all ] || wanted+=("${ALL_PACKAGES[@]}")
  [[ $1 != all && $1 != bench ]] || wanted+=("${BENCH_PACKAGES[@]}")
  [[ $1 != all && $1 != image ]] || wanted+=("${IMAGE_PACKAGES[@]}")
  missing_of "${wanted[@]}"
  [ "$1" = run ] || has_node || printf '%s\n' nodejs npm
}

as_root() {
  if is_root; then
    "$@"
  elif ! command -v sudo >/dev/null; then
    die "root or sudo is needed for: $*"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@" || die "this needs root, and sudo would ask for a password: $*"
  fi
}

# Debian's postgresql package makes and starts a system cluster; here each stack has its own.
forbid_main_cluster() {
  [ ! -e "$CREATECLUSTER" ] || return 0
  as_root mkdir -p "$(dirname "$CREATECLUSTER")"
  printf 'create_main_cluster = false\n' | as_root tee "$CREATECLUSTER" >/dev/null
}

# Installs only the program of the package $1 (promtool, nginx), and no server that starts at boot.
keep_quiet() {
  [ -d /run/systemd/system ] || return 0
  as_root systemctl disable --now "$1.service" >/dev/null 2>&1 ||
    say "note: could not stop the $1 service that its package started"
}

install_packages() {
  local package
  command -v apt-get >/dev/null ||
    die "this machine has no apt-get; on Debian 12 these packages would be installed: $*"
  step "installing ${#} packages: $*"
  forbid_main_cluster
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Options::=--force-confold "$@"
  for package in "$@"; do
    case $package in
      prometheus | prometheus-*-exporter | nginx | haproxy | patroni) keep_quiet "$package" ;;
      etcd-server) keep_quiet etcd ;;
    esac
  done
}

main() {
  local purpose=test list=no missing
  while [ $# -gt 0 ]; do
    case $1 in
      --for) purpose=${2:?--for needs run, test or all} && shift ;;
      --all) purpose=all ;;
      --list) list=yes ;;
      -h | --help) show_help && return 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  case $purpose in
    run | test | bench | image | all) ;;
    *) usage_error "--for takes run, test, bench, image or all" ;;
  esac
  mapfile -t missing < <(missing_packages "$purpose")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$list" = yes ]; then
    printf '%s\n' "${missing[@]}"
  else
    install_packages "${missing[@]}" >&2
  fi
}

main "$@"
