#include "services/ingestion/domain/spdx.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kLicenseIds[] = {
#include "services/ingestion/domain/spdx_ids.inc"
};
constexpr std::string_view kExceptionIds[] = {
#include "services/ingestion/domain/spdx_exceptions.inc"
};

// Maps the lower-case spelling to the official one.
using Spellings = std::unordered_map<std::string, std::string_view>;

template <std::size_t N>
Spellings* MakeSpellings(const std::string_view (&ids)[N]) {
  auto* spellings = new Spellings();
  for (std::string_view id : ids) spellings->emplace(ToAsciiLower(id), id);
  return spellings;
}

std::optional<std::string_view> Find(const Spellings& spellings, std::string_view id) {
  const auto found = spellings.find(ToAsciiLower(id));
  if (found == spellings.end()) return std::nullopt;
  return found->second;
}

bool IsIdString(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return IsDigit(c) || IsAsciiLetter(c) || c == '-' || c == '.';
  });
}

// Accepts LicenseRef-x and DocumentRef-x:LicenseRef-y. The prefixes must match exactly.
bool IsReference(std::string_view text, std::string_view prefix) {
  constexpr std::string_view kDocument = "DocumentRef-";
  if (text.substr(0, kDocument.size()) == kDocument) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    if (!IsIdString(text.substr(kDocument.size(), colon - kDocument.size()))) return false;
    text = text.substr(colon + 1);
  }
  return text.substr(0, prefix.size()) == prefix && IsIdString(text.substr(prefix.size()));
}

std::optional<std::string> OfficialLicense(std::string_view word) {
  static const Spellings* const kSpellings = MakeSpellings(kLicenseIds);
  if (IsReference(word, "LicenseRef-")) return std::string(word);
  if (const auto id = Find(*kSpellings, word)) return std::string(*id);
  if (word.empty() || word.back() != '+') return std::nullopt;
  const auto id = Find(*kSpellings, word.substr(0, word.size() - 1));
  if (!id) return std::nullopt;
  return Concat({*id, "+"});
}

std::optional<std::string> OfficialException(std::string_view word) {
  static const Spellings* const kSpellings = MakeSpellings(kExceptionIds);
  if (IsReference(word, "AdditionRef-")) return std::string(word);
  if (const auto id = Find(*kSpellings, word)) return std::string(*id);
  return std::nullopt;
}

std::vector<std::string_view> Tokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  while (!text.empty()) {
    std::size_t length = 1;
    if (text[0] == ' ' || text[0] == '\t') {
      text.remove_prefix(1);
      continue;
    }
    if (text[0] != '(' && text[0] != ')')
      length = std::min(text.find_first_of(" \t()"), text.size());
    tokens.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return tokens;
}

class Parser {
 public:
  explicit Parser(std::vector<std::string_view> tokens) : tokens_(std::move(tokens)) {}

  absl::StatusOr<std::string> ParseAll() {
    RETURN_IF_ERROR(ParseExpression(0));
    if (at_ < tokens_.size()) {
      return Bad(Concat({"\"", tokens_[at_], "\" is not expected there"}));
    }
    return std::move(out_);
  }

 private:
  // AND binds tighter than OR and both are associative, so the order of the words is all that must
  // be kept.
  absl::Status ParseExpression(int depth) {
    if (depth > kMaxLicenseDepth) return Bad("its parentheses are nested too deeply");
    RETURN_IF_ERROR(ParseTerm(depth));
    for (auto word = Operator(); word == "AND" || word == "OR"; word = Operator()) {
      ++at_;
      out_ += Concat({" ", word, " "});
      RETURN_IF_ERROR(ParseTerm(depth));
    }
    return absl::OkStatus();
  }

  absl::Status ParseTerm(int depth) {
    if (Peek() == "(") {
      ++at_;
      out_ += "(";
      RETURN_IF_ERROR(ParseExpression(depth + 1));
      if (Peek() != ")") return Bad("a parenthesis is not closed");
      ++at_;
      out_ += ")";
      return absl::OkStatus();
    }
    if (at_ == tokens_.size()) return Bad("it ends too early");
    const auto license = OfficialLicense(tokens_[at_]);
    if (!license) return Bad(Concat({"\"", tokens_[at_], "\" is not a licence on the SPDX list"}));
    out_ += *license;
    ++at_;
    if (Operator() != "WITH") return absl::OkStatus();
    ++at_;
    const auto exception = OfficialException(Peek());
    if (!exception) return Bad(Concat({"\"", Peek(), "\" is not an exception on the SPDX list"}));
    out_ += " WITH " + *exception;
    ++at_;
    return absl::OkStatus();
  }

  // Operators are all capital or all small letters (SPDX 3.0.1, annex "SPDX license expressions").
  std::string_view Operator() const {
    constexpr std::pair<std::string_view, std::string_view> kOperators[] = {
        {"and", "AND"}, {"or", "OR"}, {"with", "WITH"}};
    for (const auto& [small, capital] : kOperators) {
      if (Peek() == small || Peek() == capital) return capital;
    }
    return {};
  }

  std::string_view Peek() const { return at_ < tokens_.size() ? tokens_[at_] : std::string_view(); }

  static absl::Status Bad(std::string_view why) {
    return absl::InvalidArgumentError(Concat({"Not an SPDX licence expression: ", why, "."}));
  }

  std::vector<std::string_view> tokens_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

absl::StatusOr<std::string> NormalizeLicense(std::string_view expression) {
  if (expression.size() > kMaxLicenseLength) {
    return absl::InvalidArgumentError("A licence expression has at most 200 characters.");
  }
  return Parser(Tokens(expression)).ParseAll();
}

}  // namespace keys::ingestion
