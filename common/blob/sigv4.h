// AWS Signature Version 4, as every S3-compatible storage checks it. Pure and thread-safe.
//
//   sigv4::Request request{.method = "GET", .host = "s3.example", .path = "/bucket/key"};
//   request.headers = {{"x-amz-content-sha256", hex}};
//   for (auto& header : sigv4::Sign(request, credentials, scope, now)) …  // add to the request
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace keys::blob::sigv4 {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty: none
};

struct Scope {
  std::string region;
  std::string service = "s3";
};

struct Request {
  std::string method;
  std::string host;  // with the port, unless it is the scheme's own
  std::string path;  // decoded, from "/"
  Pairs query = {};  // decoded
  // All of them are signed; host and x-amz-date are added.
  Pairs headers = {};
  std::string payload_sha256_hex;
};

// Returns the headers to send besides those given: x-amz-date, authorization, and
// x-amz-security-token when there is a session token.
Pairs Sign(const Request& request, const Credentials& credentials, const Scope& scope,
           absl::Time now);

// Percent-encoding as SigV4 wants it: everything but A–Z a–z 0–9 - . _ ~.
std::string UriEncode(std::string_view text, bool keeps_slash);
// Returns "a=1&b=2", sorted and encoded. The URL must carry the same text as the signature.
std::string CanonicalQuery(Pairs query);

}  // namespace keys::blob::sigv4
