// A process's configuration: environment variables, declared once with kind, default and meaning.
//
//   const std::vector<config::Variable> kVariables = {
//       {.name = "GRPC_LISTEN", .kind = config::Kind::kHostPort, .help = "where gRPC listens"},
//       {.name = "STRIPE_SECRET_KEY", .kind = config::Kind::kSecret, .fallback = "", .help = "…"}};
//   ASSIGN_OR_RETURN(const config::Config config, config::Config::Load(kVariables, getenv));
//   config.Text("GRPC_LISTEN");
//
// A variable without a fallback is required. An empty value counts as not set. The value of a
// secret or a database may stand in a file that NAME_FILE names (secret_file.h). Load reports *all*
// problems at once. Values do not change after Load, so a Config is thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace keys::config {

enum class Kind {
  kText,
  kSecret,    // masked when printed
  kInteger,   // min..max
  kFlag,      // 1, true, yes, on / 0, false, no, off
  kHostPort,  // host:port, port 0..65535
  kUrl,       // scheme://…
  kDatabase,  // a libpq connection string; the password is masked when printed
  kList,      // comma-separated, blanks around items removed
  kFile,      // a path; the file must be readable
};

struct Variable {
  std::string name;
  Kind kind = Kind::kText;
  // A variable without a fallback is required.
  std::optional<std::string> fallback;
  std::string help;
  // The bounds of an integer. For a secret, `min` is the fewest bytes it may have.
  int64_t min = 0;
  int64_t max = INT64_MAX;
  // Judges a value that fits its kind and returns what is wrong with it, or an empty text. The text
  // must not repeat a secret.
  std::function<std::string(const std::string& value)> check;
};

// True for what nobody should read in a process's environment: secrets and databases.
bool MayBeFile(const Variable& variable);
// "CURSOR_KEY_FILE" for CURSOR_KEY.
std::string FileNameOf(const Variable& variable);

using Lookup = std::function<const char*(const char* name)>;

class Config {
 public:
  // INVALID_ARGUMENT whose message has a line for each problem.
  static absl::StatusOr<Config> Load(const std::vector<Variable>& variables, const Lookup& lookup);

  // Asking for a name that was not declared, or as another kind, is a programmer's error.
  const std::string& Text(std::string_view name) const;
  // Null when `name` was not declared.
  const std::string* FindText(std::string_view name) const;
  int64_t Integer(std::string_view name) const;
  bool Flag(std::string_view name) const;
  std::vector<std::string> List(std::string_view name) const;

  // Returns NAME=value lines in declared order. A secret is printed as ******, so that only its
  // presence shows.
  std::string Print() const;

 private:
  struct Entry {
    Variable variable;
    std::string value;
  };
  const Entry& Find(std::string_view name) const;
  std::vector<Entry> entries_;
};

// Returns the text that --help prints: one line for each variable.
std::string Describe(const std::vector<Variable>& variables);
// Returns what --list-variables prints, an array of {name, kind, required, default, help, file,
// min?, max?}. docs/configuration.md is made from it.
std::string DescribeAsJson(const std::vector<Variable>& variables);

// Returns "postgresql://user:secret@host/db" and "… password=secret …" with the secret replaced.
std::string MaskDatabaseUrl(std::string_view url);

}  // namespace keys::config
