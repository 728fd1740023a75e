#!/usr/bin/env bash
# Makes and renews the certificates with which programs know each other over gRPC (mutual TLS), from an authority of
# your own.
#
#   scripts/certificates.sh make  --out DIR [--days N] [--name PROGRAM=NAME]… [--group GID] [PROGRAM]…
#   scripts/certificates.sh renew --out DIR [--days N] [--name PROGRAM=NAME]… [--group GID] [PROGRAM]…
#   scripts/certificates.sh show  --out DIR
#
#   make                 the authority (DIR/authority, good for 10 years) and a certificate for each program; keeps what
#                        is there
#   renew                new keys and certificates for the programs from the same authority. A running program takes them
#                        within seconds; nothing is restarted
#   show                 until when each is good
#   PROGRAM              gateway, catalog, …; without any: all of them, and operator for tools such as grpcurl
#   --days N             how long certificates are good (default 90)
#   --name PROGRAM=NAME  another host name or address of this program, for example catalog=catalog.keys.svc; renewing
#                        keeps the names unless it is given others
#   --group GID          the group that may read the programs' files beside their owner, for example 10001, the image's
#
# DIR/PROGRAM has ca.pem, cert.pem and key.pem, which are GRPC_TLS_CA_FILE, GRPC_TLS_CERT_FILE and GRPC_TLS_KEY_FILE of
# that program. A certificate names PROGRAM, keys-PROGRAM, localhost and the loopback addresses. DIR/PROGRAM is a link
# that is replaced as one, so that no program ever reads the key of one certificate beside another certificate.
# Keep DIR/authority/ca.key where programs cannot read it: whoever has it can be any of them.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/identity.sh
. "$KEYS_ROOT/scripts/lib/identity.sh"

COMMAND='' OUT='' DAYS=90 GROUP='' PROGRAMS=()
AUTHORITY_DAYS=3650
declare -A NAMES=()

parse_arguments() {
  case ${1:-} in
    make | renew | show) COMMAND=$1 && shift ;;
    -h | --help) show_help && exit 0 ;;
    *) usage_error "the first argument is make, renew or show" ;;
  esac
  while [ $# -gt 0 ]; do
    case $1 in
      --out) OUT=$(absolute_path "${2:?--out needs a folder}") && shift ;;
      --days) DAYS=${2:?--days needs a number} && shift ;;
      --name) add_name "${2:?--name needs PROGRAM=NAME}" && shift ;;
      --group) GROUP=${2:?--group needs a number} && shift ;;
      -h | --help) show_help && exit 0 ;;
      -*) usage_error "unknown argument $1" ;;
      *) PROGRAMS+=("$1") ;;
    esac
    shift
  done
  [ -n "$OUT" ] || usage_error "--out says where the certificates are"
  # A certificate of -1 days has ended: tests need one.
  [[ $DAYS =~ ^-?[0-9]{1,4}$ ]] || usage_error "--days: $DAYS is no number of days"
  [ ${#PROGRAMS[@]} -gt 0 ] || PROGRAMS=("${PEERS[@]}")
  check_programs "${PROGRAMS[@]}" "${!NAMES[@]}"
}

check_programs() {
  local program
  for program in "$@"; do
    [[ " ${PEERS[*]} " = *" $program "* ]] || usage_error "$program is none of: ${PEERS[*]}"
  done
}

add_name() {
  local program=${1%%=*} name=${1#*=}
  [[ $1 = *=* && $name =~ ^[A-Za-z0-9.:*-]+$ ]] || usage_error "--name: $1 is not PROGRAM=NAME"
  if [[ $name =~ ^[0-9.]+$ || $name = *:* ]]; then name=IP:$name; else name=DNS:$name; fi
  NAMES[$program]=${NAMES[$program]:-},$name
}

make_authority() {
  local folder=$OUT/authority
  [ ! -s "$folder/ca.pem" ] || return 0
  mkdir -p "$folder"
  chmod 700 "$folder"
  (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$folder/ca.key")
  openssl req -x509 -new -key "$folder/ca.key" -subj "/CN=KEYS Marketplace authority" -days $AUTHORITY_DAYS \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign |
    write_file "$folder/ca.pem"
}

# The further names of program $1: those given now, else those given before.
further_names_of() {
  local file=$OUT/authority/$1.names
  [ -z "${NAMES[$1]:-}" ] || printf '%s' "${NAMES[$1]}" | write_file "$file" 600
  [ ! -e "$file" ] || cat -- "$file"
}

# What the certificate of program $1 may be used for, and the names under which it is called.
extensions_of() {
  printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
    extendedKeyUsage=serverAuth,clientAuth \
    "subjectAltName=DNS:$1,DNS:keys-$1,DNS:localhost,IP:127.0.0.1,IP:::1$(further_names_of "$1")"
}

issue() {
  local program=$1 serial version link
  serial=$(openssl rand -hex 16)
  version=.$program.$serial
  mkdir -m 700 "$OUT/$version"
  (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$OUT/$version/key.pem")
  openssl req -new -key "$OUT/$version/key.pem" -subj "/CN=keys-$program" |
    openssl x509 -req -CA "$OUT/authority/ca.pem" -CAkey "$OUT/authority/ca.key" -set_serial "0x$serial" \
      -days "$DAYS" -extfile <(extensions_of "$program") 2>/dev/null |
    write_file "$OUT/$version/cert.pem"
  cp -- "$OUT/authority/ca.pem" "$OUT/$version/ca.pem"
  share "$OUT/$version"
  link=$OUT/.$program.link
  ln -sfn -- "$version" "$link"
  mv -fT -- "$link" "$OUT/$program"
  forget_versions_of "$program" "$version"
}

share() {
  [ -n "$GROUP" ] || return 0
  chgrp -R -- "$GROUP" "$1"
  chmod -R u=rwX,g=rX,o= "$1"
}

# A program that is reading the version before this one finishes within a moment, so one is kept.
forget_versions_of() {
  local kept=0 folder
  while IFS= read -r folder; do
    kept=$((kept + 1))
    [ "$kept" -le 2 ] || rm -rf -- "${OUT:?}/$folder"
  done < <(cd "$OUT" && ls -dt -- ."$1".*)
}

show() {
  local file
  for file in "$OUT"/*/ca.pem "$OUT"/*/cert.pem; do
    [[ -s $file && ($file = */cert.pem || $file = */authority/*) ]] || continue
    printf '%-12s %s\n' "$(basename -- "$(dirname -- "$file")")" "$(openssl x509 -in "$file" -noout -enddate | cut -d= -f2)"
  done
}

parse_arguments "$@"
case $COMMAND in
  show) show ;;
  renew)
    [ -s "$OUT/authority/ca.key" ] || die "there is no authority in $OUT; make one first"
    for program in "${PROGRAMS[@]}"; do issue "$program"; done
    ;;
  make)
    mkdir -p "$OUT"
    make_authority
    for program in "${PROGRAMS[@]}"; do
      [ -s "$OUT/$program/cert.pem" ] || issue "$program"
    done
    ;;
esac
