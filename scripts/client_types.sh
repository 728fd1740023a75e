#!/usr/bin/env bash
# Makes the generated part of @keys/client (gateway/web/client/src/generated) from the API as it is built now.
#
#   scripts/client_types.sh [--no-build]
#
# Run it after a change of the public protos, and commit the result: a test holds the two together.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$KEYS_ROOT/scripts/lib/build.sh"
# shellcheck source=scripts/lib/node_modules.sh
. "$KEYS_ROOT/scripts/lib/node_modules.sh"

BUILD=yes
case ${1:-} in
  '') ;;
  --no-build) BUILD=no ;;
  -h | --help) show_help && exit 0 ;;
  *) usage_error "unknown argument $1" ;;
esac

install_node_modules
[ "$BUILD" = no ] || build_preset release keys-gateway
document=$(mktemp --suffix=.json)
trap 'rm -f -- "$document"' EXIT
KEYS_BIN_DIR=$KEYS_ROOT/build/release/bin node "$KEYS_ROOT/tests/client/document.mjs" "$document"
node "$KEYS_ROOT/gateway/web/client/tools/generate.mjs" "$document"
