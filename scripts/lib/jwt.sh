# Signed tokens with nothing but the openssl program.

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

json_string() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "$text"
}

# hs256_token CLAIMS SECRET. The secret is used as the text it is, as Supabase does.
hs256_token() {
  local signed key
  signed=$(printf '{"alg":"HS256","typ":"JWT"}' | base64url).$(printf '%s' "$1" | base64url)
  key=$(printf '%s' "$2" | od -An -v -tx1 | tr -d ' \n')
  printf '%s.%s\n' "$signed" \
    "$(printf '%s' "$signed" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64url)"
}

# eddsa_token CLAIMS PRIVATE_KEY_FILE
eddsa_token() {
  local signed file
  signed=$(printf '{"alg":"EdDSA","typ":"JWT"}' | base64url).$(printf '%s' "$1" | base64url)
  file=$(mktemp) # openssl signs Ed25519 only from a file
  printf '%s' "$signed" >"$file"
  printf '%s.%s\n' "$signed" "$(openssl pkeyutl -sign -inkey "$2" -rawin -in "$file" | base64url)"
  rm -f -- "$file"
}

# The stack's now, in seconds: this machine's clock plus the offset file $1.
stack_now() {
  local offset=0
  [ ! -r "$1" ] || read -r offset <"$1" || true
  offset=${offset%%.*}
  printf '%s\n' $(($(date +%s) + ${offset:-0}))
}
