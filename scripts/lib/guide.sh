# The text that run.sh prints when the stack is ready: addresses, how to sign in, buy and stop.

# The slug of a KEY that costs something and can be downloaded, for the example.
example_slug() {
  curl -s --max-time 5 "http://127.0.0.1:$PORT/marketplace/keys?price_min=1&limit=100" | tr '{' '\n' |
    sed -n '/"available": *true/s/.*"slug": *"\([^"]*\)".*/\1/p' | head -n 1
}

# A path as one would type it here.
short_path() {
  local relative
  relative=$(realpath --relative-to="$PWD" -- "$1")
  case $relative in
    ../../../*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$relative" ;;
  esac
}

data_option() { [ "$DATA" = "$KEYS_ROOT/.run" ] || printf -- ' --data %q' "$(short_path "$DATA")"; }

print_purchase() {
  local scripts slug
  scripts=$(short_path "$KEYS_ROOT/scripts")
  slug=$(example_slug)
  cat <<TEXT
Sign in and buy with curl:
  BASE=http://127.0.0.1:$PORT SLUG=${slug:-a-slug-from-the-list}
  TOKEN=\$($scripts/token.sh$(data_option) --user 11111111-1111-4111-8111-111111111111)
  call() { curl -s -H "Authorization: Bearer \$TOKEN" -H 'Content-Type: application/json' "\$@"; }
  curl -s "\$BASE/marketplace/keys"
  PAGE=\$(call -d "{\"successUrl\":\"\$BASE/\",\"cancelUrl\":\"\$BASE/\"}" \\
    "\$BASE/marketplace/keys/\$SLUG/checkout" | sed 's/.*"url": *"\([^"]*\)".*/\1/')
TEXT
  if [ -n "${PORT_OF[sandbox]:-}" ]; then
    printf '  curl -s -o /dev/null -X POST "$PAGE/pay"      # or open $PAGE in a browser; /decline, /cancel, /pay_later\n'
  else
    printf '  echo "$PAGE"      # open it in a browser and pay\n'
  fi
  cat <<'TEXT'
  call "$BASE/marketplace/entitlements"
  LINK=$(call -d '{}' "$BASE/marketplace/keys/$SLUG/download" | sed 's/.*"downloadUrl": *"\([^"]*\)".*/\1/')
  curl -s -o "$SLUG.zip" "$LINK" && unzip -t "$SLUG.zip"
TEXT
}

# Counts the KEYS that are listed and those that can be bought or claimed.
count_keys() {
  curl -s --max-time 5 "http://127.0.0.1:$PORT/marketplace/keys?limit=100$1" | grep -o '"slug":' | wc -l
}

print_shop() {
  cat <<TEXT
Open the shop:  http://127.0.0.1:$PORT/
TEXT
  [ -z "${WEB_MISSING:-}" ] ||
    printf '  Its pages are plain: the storefront is not built; missing: %s\n' "$WEB_MISSING"
  if [ "${DEV_SIGN_IN:-off}" = on ]; then
    printf '  Sign in there (no password) as Ada or Ben who buy, Olga who owns an organisation, or Adrian who runs the shop.\n'
  elif [ -n "${SUPABASE_AUTH_URL:-}" ]; then
    printf '  Sign in there by %s\n' "$SUPABASE_AUTH_URL"
  else
    printf '  Nobody can sign in there: set SUPABASE_AUTH_URL and SUPABASE_ANON_KEY, or DEV_SIGN_IN=on\n'
  fi
}

# KEYS are listed and none has a price: nothing can be bought until somebody says for how much.
print_pricing() {
  cat <<TEXT
None of the KEYS in $(short_path "$ASSETS") has a price, so they are listed and cannot be bought. To price them,
write $(short_path "$ASSETS")/marketplace.json and start again, or ingest again:
  {"currency": "usd", "keys": {"$(first_slug)": {"price_cents": 5900}}}
(deploy/sample-keys/marketplace.json is a whole example; "price_cents": 0 gives a KEY away.)
TEXT
}

first_slug() {
  curl -s --max-time 5 "http://127.0.0.1:$PORT/marketplace/keys?limit=1" |
    grep -o '"slug": *"[^"]*"' | head -n 1 | cut -d'"' -f4
}

print_trade() {
  if [ "$(count_keys '')" -gt 0 ] && [ "$(count_keys '&price_min=0')" -eq 0 ]; then
    print_pricing
  else
    print_purchase
  fi
}

# $1: seconds the start took.
print_guide() {
  local scripts data
  scripts=$(short_path "$KEYS_ROOT/scripts") data=$(short_path "$DATA")
  cat <<TEXT

KEYS Marketplace is ready after $1 s:  http://127.0.0.1:$PORT
  API description   http://127.0.0.1:$PORT/openapi.json
  payments          $([ -n "${PORT_OF[sandbox]:-}" ] && printf 'sandbox at http://127.0.0.1:%s (_ledger, _control)' "${PORT_OF[sandbox]}" || printf '%s' "$STRIPE_API_BASE")
  database          $scripts/db.sh psql$(data_option)
  every address     $data/endpoints.json
  environment       $data/stack.env
  logs              $data/logs/

$(print_shop)

$(print_trade)

An administrator: $scripts/token.sh$(data_option) --user UUID --admin
Stop: $([ "$DETACH" = yes ] && printf '%s/run.sh --stop%s' "$scripts" "$(data_option)" || printf 'Ctrl-C')
TEXT
}
