#include "common/semver/range.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "common/base/text.h"

namespace keys::semver {
namespace {

using Comparators = std::vector<Comparator>;

// One to three numbers, each of which may be a wildcard. A number that is absent is a wildcard too.
struct Partial {
  std::optional<std::uint64_t> major;
  std::optional<std::uint64_t> minor;
  std::optional<std::uint64_t> patch;
  std::vector<std::string> prerelease;
  bool is_plain = true;         // nothing but at most one "v" stood before it
  bool number_after_x = false;  // 1.x.3
  bool IsFull() const { return major && minor && patch; }
};

// The sign that stood before a partial version.
enum class Sigil { kNone, kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kTilde, kCaret };

bool IsWildcard(std::string_view text) { return text == "x" || text == "X" || text == "*"; }

std::optional<Partial> ParsePartial(std::string_view text) {
  Partial partial;
  const auto prefix = text.substr(0, text.find_first_not_of("v="));
  partial.is_plain = prefix.empty() || prefix == "v";
  text.remove_prefix(prefix.size());
  bool has_suffix = false;
  if (const auto dash = text.find('-'); dash != std::string_view::npos) {
    auto identifiers = ParsePrerelease(text.substr(dash + 1));
    if (!identifiers) return std::nullopt;
    partial.prerelease = *std::move(identifiers);
    text = text.substr(0, dash);
    has_suffix = true;
  }
  const std::vector<std::string_view> parts = Split(text, '.');
  if (parts.size() > 3 || (has_suffix && parts.size() != 3)) return std::nullopt;
  std::optional<std::uint64_t>* const targets[] = {&partial.major, &partial.minor, &partial.patch};
  bool seen_wildcard = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (IsWildcard(parts[i])) {
      seen_wildcard = true;
      continue;
    }
    *targets[i] = ParseNumber(parts[i]);
    if (!*targets[i]) return std::nullopt;
    partial.number_after_x |= seen_wildcard;
  }
  return partial;
}

Comparator AtLeast(Version version) { return {Operator::kGreaterOrEqual, std::move(version)}; }
Comparator Below(Version version) { return {Operator::kLess, std::move(version)}; }

// Returns the lowest version of M.m.p, which npm writes as M.m.p-0.
Version Floor(std::uint64_t major, std::uint64_t minor, std::uint64_t patch) {
  return Version::Of(major, minor, patch, {"0"});
}

// Returns the partial with zeros in place of its wildcards.
Version Lowest(const Partial& p) {
  return Version::Of(p.major.value_or(0), p.minor.value_or(0), p.minor ? p.patch.value_or(0) : 0,
                     p.IsFull() ? p.prerelease : std::vector<std::string>{});
}

// Returns the first version above everything that the wildcards stand for (and above every patch).
Version PastWildcards(const Partial& p) {
  return p.minor ? Floor(*p.major, *p.minor + 1, 0) : Floor(*p.major + 1, 0, 0);
}

Comparators Nothing() { return {Below(Floor(0, 0, 0))}; }

Comparators Tilde(const Partial& p) {
  if (!p.major) return {};
  return {AtLeast(Lowest(p)), Below(PastWildcards(p))};
}

Comparators Caret(const Partial& p) {
  if (!p.major) return {};
  Version past = Floor(*p.major + 1, 0, 0);
  if (*p.major == 0 && p.minor) {
    const bool pins_patch = p.patch && *p.minor == 0;
    past = pins_patch ? Floor(0, 0, *p.patch + 1) : Floor(0, *p.minor + 1, 0);
  }
  return {AtLeast(Lowest(p)), Below(past)};
}

// Compares with a partial version that has wildcards.
Comparators CompareWildcard(Sigil sigil, const Partial& p) {
  const bool is_strict = sigil == Sigil::kGreater || sigil == Sigil::kLess;
  if (!p.major) return is_strict ? Nothing() : Comparators{};
  const Version lowest = Lowest(p);
  const Version past = PastWildcards(p);
  switch (sigil) {
    case Sigil::kGreater:
      return {AtLeast(Version::Of(past.major(), past.minor(), 0))};
    case Sigil::kGreaterOrEqual:
      return {AtLeast(lowest)};
    case Sigil::kLess:
      return {Below(Floor(lowest.major(), lowest.minor(), lowest.patch()))};
    case Sigil::kLessOrEqual:
      return {Below(past)};
    default:
      return {AtLeast(lowest), Below(past)};
  }
}

std::optional<Comparators> Desugar(Sigil sigil, const Partial& p) {
  if (sigil == Sigil::kTilde) return Tilde(p);
  if (sigil == Sigil::kCaret) return Caret(p);
  if (p.number_after_x) return std::nullopt;
  if (!p.IsFull()) return CompareWildcard(sigil, p);
  if (!p.is_plain) return std::nullopt;
  Operator op = Operator::kEqual;
  if (sigil == Sigil::kLess) op = Operator::kLess;
  if (sigil == Sigil::kLessOrEqual) op = Operator::kLessOrEqual;
  if (sigil == Sigil::kGreater) op = Operator::kGreater;
  if (sigil == Sigil::kGreaterOrEqual) op = Operator::kGreaterOrEqual;
  return Comparators{{op, Lowest(p)}};
}

struct Prefix {
  std::string_view text;
  Sigil sigil;
};

constexpr std::array<Prefix, 8> kPrefixes = {{{">=", Sigil::kGreaterOrEqual},
                                              {"<=", Sigil::kLessOrEqual},
                                              {"~>", Sigil::kTilde},
                                              {">", Sigil::kGreater},
                                              {"<", Sigil::kLess},
                                              {"~", Sigil::kTilde},
                                              {"^", Sigil::kCaret},
                                              {"=", Sigil::kEqual}}};

std::optional<Comparators> ParseHyphen(const std::optional<Partial>& from,
                                       const std::optional<Partial>& to) {
  if (!from || !to) return std::nullopt;
  if (from->IsFull() && !from->is_plain) return std::nullopt;
  if (to->IsFull() && !to->is_plain && to->prerelease.empty()) return std::nullopt;
  Comparators comparators;
  if (from->major) comparators.push_back(AtLeast(Lowest(*from)));
  if (!to->major) return comparators;
  if (to->minor && to->patch) {
    comparators.push_back({Operator::kLessOrEqual, Lowest(*to)});
  } else {
    comparators.push_back(Below(PastWildcards(*to)));
  }
  return comparators;
}

std::vector<std::string_view> Words(std::string_view text) {
  constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";
  std::vector<std::string_view> words;
  while (true) {
    const auto from = text.find_first_not_of(kWhiteSpace);
    if (from == std::string_view::npos) return words;
    text.remove_prefix(from);
    const std::string_view word = text.substr(0, text.find_first_of(kWhiteSpace));
    words.push_back(word);
    text.remove_prefix(word.size());
  }
}

// In "v 1.2 - = 2" npm lets spaces stand behind the letters before a number.
std::optional<Partial> ParseSpaced(const std::vector<std::string_view>& words) {
  std::string joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_prefix = words[i].find_first_not_of("v=") == std::string_view::npos;
    if (i + 1 < words.size() && !is_prefix) return std::nullopt;
    joined += words[i];
  }
  auto partial = ParsePartial(joined);
  if (partial && words.size() > 1) partial->is_plain = false;
  return partial;
}

std::vector<std::string_view> SplitAlternatives(std::string_view text) {
  std::vector<std::string_view> alternatives;
  while (true) {
    const auto at = text.find("||");
    alternatives.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return alternatives;
    text.remove_prefix(at + 2);
  }
}

bool IsBuildCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

// Removes build metadata wherever it stands, as npm does before it reads anything else.
std::string WithoutBuilds(std::string_view text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    // "+a.b-c": identifiers with single dots between them.
    if (text[i] == '+') {
      for (std::size_t at = i; at + 1 < text.size() && IsBuildCharacter(text[at + 1]); at = end) {
        end = at + 1;
        while (end < text.size() && IsBuildCharacter(text[end])) ++end;
        if (end == text.size() || text[end] != '.') break;
      }
    }
    if (end == i) {
      kept += text[i++];
    } else {
      i = end;
    }
  }
  return kept;
}

std::optional<Comparators> ParseAlternative(std::string_view written) {
  const std::string text = WithoutBuilds(written);
  const std::vector<std::string_view> words = Words(text);
  const auto hyphen = std::find(words.begin(), words.end(), "-");
  if (hyphen != words.end()) {
    return ParseHyphen(ParseSpaced({words.begin(), hyphen}),
                       ParseSpaced({hyphen + 1, words.end()}));
  }
  Comparators all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    Sigil sigil = Sigil::kNone;
    for (const Prefix& prefix : kPrefixes) {
      if (word.substr(0, prefix.text.size()) != prefix.text) continue;
      sigil = prefix.sigil;
      word.remove_prefix(prefix.text.size());
      break;
    }
    // "> 1.2" is ">1.2", and to npm "> =1.2" is ">=1.2".
    if (word.empty() && ++i < words.size()) {
      word = words[i];
      const bool is_strict = sigil == Sigil::kLess || sigil == Sigil::kGreater;
      if (is_strict && word[0] == '=') {
        sigil = sigil == Sigil::kLess ? Sigil::kLessOrEqual : Sigil::kGreaterOrEqual;
        word.remove_prefix(1);
      }
    }
    const auto partial = ParsePartial(word);
    if (!partial) return std::nullopt;
    auto comparators = Desugar(sigil, *partial);
    if (!comparators) return std::nullopt;
    for (Comparator& comparator : *comparators) {
      const Version& v = comparator.version;
      if (std::max({v.major(), v.minor(), v.patch()}) > kMaxNumber) return std::nullopt;
      all.push_back(std::move(comparator));
    }
  }
  return all;
}

std::string_view Symbol(Operator op) {
  switch (op) {
    case Operator::kLess:
      return "<";
    case Operator::kLessOrEqual:
      return "<=";
    case Operator::kGreater:
      return ">";
    case Operator::kGreaterOrEqual:
      return ">=";
    case Operator::kEqual:
      return "";
  }
  return "";
}

bool Matches(const Comparator& comparator, const Version& version) {
  const int order = Compare(version, comparator.version);
  switch (comparator.op) {
    case Operator::kLess:
      return order < 0;
    case Operator::kLessOrEqual:
      return order <= 0;
    case Operator::kGreater:
      return order > 0;
    case Operator::kGreaterOrEqual:
      return order >= 0;
    case Operator::kEqual:
      return order == 0;
  }
  return false;
}

bool NamesPrereleaseOf(const Comparator& comparator, const Version& version) {
  const Version& bound = comparator.version;
  return bound.IsPrerelease() && bound.major() == version.major() &&
         bound.minor() == version.minor() && bound.patch() == version.patch();
}

bool MatchesAll(const Comparators& comparators, const Version& version) {
  for (const Comparator& comparator : comparators) {
    if (!Matches(comparator, version)) return false;
  }
  if (!version.IsPrerelease()) return true;
  return std::any_of(comparators.begin(), comparators.end(),
                     [&](const Comparator& c) { return NamesPrereleaseOf(c, version); });
}

// To npm ">=0.0.0" means "*", which restricts nothing beside other comparators: it does not even
// keep pre-releases of 0.0.0 out.
void DropFloors(Comparators& comparators) {
  comparators.erase(std::remove_if(comparators.begin(), comparators.end(),
                                   [](const Comparator& c) {
                                     return c.op == Operator::kGreaterOrEqual &&
                                            Compare(c.version, Version::Of(0, 0, 0)) == 0;
                                   }),
                    comparators.end());
}

}  // namespace

absl::StatusOr<Range> Range::Parse(std::string_view text) {
  if (text.size() > kMaxRangeLength) {
    return absl::InvalidArgumentError("A version range has at most 256 characters");
  }
  Range range;
  for (std::string_view alternative : SplitAlternatives(text)) {
    auto comparators = ParseAlternative(alternative);
    if (!comparators) {
      return absl::InvalidArgumentError(
          Concat({"\"", alternative.substr(0, 64), "\" is not an npm version range"}));
    }
    DropFloors(*comparators);
    range.alternatives_.push_back(*std::move(comparators));
  }
  // As in npm, "*" swallows its alternatives: "* || 1.0.0-rc.1" does not contain 1.0.0-rc.1.
  const auto any = std::find_if(range.alternatives_.begin(), range.alternatives_.end(),
                                [](const Comparators& all) { return all.empty(); });
  if (any != range.alternatives_.end()) range.alternatives_ = {{}};
  return range;
}

bool Range::Contains(const Version& version) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [&](const Comparators& all) { return MatchesAll(all, version); });
}

std::string Range::ToString() const {
  std::string text;
  std::string_view before_alternative;
  for (const Comparators& comparators : alternatives_) {
    text += before_alternative;
    before_alternative = "||";
    std::string_view before_comparator;
    for (const Comparator& comparator : comparators) {
      text += Concat({before_comparator, Symbol(comparator.op), comparator.version.ToString()});
      before_comparator = " ";
    }
  }
  return text;
}

}  // namespace keys::semver
