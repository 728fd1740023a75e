# Finds the RPCs that a process calls in the code that calls them, so that there is no list to keep: a peer may call
# over gRPC what its own sources call and nothing else. Needs common.sh.
#
#   gateway      every RPC with an HTTP rule, and those whose path ("/keys.x.v1.Service/Rpc") its sources name
#   a service    the paths its sources name, and the methods of other services' clients (*client.cc) that it
#                calls
#   operator     everything: the person who runs the stack

# The C++ sources below folder $1 that run in production.
sources_of() { [ ! -d "$KEYS_ROOT/$1" ] || find "$KEYS_ROOT/$1" -name '*.cc' ! -name '*test.cc' ! -path '*/testing/*' ! -name '*client.cc'; }

# "package.Service/Rpc public|internal", a line an RPC.
list_rpcs() {
  [ -d "$KEYS_ROOT/protos/keys" ] || die "$KEYS_ROOT/protos/keys is missing: it says which RPCs there are"
  find "$KEYS_ROOT/protos/keys" -name '*.proto' -exec awk '
    function tell() { if (rpc != "") print package "." service "/" rpc, kind; rpc = "" }
    FNR == 1 { tell() }
    /^package / { sub(/;.*/, "", $2); package = $2 }
    /^service / { tell(); service = $2 }
    /^  rpc / { tell(); rpc = $2; sub(/\(.*/, "", rpc); kind = "internal" }
    /\(keys\.http\.v1\.rule\)/ { kind = "public" }
    END { tell() }' {} +
}

# The paths of RPCs that the sources below folder $1 name.
named_paths() { sources_of "$1" | xargs -r grep -hoE '/keys\.[a-z]+\.v1\.[A-Za-z]+/[A-Za-z]+' | sed 's,^/,,' || true; }

# "package.Service/Rpc" of the methods of other services' clients that service $1 calls.
client_calls() {
  local called client callee method
  called=$(sources_of "services/$1" | xargs -r grep -hoE '(\.|->)[A-Z][A-Za-z]+\(' | grep -oE '[A-Za-z]+' | sort -u || true)
  for client in "$KEYS_ROOT"/services/*/*client.cc; do
    [ -e "$client" ] || continue
    callee=$(basename -- "$(dirname -- "$client")")
    grep -qE "^#include \"services/$callee/[a-z_]*client\.h\"" -r "$KEYS_ROOT/services/$1" --include='*.h' --include='*.cc' || continue
    [ "$callee" != "$1" ] || continue
    for method in $(grep -oE '::[A-Z][A-Za-z]+, request' "$client" | sed 's/:://; s/,.*//'); do
      ! grep -qx "$method" <<<"$called" || grep -oE "^keys\.$callee\.v1\.[A-Za-z]+/$method " <<<"$RPCS"
    done
  done
}

# calls_of PEER: what it may call, sorted, a line each.
calls_of() {
  local RPCS
  case $1 in
    operator) printf '*\n' && return ;;
    gateway)
      RPCS=$(list_rpcs)
      { named_paths gateway; sed -n 's/ public$//p' <<<"$RPCS"; } | sort -u
      ;;
    *)
      RPCS=$(list_rpcs)
      { named_paths "services/$1"; client_calls "$1"; } | sed 's/ $//' | sort -u
      ;;
  esac
}
