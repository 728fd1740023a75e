# The identities of processes: one Ed25519 key each below DATA/keys, and peers.json, which says which RPCs each may call
# (peer_calls.sh reads that from the code).

PEERS=(gateway analytics catalog entitlement billing ingestion discovery operator)

make_key() {
  [ ! -s "$1" ] || return 0
  (umask 077 && openssl genpkey -algorithm ED25519 -out "$1.new" && mv -- "$1.new" "$1")
}

# base64 of the raw 32 bytes: the end of the DER form.
public_key_of() { openssl pkey -in "$1" -pubout -outform DER | tail -c 32 | openssl base64 -A; }

peer_entry() {
  local calls
  calls=$(calls_of "$1" | sed 's/.*/"&"/' | paste -sd,)
  printf '    "%s": {"public_key": "%s", "calls": [%s]}' "$1" "$(public_key_of "$DATA/keys/$1.pem")" "$calls"
}

make_identities() {
  local peer separator=''
  mkdir -p "$DATA/keys"
  chmod 700 "$DATA/keys"
  for peer in "${PEERS[@]}"; do
    make_key "$DATA/keys/$peer.pem"
  done
  {
    printf '{\n  "peers": {\n'
    for peer in "${PEERS[@]}"; do
      printf '%b%s' "$separator" "$(peer_entry "$peer")"
      separator=',\n'
    done
    printf '\n  }\n}\n'
  } | write_file "$DATA/keys/peers.json"
}
