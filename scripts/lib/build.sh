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

# Reads ninja's lines "[finished/all seconds] text" and says how far the build is, with the time that the rest
# needs at the pace so far. A line at most every two seconds; failures and warnings are passed on whole.
show_progress() {
  awk '
    match($0, /^\[[0-9]+\/[0-9]+ [0-9.]+\] /) {
      split(substr($0, 2, RLENGTH - 3), part, /[\/ ]/)
      if (part[3] < shown + 2 && part[1] != part[2]) next
      shown = part[3]
      left = part[1] < 5 ? "" : sprintf(", about %s left", span(part[3] * (part[2] - part[1]) / part[1]))
      printf "[%3d %%, %d of %d%s] %s\n", 100 * part[1] / part[2], part[1], part[2], left, substr($0, RLENGTH + 1)
      fflush()
      next
    }
    { print; fflush() }
    function span(seconds) { return seconds < 90 ? int(seconds + 1) " s" : int(seconds / 60 + 1) " min" }
  '
}

# build_preset PRESET [TARGET…]; one build at a time in one folder.
build_preset() {
  local preset=$1 folder=$KEYS_ROOT/build/$1
  shift
  mkdir -p "$folder"
  (
    flock 8
    configure_preset "$preset"
    step "building build/$preset (the first build takes minutes, the next one seconds)"
    NINJA_STATUS='[%f/%t %e] ' ninja -C "$folder" -j "$(build_jobs)" "$@" 8>&- | show_progress >&2 ||
      die "the build failed (above)"
  ) 8>"$folder/.lock"
}
