#include "common/blob/s3_url.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"

namespace keys::blob {
namespace {

constexpr std::string_view kScheme = "s3://";

absl::Status Invalid(std::string_view what) {
  return absl::InvalidArgumentError(Concat({"the s3:// storage URL: ", what}));
}

absl::StatusOr<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const auto byte = crypto::HexDecode(text.substr(i + 1, 2));
    if (!byte.has_value() || byte->size() != 1) return Invalid("a percent sign is misused");
    decoded += *byte;
    i += 2;
  }
  return decoded;
}

// These are Amazon's rules for bucket names; the other storages accept such names too.
bool IsBucket(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 && name.front() != '-' && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return IsDigit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
         });
}

bool IsRegion(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '-' || c == '_';
  });
}

absl::Status SetEndpoint(std::string_view url, S3Place& place) {
  const auto colon = url.find("://");
  if (colon == url.npos) return Invalid("the endpoint is no URL");
  place.scheme = std::string(url.substr(0, colon));
  if (place.scheme != "https" && place.scheme != "http") {
    return Invalid("the endpoint is neither https nor http");
  }
  std::string_view rest = url.substr(colon + 3);
  if (rest.find_first_of("?#@ \\") != rest.npos)
    return Invalid("the endpoint is more than a place");
  while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  const auto slash = std::min(rest.find('/'), rest.size());
  place.host = ToAsciiLower(rest.substr(0, slash));
  place.prefix = std::string(rest.substr(slash));
  return place.host.empty() ? Invalid("the endpoint has no host") : absl::OkStatus();
}

}  // namespace

absl::StatusOr<S3Place> ParseS3Url(std::string_view url) {
  if (url.substr(0, kScheme.size()) != kScheme) return Invalid("it begins with s3://");
  url.remove_prefix(kScheme.size());
  const auto question = std::min(url.find('?'), url.size());
  S3Place place = {.bucket = std::string(url.substr(0, question)), .region = "us-east-1"};
  if (!IsBucket(place.bucket)) return Invalid("the bucket's name is not one");
  std::string style;
  if (question < url.size()) {
    for (std::string_view pair : Split(url.substr(question + 1), '&')) {
      const auto equals = std::min(pair.find('='), pair.size());
      const std::string_view name = pair.substr(0, equals);
      ASSIGN_OR_RETURN(const std::string value,
                       PercentDecode(pair.substr(std::min(equals + 1, pair.size()))));
      if (name == "endpoint") {
        RETURN_IF_ERROR(SetEndpoint(value, place));
      } else if (name == "region") {
        place.region = value;
      } else if (name == "style") {
        style = value;
      } else {
        return Invalid(Concat({"\"", name, "\" is none of endpoint, region, style"}));
      }
    }
  }
  if (!IsRegion(place.region)) return Invalid("the region's name is not one");
  if (!style.empty() && style != "path" && style != "virtual") {
    return Invalid("the style is path or virtual");
  }
  place.is_aws = place.host.empty();
  if (place.is_aws) {
    place.scheme = "https";
    place.host = Concat({"s3.", place.region, ".amazonaws.com"});
  }
  place.is_virtual = style.empty() ? place.is_aws : style == "virtual";
  return place;
}

}  // namespace keys::blob
