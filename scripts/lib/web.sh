# The storefront: gateway/web built into gateway/web/dist, which the gateway serves (WEB_ROOT).
# Needs common.sh and node_modules.sh.

WEB_SOURCES=$KEYS_ROOT/gateway/web
WEB_DIST=$WEB_SOURCES/dist

# Empty when the storefront can be built here, else what is missing.
web_lacks() {
  local version
  [ -e "$WEB_SOURCES/package.json" ] || { printf 'gateway/web/package.json' && return; }
  version=$(node --version 2>/dev/null) || { printf 'Node 18 or newer' && return; }
  version=${version#v}
  [ "${version%%.*}" -ge 18 ] 2>/dev/null || { printf 'Node 18 or newer (this one is %s)' "$version" && return; }
  command -v npm >/dev/null || printf 'npm'
}

# One digest of all that the build reads: the files of gateway/web that are kept in the repository,
# or would be, and this Node's version.
web_digest() {
  {
    node --version
    (cd "$WEB_SOURCES" && find . \( -name node_modules -o -path ./dist -o -name '.*' ! -name . ! -name .npmrc \) -prune -o \
      -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
  } | sha256sum | cut -d' ' -f1
}

# Builds the storefront when its sources have changed since the last build. One build at a time.
# Fails, after saying why, when npm does.
build_web() {
  local digest
  mkdir -p "$KEYS_ROOT/build"
  (
    flock 7
    digest=$(web_digest)
    [ "$digest" != "$(cat "$WEB_DIST/.built-from" 2>/dev/null)" ] || exit 0
    install_node_modules_in "$WEB_SOURCES"
    step "building the storefront"
    (cd "$WEB_SOURCES" && npm run --silent build >"$WEB_SOURCES/node_modules/.build.log" 2>&1) || {
      tail -n 40 "$WEB_SOURCES/node_modules/.build.log" >&2
      exit 1
    }
    [ -s "$WEB_DIST/index.html" ] || { say "npm run build wrote no gateway/web/dist/index.html" && exit 1; }
    printf '%s\n' "$digest" >"$WEB_DIST/.built-from"
  ) 7>"$KEYS_ROOT/build/web.lock"
}

# Sets WEB_ROOT for run.sh unless the caller has. If $1 is "build" and that is possible, the storefront is built first.
# Without a storefront the shop serves its API and plain pages, and WEB_MISSING says why.
prepare_web() {
  WEB_MISSING=''
  [ -z "${WEB_ROOT:-}" ] || return 0
  if [ "$1" = build ]; then
    WEB_MISSING=$(web_lacks)
    [ -n "$WEB_MISSING" ] || build_web || WEB_MISSING='a build that succeeds: npm run build in gateway/web fails'
  elif [ ! -s "$WEB_DIST/index.html" ]; then
    WEB_MISSING=gateway/web/dist
  fi
  [ -n "$WEB_MISSING" ] || WEB_ROOT=$WEB_DIST
}
