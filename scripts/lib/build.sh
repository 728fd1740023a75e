# Configures and builds with CMake presets.

# More jobs than memory holds would swap: a heavy file takes over a gigabyte.
build_jobs() {
  local by_memory
  by_memory=$(awk '/^MemAvailable:/ { print int($2 / 1300000) }' /proc/meminfo)
  [ "$by_memory" -ge 1 ] || by_memory=1
  printf '%s\n' "${KEYS_BUILD_JOBS:-$(printf '%s\n' "$(nproc)" "$by_memory" | sort -n | head -n 1)}"
}

# configure_preset PRESET: makes build/PRESET ready for ninja, unless it is.
configure_preset() {
  local folder=$KEYS_ROOT/build/$1
  [ ! -e "$folder/build.ninja" ] || return 0
  mkdir -p "$folder"
  step "configuring build/$1"
  (cd "$KEYS_ROOT" && cmake --preset "$1" -S . >"$folder/configure.log" 2>&1) ||
    { cat "$folder/configure.log" >&2 && die "CMake could not configure build/$1"; }
}

# build_preset PRESET [TARGET…]; one build at a time in one folder.
build_preset() {
  local preset=$1 folder=$KEYS_ROOT/build/$1
  shift
  mkdir -p "$folder"
  (
    flock 8
    configure_preset "$preset"
    step "building build/$preset (one line a step; a cold build takes minutes, the next one seconds)"
    ninja -C "$folder" -j "$(build_jobs)" "$@" 8>&- >&2 || die "the build failed (above)"
  ) 8>"$folder/.lock"
}
