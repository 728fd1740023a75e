#include "gateway/filters/negotiate.h"

#include <charconv>
#include <cmath>
#include <string>

#include "common/base/text.h"
#include "gateway/filters/media_type.h"

namespace keys::gateway {
namespace {

// Returns the weight after "q=" in thousandths. A malformed weight counts as 0.
int Weight(std::string_view parameters) {
  for (const std::string_view parameter : SplitOutsideQuotes(parameters, ';')) {
    const std::string text = ToAsciiLower(StripBlanks(parameter));
    if (!text.starts_with("q=")) continue;
    double weight = 0;
    const auto [end, problem] = std::from_chars(text.data() + 2, text.data() + text.size(), weight);
    const bool valid =
        problem == std::errc() && end == text.data() + text.size() && weight >= 0 && weight <= 1;
    return valid ? static_cast<int>(std::lround(weight * 1000)) : 0;
  }
  return 1000;
}

// The most exact range that covers `type` decides: type/subtype before type/* before */*.
int QualityOf(std::string_view accept, std::string_view type) {
  const std::string group = StrCat(type.substr(0, type.find('/')), "/*");
  int best_match = 0;
  int quality = 0;
  for (const std::string_view range : SplitOutsideQuotes(accept, ',')) {
    const size_t semicolon = range.find(';');
    const std::string name = ToAsciiLower(StripBlanks(range.substr(0, semicolon)));
    const int match = name == type ? 3 : name == group ? 2 : name == "*/*" ? 1 : 0;
    if (match <= best_match) continue;
    best_match = match;
    quality = semicolon == std::string_view::npos ? 1000 : Weight(range.substr(semicolon + 1));
  }
  return quality;
}

// Returns the quality of a coding, by its name or else by "*"; 0 when the field names neither.
int CodingQuality(std::string_view accept_encoding, std::string_view coding) {
  int any = 0;
  for (const std::string_view member : SplitOutsideQuotes(accept_encoding, ',')) {
    const size_t semicolon = member.find(';');
    const std::string name = ToAsciiLower(StripBlanks(member.substr(0, semicolon)));
    const int quality =
        semicolon == std::string_view::npos ? 1000 : Weight(member.substr(semicolon + 1));
    if (name == coding) return quality;
    if (name == "*") any = quality;
  }
  return any;
}

}  // namespace

bool PrefersHtml(std::string_view accept) {
  return QualityOf(accept, "text/html") > QualityOf(accept, "application/json");
}

bool PrefersJson(std::string_view accept) {
  return QualityOf(accept, "application/json") > QualityOf(accept, "text/html");
}

Coding ChooseCoding(std::string_view accept_encoding, bool has_gzip, bool has_brotli) {
  const int gzip = has_gzip ? CodingQuality(accept_encoding, "gzip") : 0;
  const int brotli = has_brotli ? CodingQuality(accept_encoding, "br") : 0;
  if (brotli > 0 && brotli >= gzip) return Coding::kBrotli;
  return gzip > 0 ? Coding::kGzip : Coding::kIdentity;
}

}  // namespace keys::gateway
