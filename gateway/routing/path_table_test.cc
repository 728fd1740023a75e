#include "gateway/routing/path_table.h"

#include <catch2/catch.hpp>

namespace keys::gateway {
namespace {

using Names = std::vector<std::string>;

PathTable Table() {
  PathTable table;
  REQUIRE(table.Add("GET", "/keys", 1).ok());
  REQUIRE(table.Add("GET", "/keys/{slug}", 2).ok());
  REQUIRE(table.Add("POST", "/keys/{slug}/buy", 3).ok());
  REQUIRE(table.Add("GET", "/keys/special", 4).ok());
  REQUIRE(table.Add("DELETE", "/keys/{id}", 5).ok());
  REQUIRE(table.Add("GET", "/", 6).ok());
  return table;
}

TEST_CASE("a literal beats a variable, and a dead end steps back") {
  const PathTable table = Table();
  CHECK(table.Find("GET", "/keys").route == 1);
  CHECK(table.Find("GET", "/keys/a").route == 2);
  CHECK(table.Find("GET", "/keys/special").route == 4);
  const auto found = table.Find("POST", "/keys/special/buy");
  CHECK(found.route == 3);
  CHECK(found.variables == Variables{{"slug", "special"}});
  CHECK(table.Find("DELETE", "/keys/a").variables == Variables{{"id", "a"}});
  CHECK(table.Find("GET", "/").route == 6);
}

TEST_CASE("variables are decoded and never empty") {
  const PathTable table = Table();
  CHECK(table.Find("GET", "/keys/a%2Fb%20c").variables == Variables{{"slug", "a/b c"}});
  CHECK(table.Find("GET", "/%6beys").route == 1);
  for (const char* path :
       {"/keys//", "//keys", "//", "/keys//buy", "/keys/%zz", "/nothing", "", "keys"}) {
    const auto found = table.Find("GET", path);
    CHECK_FALSE(found.route.has_value());
    CHECK(found.allow.empty());
  }
}

TEST_CASE("a slash at the end makes no other address") {
  const PathTable table = Table();
  CHECK(table.Find("GET", "/keys/").route == table.Find("GET", "/keys").route);
  CHECK(table.Find("GET", "/keys/a/").variables == Variables{{"slug", "a"}});
  CHECK(table.Find("GET", "/keys/a%2F").variables == Variables{{"slug", "a/"}});
}

TEST_CASE("a known path with another method says what is allowed") {
  const PathTable table = Table();
  const auto found = table.Find("PUT", "/keys/a");
  CHECK_FALSE(found.route.has_value());
  CHECK(found.allow == Names{"DELETE", "GET", "HEAD", "OPTIONS"});
  CHECK(table.Find("DELETE", "/keys/a/buy").allow == Names{"OPTIONS", "POST"});
  CHECK(table.Find("HEAD", "/keys/a").route == 2);
  CHECK_FALSE(table.Find("HEAD", "/keys/a/buy").route.has_value());
}

TEST_CASE("two templates for the same paths collide, whatever their variables are called") {
  PathTable table = Table();
  const absl::Status status = table.Add("GET", "/keys/{other}", 9);
  CHECK(status.code() == absl::StatusCode::kAlreadyExists);
  CHECK(status.message() == "GET /keys/{other} and GET /keys/{slug} are the same route");
}

TEST_CASE("malformed templates are refused") {
  for (const char* text : {"", "keys", "/keys/", "/a//b", "/{", "/{}", "/a{b}", "/{a}b"}) {
    CHECK_FALSE(ParseTemplate(text).ok());
  }
}

}  // namespace
}  // namespace keys::gateway
