#include "common/blob/sigv4.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"

namespace keys::blob::sigv4 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

// Removes the blanks around a header's value and makes each run of blanks inside it one, as the
// canonical request wants.
std::string Trimmed(std::string_view value) {
  std::string trimmed;
  for (char c : StripBlanks(value)) {
    if (c == ' ' && !trimmed.empty() && trimmed.back() == ' ') continue;
    trimmed += c;
  }
  return trimmed;
}

// Sorts the headers by lower-case name and joins the values of one name in the order given.
Pairs SortedHeaders(const Request& request, const Pairs& more) {
  Pairs all;
  for (const Pairs* list : {&request.headers, &more}) {
    for (const auto& [name, value] : *list) all.emplace_back(ToAsciiLower(name), Trimmed(value));
  }
  all.emplace_back("host", request.host);
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Pairs joined;
  for (auto& [name, value] : all) {
    if (!joined.empty() && joined.back().first == name) {
      joined.back().second += "," + value;
    } else {
      joined.emplace_back(std::move(name), std::move(value));
    }
  }
  return joined;
}

std::string SignatureKey(const Credentials& credentials, std::string_view date,
                         const Scope& scope) {
  using crypto::HmacSha256;
  const std::string day = HmacSha256("AWS4" + credentials.secret_access_key, date);
  return HmacSha256(HmacSha256(HmacSha256(day, scope.region), scope.service), "aws4_request");
}

}  // namespace

std::string UriEncode(std::string_view text, bool keeps_slash) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (char c : text) {
    const bool is_plain = IsDigit(c) || IsAsciiLetter(c) || c == '-' || c == '.' || c == '_' ||
                          c == '~' || (c == '/' && keeps_slash);
    if (is_plain) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kHex[byte >> 4U];
    encoded += kHex[byte & 0xFU];
  }
  return encoded;
}

std::string CanonicalQuery(Pairs query) {
  for (auto& [name, value] : query) {
    name = UriEncode(name, false);
    value = UriEncode(value, false);
  }
  std::sort(query.begin(), query.end());
  std::string text;
  for (const auto& [name, value] : query) {
    text += Concat({text.empty() ? "" : "&", name, "=", value});
  }
  return text;
}

Pairs Sign(const Request& request, const Credentials& credentials, const Scope& scope,
           absl::Time now) {
  const std::string stamp = absl::FormatTime("%Y%m%dT%H%M%SZ", now, absl::UTCTimeZone());
  const std::string date = stamp.substr(0, 8);
  Pairs added = {{"x-amz-date", stamp}};
  if (!credentials.session_token.empty()) {
    added.emplace_back("x-amz-security-token", credentials.session_token);
  }
  std::string canonical_headers;
  std::string names;
  for (const auto& [name, value] : SortedHeaders(request, added)) {
    canonical_headers += Concat({name, ":", value, "\n"});
    names += Concat({names.empty() ? "" : ";", name});
  }
  const std::string canonical = Concat({request.method, "\n", UriEncode(request.path, true), "\n",
                                        CanonicalQuery(request.query), "\n", canonical_headers,
                                        "\n", names, "\n", request.payload_sha256_hex});
  const std::string place = Concat({date, "/", scope.region, "/", scope.service, "/aws4_request"});
  const std::string to_sign =
      Concat({kAlgorithm, "\n", stamp, "\n", place, "\n", crypto::Sha256Hex(canonical)});
  const std::string signature =
      crypto::HexEncode(crypto::HmacSha256(SignatureKey(credentials, date, scope), to_sign));
  added.emplace_back("authorization",
                     Concat({kAlgorithm, " Credential=", credentials.access_key_id, "/", place,
                             ", SignedHeaders=", names, ", Signature=", signature}));
  return added;
}

}  // namespace keys::blob::sigv4
