# Free loopback ports. Chosen below the kernel's ephemeral range, so that no outgoing connection can
# take one between the choice and the bind; claimed by a folder in /tmp, so that two stacks starting at
# the same moment choose different ones.

# Ports with a socket in any state, as upper-case hex, one a line.
used_ports() {
  awk 'FNR > 1 { split($2, a, ":"); print a[2] }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# Whether somebody listens on port $1 (a closed connection's leftover does not count).
port_is_taken() {
  local hex
  printf -v hex '%04X' "$1"
  awk -v hex="$hex" 'FNR > 1 && $4 == "0A" { split($2, a, ":"); if (a[2] == hex) found = 1 }
    END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# The folder of claims: ours alone, since anybody may write to /tmp. Claims of three minutes ago have become
# bound ports or were given up.
claims_folder() {
  local claims
  claims=${TMPDIR:-/tmp}/keys-marketplace-ports-$(id -u)
  mkdir -m 700 "$claims" 2>/dev/null || { [ -O "$claims" ] && [ ! -L "$claims" ]; } ||
    die "$claims is not a folder of this user's"
  find "$claims" -mindepth 1 -maxdepth 1 -type d -mmin +3 -exec rmdir {} + 2>/dev/null || true
  printf '%s\n' "$claims"
}

# Prints $1 different free ports, one a line.
choose_ports() {
  local wanted=$1 low first=15000 claims port hex tries=0
  local -A used=()
  read -r low _ </proc/sys/net/ipv4/ip_local_port_range
  [ "$low" -gt 17000 ] || { first=10000 low=15000; }
  claims=$(claims_folder)
  # A busy client leaves tens of thousands of sockets behind: looked up, not searched for.
  while read -r hex; do used[$hex]=1; done < <(used_ports)
  while [ "$wanted" -gt 0 ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 5000 ] || die "no free loopback port found between $first and $low"
    port=$((first + (RANDOM * 32768 + RANDOM) % (low - first)))
    printf -v hex '%04X' "$port"
    [ -z "${used[$hex]:-}" ] || continue
    mkdir "$claims/$port" 2>/dev/null || continue
    printf '%s\n' "$port"
    wanted=$((wanted - 1))
  done
}
