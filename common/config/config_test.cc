#include "common/config/config.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <utility>

#include "common/config/secret_file.h"

namespace keys::config {
namespace {

Lookup From(std::map<std::string, std::string> environment) {
  return [environment = std::move(environment)](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  };
}

TEST_CASE("all problems are reported at once") {
  const std::map<std::string, std::string> environment = {{"PORT", "70000x"}, {"ON", "maybe"}};
  const auto config = Config::Load({{.name = "PORT", .kind = Kind::kInteger, .help = "a port"},
                                    {.name = "ON", .kind = Kind::kFlag, .help = "a switch"},
                                    {.name = "URL", .kind = Kind::kUrl, .help = "an address"}},
                                   From(environment));
  REQUIRE_FALSE(config.ok());
  const std::string message(config.status().message());
  CHECK(message.find("PORT") != std::string::npos);
  CHECK(message.find("ON") != std::string::npos);
  CHECK(message.find("URL is not set") != std::string::npos);
}

TEST_CASE("secrets are masked when printed") {
  const std::map<std::string, std::string> environment = {
      {"KEY", "sk_test_123"}, {"DB", "postgresql://keys:hunter2@127.0.0.1:5432/keys"}};
  const auto config = Config::Load({{.name = "KEY", .kind = Kind::kSecret, .help = ""},
                                    {.name = "DB", .kind = Kind::kDatabase, .help = ""}},
                                   From(environment));
  REQUIRE(config.ok());
  const std::string printed = config->Print();
  CHECK(printed.find("sk_test") == std::string::npos);
  CHECK(printed.find("hunter2") == std::string::npos);
  CHECK(printed.find("127.0.0.1:5432/keys") != std::string::npos);
  CHECK(MaskDatabaseUrl("host=/x password='a b' user=k").find("a b") == std::string::npos);
}

TEST_CASE("an empty value counts as not set, and lists lose their blanks") {
  const std::map<std::string, std::string> environment = {{"LIST", " a, b ,,c"}, {"NAME", ""}};
  const auto config =
      Config::Load({{.name = "LIST", .kind = Kind::kList, .help = ""},
                    {.name = "NAME", .kind = Kind::kText, .fallback = "keys", .help = ""}},
                   From(environment));
  REQUIRE(config.ok());
  CHECK(config->List("LIST") == std::vector<std::string>{"a", "b", "c"});
  CHECK(config->Text("NAME") == "keys");
}

TEST_CASE("a variable may be held to more than its kind") {
  const Variable even{
      .name = "EVEN", .kind = Kind::kSecret, .help = "", .check = [](const std::string& value) {
        return value.size() % 2 == 0 ? "" : "has an odd number of characters";
      }};
  const auto load = [&even](const char* value) {
    return Config::Load({even}, From({{"EVEN", value}}));
  };
  CHECK(load("ab").ok());
  CHECK(load("abc").status().message() == "EVEN has an odd number of characters");
}

TEST_CASE("a secret that is too short to be one is refused without being repeated") {
  const Variable secret{
      .name = "TOKEN_KEY", .kind = Kind::kSecret, .fallback = "", .help = "", .min = 16};
  const auto load = [&secret](const char* value) {
    return Config::Load({secret}, From({{"TOKEN_KEY", value}}));
  };
  CHECK(load("0123456789abcdef").ok());
  CHECK(load("hunter2").status().message() == "TOKEN_KEY must have at least 16 bytes");
  CHECK(load("").ok());  // not configured
}

class SecretFile {
 public:
  explicit SecretFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() /
              ("secret_file_" + std::to_string(::getpid()))) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << content;
  }
  ~SecretFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  const std::filesystem::path path_;
};

const std::vector<Variable> kOneSecret = {
    {.name = "TOKEN_KEY", .kind = Kind::kSecret, .help = "signs", .min = 8}};

absl::StatusOr<Config> LoadFrom(const std::string& content) {
  const SecretFile file(content);
  const std::map<std::string, std::string> environment = {{"TOKEN_KEY_FILE", file.path()}};
  return Config::Load(kOneSecret, From(environment));
}

TEST_CASE("a secret may stand in a file, with the mark and the line end that editors add") {
  CHECK(LoadFrom("0123456789")->Text("TOKEN_KEY") == "0123456789");
  CHECK(LoadFrom("0123456789\n")->Text("TOKEN_KEY") == "0123456789");
  CHECK(LoadFrom("\xEF\xBB\xBF"
                 "0123456789\r\n")
            ->Text("TOKEN_KEY") == "0123456789");
  CHECK(LoadFrom(" blanks belong to it \n\n")->Text("TOKEN_KEY") == " blanks belong to it \n");
  CHECK(LoadFrom("0123456789")->Print() == "TOKEN_KEY=******\n");
}

TEST_CASE("a file that holds no secret is refused by its name, and what it holds is not repeated") {
  const auto refused = [](const std::string& content, const char* why) {
    const auto config = LoadFrom(content);
    REQUIRE_FALSE(config.ok());
    CHECK_THAT(std::string(config.status().message()), Catch::Contains(why));
    CHECK(config.status().message().find("hunter") == std::string::npos);
  };
  refused("", "TOKEN_KEY_FILE names a file that is empty");
  refused("\xEF\xBB\xBF\n", "TOKEN_KEY_FILE names a file that is empty");
  refused("hunter2\n", "TOKEN_KEY must have at least 8 bytes");
  refused(std::string("hunter2\0hunter2", 15), "NUL byte");
  refused(std::string(kMaxSecretFileBytes + 1, 'h'), "larger than 65536 bytes");
  CHECK_FALSE(ReadSecretFile("/nowhere/secret").ok());
  CHECK_FALSE(ReadSecretFile("/").ok());
}

TEST_CASE("a secret that is given twice is refused, and only secrets are read from files") {
  const SecretFile file("0123456789");
  const std::map<std::string, std::string> twice = {{"TOKEN_KEY", "0123456789"},
                                                    {"TOKEN_KEY_FILE", file.path()}};
  CHECK_THAT(std::string(Config::Load(kOneSecret, From(twice)).status().message()),
             Catch::Contains("TOKEN_KEY and TOKEN_KEY_FILE are both set"));
  const std::map<std::string, std::string> text = {{"NAME_FILE", file.path()}};
  const auto config =
      Config::Load({{.name = "NAME", .fallback = "keys", .help = "who"}}, From(text));
  CHECK(config->Text("NAME") == "keys");
}

TEST_CASE("variables are told as JSON, with what a value must fit") {
  const std::string json = DescribeAsJson(
      {kOneSecret[0],
       {.name = "N", .kind = Kind::kInteger, .fallback = "3", .help = "how many", .min = 1}});
  CHECK(
      json ==
      R"([{"name":"TOKEN_KEY","kind":"secret","required":true,"default":"","help":"signs","file":true,"min":8},)"
      R"({"name":"N","kind":"integer","required":false,"default":"3","help":"how many","file":false,"min":1}])");
}

}  // namespace
}  // namespace keys::config
