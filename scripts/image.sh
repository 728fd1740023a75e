#!/usr/bin/env bash
# Builds the container image with all programs, the storefront and the migrations, and its list of contents (SPDX JSON).
#
#   scripts/image.sh [--base made|slim] [--tag NAME] [--fresh] [--work DIR]
#
#   --base made  on a base that is made here from Debian's packages by mmdebstrap: needs the Debian mirror and root, no
#                container registry (the default)
#   --base slim  on docker.io/library/debian:12-slim, from the registry
#   --tag NAME   the image's name (default localhost/keys-marketplace:local)
#   --fresh      make the base again; otherwise one that was made from the same list of packages is taken
#   --work DIR   where the base, the context and the list of contents are kept (default build/image)
#
# Prints the image's id, the SHA-256 of its configuration, which names every layer by digest: the same commit, programs and
# versions of packages give the same id. DIR/sbom.spdx.json is the list of contents; the image has it as
# /usr/share/keys/sbom.spdx.json. Times in the image are those of the commit.
#
# KEYS_BIN_DIR takes the programs of that folder instead of building them; WEB_ROOT a storefront that is built already.
# Built by buildah with --isolation chroot, which works where containers cannot be started. Needs mmdebstrap, buildah, Node.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
for part in ports postgres build node_modules web; do
  # shellcheck disable=SC1090
  . "$KEYS_ROOT/scripts/lib/$part.sh"
done

BASE=made TAG=localhost/keys-marketplace:local FRESH=no WORK=$KEYS_ROOT/build/image
PACKAGING=$KEYS_ROOT/deploy/packaging
SUITE=bookworm
IMAGE_PROGRAMS=(gateway "${SERVICES[@]}" stripe-sandbox)

while [ $# -gt 0 ]; do
  case $1 in
    --base) BASE=${2:?--base is made or slim} && shift ;;
    --tag) TAG=${2:?--tag needs a name} && shift ;;
    --fresh) FRESH=yes ;;
    --work) WORK=${2:?--work needs a folder} && shift ;;
    -h | --help) show_help && exit 0 ;;
    *) usage_error "unknown argument $1" ;;
  esac
  shift
done
[[ $BASE = made || $BASE = slim ]] || usage_error "--base is made or slim"
WORK=$(absolute_path "$WORK")
export SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(git -C "$KEYS_ROOT" log -1 --format=%ct)
REVISION=$(git -C "$KEYS_ROOT" rev-parse HEAD)
VERSION=$(sed -n 's/^## \([0-9][^ ]*\).*/\1/p' "$KEYS_ROOT/CHANGELOG.md" | head -n 1)

need() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || die "$program is missing; run scripts/setup.sh --for image"
  done
}

# The tree of a Debian with the packages of the list, as an image. The same list is made once.
make_base() {
  local tar list=$PACKAGING/packages.list include container
  need mmdebstrap
  is_root || die "mmdebstrap needs root here: run as root, or take --base slim"
  tar=$WORK/base-$(cat "$list" "$PACKAGING/packages.sh" | sha256sum | cut -c1-16).tar
  if [ "$FRESH" = yes ] || [ ! -s "$tar" ]; then
    include=$(sed '/^#/d; /^only:/d' "$list" | paste -sd,)
    step "making a base of Debian's packages (a few minutes, once)"
    mmdebstrap --quiet --format=tar --variant=essential --include="$include" \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-include=/usr/share/doc/*/copyright' \
      --customize-hook="\"$PACKAGING/packages.sh\" \"$list\" \"\$1\"" "$SUITE" "$tar.part" >&2 ||
      die "mmdebstrap could not make the base"
    mv "$tar.part" "$tar"
  fi
  # The name has the base's own digest: two bases never share one.
  BASE_IMAGE=localhost/keys-base:$(sha256sum "$tar" | cut -c1-16)
  if ! buildah inspect --type image "$BASE_IMAGE" >/dev/null 2>&1; then
    container=$(buildah from scratch)
    buildah add --quiet "$container" "$tar" / >/dev/null
    buildah commit --quiet --rm --timestamp "$SOURCE_DATE_EPOCH" "$container" "$BASE_IMAGE" >/dev/null
  fi
}

# The product's own files, as they lie in the image.
lay_out() {
  local root=$WORK/context/root name
  rm -rf "$WORK/context"
  mkdir -p "$root/usr/lib/keys/bin" "$root/usr/share/keys/deploy" "$root/usr/share/doc/keys"
  for name in "${IMAGE_PROGRAMS[@]}"; do
    [ -x "$KEYS_BIN_DIR/keys-$name" ] || die "there is no $KEYS_BIN_DIR/keys-$name"
    strip -o "$root/usr/lib/keys/bin/keys-$name" "$KEYS_BIN_DIR/keys-$name"
  done
  cp "$PACKAGING/healthcheck.sh" "$root/usr/lib/keys/bin/healthcheck"
  cp "$PACKAGING/make-bucket.sh" "$root/usr/lib/keys/bin/make-bucket"
  cp -r "$WEB_ROOT" "$root/usr/share/keys/web"
  rm -f "$root/usr/share/keys/web/.built-from"
  # The files that scripts/db.sh migrate --external reads.
  for name in "${SERVICES[@]}"; do
    mkdir -p "$root/usr/share/keys/services/$name"
    cp -r "$KEYS_ROOT/services/$name/migrations" "$root/usr/share/keys/services/$name/"
  done
  cp -r "$KEYS_ROOT/deploy/postgres" "$root/usr/share/keys/deploy/"
  mkdir -p "$root/usr/share/keys/scripts/lib"
  cp "$KEYS_ROOT/scripts/db.sh" "$KEYS_ROOT/scripts/verify-audit.sh" "$root/usr/share/keys/scripts/"
  cp "$KEYS_ROOT"/scripts/lib/{common,ports,postgres,migrations}.sh "$root/usr/share/keys/scripts/lib/"
  cp "$KEYS_ROOT/services/ranks.json" "$root/usr/share/keys/services/"
  cp "$KEYS_ROOT/tests/contract/stripe-openapi-subset.json" "$root/usr/share/keys/"
  cp "$KEYS_ROOT/LICENSE" "$root/usr/share/doc/keys/"
  chmod -R u=rwX,go=rX "$WORK/context/root"
  cp "$PACKAGING/packages.sh" "$PACKAGING/packages.list" "$WORK/context/"
}

build() { # TARGET TAG; prints the id
  buildah build --quiet --isolation chroot --format docker --timestamp "$SOURCE_DATE_EPOCH" --target "$1" \
    --build-arg BASE="$BASE_IMAGE" --build-arg REVISION="$REVISION" --build-arg VERSION="${VERSION:-0}" \
    --file "$PACKAGING/Containerfile" --tag "$2" "$WORK/context"
}

# The list is of what the base holds, so it is made between the two stages.
list_contents() {
  local container mount
  container=$(buildah from "$1")
  mount=$(buildah mount "$container")
  node "$KEYS_ROOT/scripts/lib/sbom.mjs" --base "$mount" --root "$WORK/context/root" --revision "$REVISION" >"$WORK/sbom.spdx.json" ||
    die "the list of contents could not be made"
  buildah rm "$container" >/dev/null
  cp "$WORK/sbom.spdx.json" "$WORK/context/root/usr/share/keys/sbom.spdx.json"
}

main() {
  need buildah node strip
  mkdir -p "$WORK"
  exec 9>"$WORK/.lock"
  flock 9
  if [ -z "${KEYS_BIN_DIR:-}" ]; then
    build_preset release "${IMAGE_PROGRAMS[@]/#/keys-}"
    KEYS_BIN_DIR=$KEYS_ROOT/build/release/bin
  fi
  prepare_web build
  [ -z "$WEB_MISSING" ] || die "the storefront needs $WEB_MISSING"
  BASE_IMAGE=docker.io/library/debian:12-slim
  [ "$BASE" = slim ] || make_base
  lay_out
  step "building $TAG"
  build packages "localhost/keys-packages:$BASE" >/dev/null
  list_contents "localhost/keys-packages:$BASE"
  build '' localhost/keys-built >/dev/null
  normalise
}

# The image as it was built has the names of containers in its configuration, which no second build has.
normalise() {
  local made=$WORK/made id
  rm -rf "$made"
  buildah push --quiet --format v2s2 localhost/keys-built "dir:$made" >&2
  id=$(node "$KEYS_ROOT/scripts/lib/image_config.mjs" "$made")
  buildah pull --quiet "dir:$made" >/dev/null
  buildah tag "$id" "$TAG"
  buildah rmi localhost/keys-built "localhost/keys-packages:$BASE" >/dev/null
  rm -rf "$made"
  printf '%s\n' "$id"
}

main
