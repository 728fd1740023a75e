#include "common/config/config.h"

#include <unistd.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "common/base/check.h"
#include "common/base/text.h"
#include "common/config/secret_file.h"

namespace keys::config {
namespace {

constexpr std::string_view kMask = "******";

std::optional<bool> ParseFlag(std::string_view value) {
  const std::string lower = ToAsciiLower(value);
  for (std::string_view word : {"1", "true", "yes", "on"}) {
    if (lower == word) return true;
  }
  for (std::string_view word : {"", "0", "false", "no", "off"}) {
    if (lower == word) return false;
  }
  return std::nullopt;
}

bool IsHostPort(std::string_view value) {
  const size_t colon = value.rfind(':');
  int port = -1;
  return colon != std::string_view::npos && colon > 0 &&
         absl::SimpleAtoi(std::string(value.substr(colon + 1)), &port) && port >= 0 &&
         port <= 65535;
}

bool IsUrl(std::string_view value) {
  const size_t at = value.find("://");
  return at != std::string_view::npos && at > 0 && value.find_first_of(" \t\n") == value.npos;
}

// Returns what is wrong with a value of this kind, or nothing. The text never repeats a secret.
std::string ProblemOf(const Variable& variable, const std::string& value) {
  switch (variable.kind) {
    case Kind::kText:
    case Kind::kList:
    case Kind::kDatabase:
      return "";
    case Kind::kSecret:
      if (static_cast<int64_t>(value.size()) >= variable.min) return "";
      return StrCat("must have at least ", variable.min, " bytes");
    case Kind::kInteger: {
      int64_t number = 0;
      if (!absl::SimpleAtoi(value, &number) || number < variable.min || number > variable.max) {
        return StrCat("must be a whole number from ", variable.min, " to ", variable.max, ", not '",
                      value, "'");
      }
      return "";
    }
    case Kind::kFlag:
      return ParseFlag(value).has_value() ? "" : StrCat("must be 1 or 0, not '", value, "'");
    case Kind::kHostPort:
      return IsHostPort(value) ? "" : StrCat("must be host:port, not '", value, "'");
    case Kind::kUrl:
      return IsUrl(value) ? "" : StrCat("must be a URL, not '", value, "'");
    case Kind::kFile:
      return access(value.c_str(), R_OK) == 0
                 ? ""
                 : StrCat("names a file that cannot be read: '", value, "'");
  }
  return "";
}

std::string_view Found(const Lookup& lookup, const std::string& name) {
  const char* found = lookup(name.c_str());
  return found == nullptr ? std::string_view() : std::string_view(found);
}

// Returns the variable's value from the environment or from the file that it names; nothing when
// neither is set.
absl::StatusOr<std::optional<std::string>> Given(const Variable& variable, const Lookup& lookup) {
  const std::string_view direct = Found(lookup, variable.name);
  const std::string_view path =
      MayBeFile(variable) ? Found(lookup, FileNameOf(variable)) : std::string_view();
  if (!direct.empty() && !path.empty()) {
    return absl::InvalidArgumentError(
        StrCat(variable.name, " and ", FileNameOf(variable), " are both set; unset one of them"));
  }
  if (!direct.empty()) return std::string(direct);
  if (path.empty()) return std::nullopt;
  auto value = ReadSecretFile(std::string(path));
  if (!value.ok()) {
    return absl::InvalidArgumentError(StrCat(FileNameOf(variable), " ", MessageOf(value.status())));
  }
  return *std::move(value);
}

}  // namespace

bool MayBeFile(const Variable& variable) {
  return variable.kind == Kind::kSecret || variable.kind == Kind::kDatabase;
}

std::string FileNameOf(const Variable& variable) { return StrCat(variable.name, "_FILE"); }

absl::StatusOr<Config> Config::Load(const std::vector<Variable>& variables, const Lookup& lookup) {
  Config config;
  std::vector<std::string> problems;
  for (const Variable& variable : variables) {
    auto given = Given(variable, lookup);
    if (!given.ok()) {
      problems.emplace_back(MessageOf(given.status()));
      continue;
    }
    if (!given->has_value() && !variable.fallback.has_value()) {
      problems.push_back(StrCat(variable.name, " is not set: ", variable.help));
      continue;
    }
    std::string value = given->has_value() ? **std::move(given) : *variable.fallback;
    // An empty fallback means "not configured" and is not checked.
    if (!value.empty()) {
      std::string problem = ProblemOf(variable, value);
      if (problem.empty() && variable.check) problem = variable.check(value);
      if (!problem.empty()) problems.push_back(StrCat(variable.name, " ", problem));
    }
    config.entries_.push_back({variable, std::move(value)});
  }
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
  return config;
}

const Config::Entry& Config::Find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.variable.name == name) return entry;
  }
  CHECK_THAT(false, "a configuration variable was read that was not declared");
  std::abort();
}

const std::string& Config::Text(std::string_view name) const { return Find(name).value; }

const std::string* Config::FindText(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.variable.name == name) return &entry.value;
  }
  return nullptr;
}

int64_t Config::Integer(std::string_view name) const {
  const Entry& entry = Find(name);
  CHECK_THAT(entry.variable.kind == Kind::kInteger, "a variable was read as another kind");
  int64_t number = 0;
  CHECK_THAT(absl::SimpleAtoi(entry.value, &number), "an integer variable needs a value");
  return number;
}

bool Config::Flag(std::string_view name) const {
  const Entry& entry = Find(name);
  CHECK_THAT(entry.variable.kind == Kind::kFlag, "a variable was read as another kind");
  return ParseFlag(entry.value).value_or(false);
}

std::vector<std::string> Config::List(std::string_view name) const {
  std::vector<std::string> items;
  for (std::string_view item : Split(Find(name).value, ',')) {
    item = StripBlanks(item);
    if (!item.empty()) items.emplace_back(item);
  }
  return items;
}

std::string Config::Print() const {
  std::string out;
  for (const Entry& entry : entries_) {
    std::string shown = entry.value;
    if (entry.variable.kind == Kind::kSecret && !shown.empty()) shown = std::string(kMask);
    if (entry.variable.kind == Kind::kDatabase) shown = MaskDatabaseUrl(shown);
    StrAppend(&out, entry.variable.name, "=", shown, "\n");
  }
  return out;
}

std::string MaskDatabaseUrl(std::string_view url) {
  std::string out(url);
  if (const size_t scheme = out.find("://"); scheme != std::string::npos) {
    const size_t at = out.find('@', scheme);
    const size_t colon = out.find(':', scheme + 3);
    if (at != std::string::npos && colon != std::string::npos && colon < at) {
      out.replace(colon + 1, at - colon - 1, kMask);
    }
  }
  // The password may also be given as key=value, in the URL form as a query parameter.
  if (const size_t password = out.find("password="); password != std::string::npos) {
    const size_t from = password + 9;
    size_t to = out.find_first_of(" &", from);
    if (from < out.size() && out[from] == '\'') to = out.find('\'', from + 1);
    out.replace(from, to == std::string::npos ? std::string::npos : to - from, kMask);
  }
  return out;
}

}  // namespace keys::config
