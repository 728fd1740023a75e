#include "services/ingestion/domain/formats.h"

#include <algorithm>
#include <cstddef>

#include "common/base/text.h"
#include "common/semver/range.h"
#include "common/semver/version.h"
#include "common/text/fold.h"
#include "services/ingestion/domain/codes.h"
#include "services/ingestion/domain/spdx.h"

namespace keys::ingestion::format {
namespace {

constexpr std::size_t kMaxPathBytes = 1024;  // as the walk of a folder allows

constexpr std::string_view kReservedSlugs[] = {
    "keys",  "bundles",   "discover",   "entitlements", "orders", "analytics",
    "admin", "downloads", "situations", "orgs",         "me"};

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool IsLine(std::string_view text) { return std::none_of(text.begin(), text.end(), IsControl); }

bool IsTitle(std::string_view text) { return IsLine(text) && !text::IsBlank(text); }

bool IsProse(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return IsControl(c) && c != '\t' && c != '\n' && c != '\r'; });
}

bool IsSlugWord(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(),
                                      [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'z'); });
}

bool IsSlug(std::string_view text) {
  const auto words = Split(text, '-');
  return std::all_of(words.begin(), words.end(), IsSlugWord);
}

bool IsVersion(std::string_view text) { return semver::Version::Parse(text).ok(); }

bool IsLicense(std::string_view text) { return NormalizeLicense(text).ok(); }
bool IsRange(std::string_view text) { return semver::Range::Parse(text).ok(); }

bool IsPath(std::string_view text) {
  if (text.size() > kMaxPathBytes || !IsLine(text)) return false;
  if (text.find('\\') != std::string_view::npos) return false;
  const auto parts = Split(WithoutDotSlash(text), '/');
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && part != "." && part != "..";
  });
}

bool IsEmail(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
  if (text.find('@', at + 1) != std::string_view::npos) return false;
  return std::none_of(text.begin(), text.end(), [](char c) { return IsControl(c) || c == ' '; });
}

bool IsSha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return IsDigit(c) || (AsciiLower(c) >= 'a' && AsciiLower(c) <= 'f');
         });
}

bool IsRoute(std::string_view text) { return !text.empty() && text[0] == '/' && IsLine(text); }

bool IsMethod(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool IsCurrency(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

const Format kLine = {
    "line",
    R"({"pattern":"^[^\\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]*$"})",
    IsLine, code::kControlCharacter, "must not hold control characters"};
// The schema can only forbid invisible characters below U+10000. The rule knows all of them.
const Format kTitle = {
    "title",
    R"({"pattern":"^[^\\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]*[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff][^\\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]*$"})",
    IsTitle, code::kControlCharacter,
    "must be one line with something to see in it, and no control characters"};
const Format kProse = {
    "prose",
    R"({"pattern":"^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]*$"})",
    IsProse, code::kControlCharacter, "must not hold control characters but tabs and line breaks"};
const Format kSlug = {"slug", R"({"pattern":"^[a-z0-9]+(-[a-z0-9]+)*$"})", IsSlug,
                      code::kSlugInvalid,
                      "must be lower-case letters and digits, joined by single hyphens"};
const Format kOwnSlug = {
    "own-slug",
    R"({"pattern":"^[a-z0-9]+(-[a-z0-9]+)*$","not":{"anyOf":[{"enum":["keys","bundles","discover","entitlements","orders","analytics","admin","downloads","situations","orgs","me"]},{"pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}]}})",
    // Reserved words have a code of their own, so manifest.cc looks for them.
    IsSlug, code::kSlugInvalid, "must be lower-case letters and digits, joined by single hyphens"};
const Format kVersion = {
    "version",
    // A pattern cannot say that numbers end at 2^53 - 1, but the format does.
    R"({"format":"semver","pattern":"^(0|[1-9][0-9]{0,15})\\.(0|[1-9][0-9]{0,15})\\.(0|[1-9][0-9]{0,15})(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?$"})",
    IsVersion, code::kVersionInvalid, "must be a SemVer 2.0 version such as 1.4.0 or 2.0.0-beta.1"};
const Format kLicense = {"license", R"({"format":"spdx-expression"})", IsLicense,
                         code::kLicenseInvalid,
                         "must be an SPDX licence expression such as MIT or Apache-2.0 OR MIT"};
const Format kRange = {"range", R"({"format":"npm-range"})", IsRange, code::kRangeInvalid,
                       "must be an npm version range such as >=18 or ^14.2"};
const Format kPath = {
    "path",
    R"({"pattern":"^(\\./)?(?!\\.{1,2}(/|$))[^/\\\\\\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]+(/(?!\\.{1,2}(/|$))[^/\\\\\\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]+)*$"})",
    IsPath, code::kPathUnsafe, "must be a relative path with '/' that stays inside the folder"};
const Format kEmail = {
    "email",
    R"({"pattern":"^[^@ \\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]+@[^@ \\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]+$"})",
    IsEmail, code::kEmailInvalid, "must be an e-mail address"};
const Format kSha256 = {"sha256", R"({"pattern":"^[0-9a-fA-F]{64}$"})", IsSha256,
                        code::kSha256Invalid, "must be 64 hexadecimal digits"};
const Format kRoute = {
    "route",
    R"({"pattern":"^/[^\\u0000-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb\\ufffe\\uffff]*$"})",
    IsRoute, code::kRoutePathInvalid, "must be a route that starts with '/'"};
const Format kMethod = {"method", R"({"pattern":"^[A-Z]+$"})", IsMethod, code::kMethodInvalid,
                        "must be an HTTP method in capital letters"};
const Format kCurrency = {"currency", R"({"pattern":"^[a-z]{3}$"})", IsCurrency,
                          code::kCurrencyInvalid, "must be a lower-case ISO 4217 code such as usd"};

bool IsReservedSlug(std::string_view slug) {
  if (std::find(std::begin(kReservedSlugs), std::end(kReservedSlugs), slug) !=
      std::end(kReservedSlugs)) {
    return true;
  }
  constexpr std::string_view kUuid = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (slug.size() != kUuid.size()) return false;
  for (std::size_t i = 0; i < kUuid.size(); ++i) {
    const bool is_hex = IsDigit(slug[i]) || (slug[i] >= 'a' && slug[i] <= 'f');
    if (kUuid[i] == '-' ? slug[i] != '-' : !is_hex) return false;
  }
  return true;
}

std::string_view WithoutDotSlash(std::string_view path) {
  return path.substr(0, 2) == "./" ? path.substr(2) : path;
}

}  // namespace keys::ingestion::format
