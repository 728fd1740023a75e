# Who a process is: one Ed25519 key each below DATA/keys, and peers.json, which says what each may call.

PEERS=(gateway analytics catalog entitlement billing ingestion discovery operator)

# The RPC services a peer may call: those of lower ranks that its own code uses, no more. "operator"
# is the person who runs the stack.
calls_of() {
  case $1 in
    gateway)
      printf '%s\n' keys.catalog.v1.{Catalog,CatalogAdmin,CatalogWatch} keys.ingestion.v1.IngestionAdmin \
        keys.billing.v1.{Billing,BillingAdmin,BillingWebhook} \
        keys.entitlement.v1.{Entitlement,EntitlementAdmin,EntitlementGateway,EntitlementHoldings} \
        keys.discovery.v1.Discovery keys.analytics.v1.Analytics keys.person.v1.PersonalData \
        keys.discovery.v1.DiscoveryReports keys.analytics.v1.AnalyticsReports keys.billing.v1.BillingReports
      ;;
    entitlement)
      printf '%s\n' keys.catalog.v1.{Catalog,CatalogInternal,CatalogWatch} \
        keys.analytics.v1.AnalyticsInternal
      ;;
    billing)
      printf '%s\n' keys.catalog.v1.{Catalog,CatalogInternal} \
        keys.entitlement.v1.EntitlementInternal keys.analytics.v1.AnalyticsInternal
      ;;
    discovery)
      printf '%s\n' keys.catalog.v1.CatalogInternal keys.entitlement.v1.EntitlementInternal \
        keys.analytics.v1.{AnalyticsInternal,AnalyticsCounts}
      ;;
    ingestion) printf '%s\n' keys.catalog.v1.{CatalogIngest,CatalogInternal} ;;
    operator) printf '%s\n' '*' ;;
  esac
}

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
