#include "common/config/config.h"

#include <catch2/catch.hpp>
#include <map>

namespace keys::config {
namespace {

Lookup From(const std::map<std::string, std::string>& environment) {
  return [&environment](const char* name) -> const char* {
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
    return Config::Load({even}, [value](const char*) { return value; });
  };
  CHECK(load("ab").ok());
  CHECK(load("abc").status().message() == "EVEN has an odd number of characters");
}

TEST_CASE("a secret that is too short to be one is refused without being repeated") {
  const Variable secret{
      .name = "TOKEN_KEY", .kind = Kind::kSecret, .fallback = "", .help = "", .min = 16};
  const auto load = [&secret](const char* value) {
    return Config::Load({secret}, [value](const char*) { return value; });
  };
  CHECK(load("0123456789abcdef").ok());
  CHECK(load("hunter2").status().message() == "TOKEN_KEY must have at least 16 bytes");
  CHECK(load("").ok());  // not configured
}

}  // namespace
}  // namespace keys::config
