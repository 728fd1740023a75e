#!/bin/sh
# Makes the bucket of STORAGE_URL (s3://BUCKET?endpoint=URL&region=NAME&style=path) unless it exists. Waits up to a minute
# for the store to answer. Credentials: the files of AWS_ACCESS_KEY_ID_FILE and AWS_SECRET_ACCESS_KEY_FILE.
set -eu
case $STORAGE_URL in
  s3://*endpoint=*) ;;
  *) echo "no bucket to make: STORAGE_URL names no S3 endpoint" && exit 0 ;;
esac
part() { printf '%s\n' "$STORAGE_URL" | sed -n "s/.*[?&]$1=\([^&]*\).*/\1/p"; }
bucket=${STORAGE_URL#s3://}
bucket=${bucket%%\?*}
region=$(part region)
# By standard input: the command line of a process is for everybody to read.
status=$(printf 'user = "%s:%s"\n' "$(cat "$AWS_ACCESS_KEY_ID_FILE")" "$(cat "$AWS_SECRET_ACCESS_KEY_FILE")" |
  curl -sS -K - --aws-sigv4 "aws:amz:${region:-us-east-1}:s3" --retry 30 --retry-delay 2 --retry-connrefused --retry-max-time 60 \
    -o /tmp/answer -w '%{http_code}' -X PUT "$(part endpoint)/$bucket")
case $status in
  200 | 409) echo "bucket $bucket is there" ;;
  *) cat /tmp/answer >&2 && echo "the store answered $status" >&2 && exit 1 ;;
esac
