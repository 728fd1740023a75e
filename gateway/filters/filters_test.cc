#include <catch2/catch.hpp>

#include "common/error/error.h"
#include "gateway/filters/client_address.h"
#include "gateway/filters/cors.h"
#include "gateway/filters/entity_tag.h"
#include "gateway/filters/media_type.h"
#include "gateway/filters/negotiate.h"
#include "gateway/filters/problem.h"
#include "gateway/filters/rate_limit.h"
#include "gateway/filters/request_id.h"

namespace keys::gateway {
namespace {

TEST_CASE("HTML is sent only to those who prefer it") {
  CHECK(PrefersHtml("text/html"));
  CHECK(PrefersHtml("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"));
  CHECK(PrefersHtml("TEXT/HTML;level=1, application/json;q=0.9"));
  CHECK(PrefersHtml("text/*, application/json;q=0.5"));
  CHECK(PrefersHtml("*/*, application/json;q=0"));
  for (const char* accept :
       {"", "*/*", "application/json", "text/html, application/json", "text/html;q=0.5, */*",
        "text/html;q=0", "text/html;q=x, */*;q=0.1", "application/*", "image/png", "text/html;q=2",
        "text/html;q=0.5;q=1, application/json;q=0.6",
        // Delimiters within quotes separate nothing, and a type within quotes is no type.
        R"(application/json;x="a, text/html")", R"(application/json;x="\", text/html;x=")",
        R"(text/html;x=";q=1";q=0.5, application/json;q=0.6)", R"("text/html")"}) {
    INFO(accept);
    CHECK_FALSE(PrefersHtml(accept));
  }
}

TEST_CASE("a media type is read as RFC 9110 writes it, or not at all") {
  const auto read = [](std::string_view text) {
    const auto type = ReadMediaType(text);
    if (!type.has_value()) return std::string("none");
    std::string words = type->name;
    for (const auto& [name, value] : type->parameters) words += "|" + name + "=" + value;
    return words;
  };
  CHECK(read("application/json") == "application/json");
  CHECK(read(" Application/JSON\t;CharSet=UTF-8 ") == "application/json|charset=UTF-8");
  CHECK(read(R"(a/b; x="utf\-8";y="a;b, \"c\"")") == R"(a/b|x=utf-8|y=a;b, "c")");
  CHECK(read("a/b;; ;x=1;") == "a/b|x=1");
  CHECK(read("application/problem+json") == "application/problem+json");
  for (const char* text : {"", "a", "a/", "/b", "a/b/c", "a b/c", "a/b, c/d", "a/b;x",
                           "a/b;x=", "a/b; x = 1", "a/b; x= 1", "a/b;x=\"1", "a/b;x=\"1\"2",
                           "a/b;x=a b", "a/b x=1", "a/b;=1", "a/b;x=\"\\\"", "\"a/b\""}) {
    INFO(text);
    CHECK(read(text) == "none");
  }
}

TEST_CASE("request ids are echoed when they are well-formed, else made") {
  SequenceIdSource ids;
  CHECK(RequestIdOf({{"x-request-id", "A.b_c-9"}}, ids) == "A.b_c-9");
  CHECK(RequestIdOf({{"x-request-id", std::string(128, 'a')}}, ids).size() == 128);
  for (const std::string& sent : {std::string(), std::string("a b"), std::string("é"),
                                  std::string("a\"b"), std::string(129, 'a')}) {
    CHECK(RequestIdOf({{"x-request-id", sent}}, ids).size() == 36);
  }
  CHECK(RequestIdOf({{"x-request-id", "a"}, {"x-request-id", "b"}}, ids).size() == 36);
  CHECK(RequestIdOf({}, ids) != RequestIdOf({}, ids));
}

TEST_CASE("entity tags are strong and compared weakly") {
  const std::string tag = EntityTagOf("bytes", "");
  CHECK(tag.front() == '"');
  CHECK(EntityTagOf("bytes", "") == tag);
  CHECK(EntityTagOf("other", "") != tag);
  CHECK(EntityTagOf("bytes", "k7").substr(0, 4) == "\"k7.");
}

TEST_CASE("lists of entity tags are read as RFC 9110 says") {
  const auto weak = [](std::string_view list) {
    return MatchesAny(list, "\"t\"", TagComparison::kWeak);
  };
  for (const char* list : {"\"t\"", "W/\"t\"", "\"x\" , W/\"t\"", "*", " * ", ",, \"t\"", "\"t\",",
                           "\"a,b\",\"t\"", "\"x\"\t,\t\"t\"", "\"\", \"t\""}) {
    INFO(list);
    CHECK(weak(list));
  }
  // A star, a comma or the tag itself within another tag's quotes belongs to that tag.
  for (const char* list : {"",
                           ",",
                           "t",
                           "\"t",
                           "t\"",
                           "\"x\"",
                           "w/\"t\"",
                           "W/t",
                           "W/ \"t\"",
                           "\"a,*,b\"",
                           "\"a, \"t\", b\"",
                           "*, \"x\"",
                           "\"x\", *",
                           "\"t\"x",
                           "\"t\" \"x\"",
                           "'t'",
                           "\"T\"",
                           "\"t \"",
                           "\"x\",\"",
                           "W/",
                           "\""}) {
    INFO(list);
    CHECK_FALSE(weak(list));
  }
  CHECK(MatchesAny("\"x\", \"t\"", "\"t\"", TagComparison::kStrong));
  CHECK(MatchesAny("W/\"t\", \"t\"", "\"t\"", TagComparison::kStrong));
  CHECK_FALSE(MatchesAny("W/\"t\"", "\"t\"", TagComparison::kStrong));
}

TEST_CASE("conditions of reading are tried in their order, over all fields of a name") {
  const auto of = [](const HeaderFields& headers) { return CheckConditions(headers, "\"t\""); };
  CHECK(of({}) == Condition::kNone);
  CHECK(of({{"if-match", "\"t\""}}) == Condition::kNone);
  CHECK(of({{"if-match", "*"}}) == Condition::kNone);
  CHECK(of({{"if-match", "W/\"t\""}}) == Condition::kFailed);
  CHECK(of({{"if-match", ""}}) == Condition::kFailed);
  CHECK(of({{"if-match", "\"x\""}, {"if-none-match", "\"t\""}}) == Condition::kFailed);
  CHECK(of({{"if-match", "\"t\""}, {"if-none-match", "\"t\""}}) == Condition::kNotModified);
  CHECK(of({{"if-none-match", "\"x\""}, {"if-none-match", "\"t\""}}) == Condition::kNotModified);
  CHECK(of({{"if-match", "\"x\""}, {"if-match", "\"t\""}}) == Condition::kNone);
  // The gateway sends no dates, so no condition by date can hold or fail.
  CHECK(of({{"if-modified-since", "Mon, 23 Nov 2026 12:00:00 GMT"},
            {"if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT"}}) == Condition::kNone);
}

TEST_CASE("the client's address is the first that no trusted proxy vouches for") {
  const auto addresses = ClientAddresses::Make({"10.0.0.0/8", "::1", "2001:db8::/33"});
  REQUIRE(addresses.ok());
  const auto of = [&](const std::string& peer, const std::string& forwarded) {
    HttpRequest request{.peer_address = peer};
    if (!forwarded.empty()) request.headers.Add("x-forwarded-for", forwarded);
    return addresses->Of(request);
  };
  CHECK(of("192.0.2.1", "198.51.100.7") == "192.0.2.1");
  CHECK(of("10.1.2.3", "") == "10.1.2.3");
  CHECK(of("10.1.2.3", "198.51.100.7") == "198.51.100.7");
  CHECK(of("10.1.2.3", "203.0.113.9, 198.51.100.7, 10.9.9.9") == "198.51.100.7");
  CHECK(of("::1", "2001:db8:8000::1") == "2001:db8:8000::1");
  CHECK(of("2001:db8:7fff::1", "192.0.2.9") == "192.0.2.9");
  CHECK(of("10.1.2.3", "198.51.100.7, nonsense") == "10.1.2.3");
  CHECK(of("10.1.2.3", "10.0.0.1, 10.0.0.2") == "10.0.0.1");
  // Some proxies write the port, and brackets around a v6 address.
  CHECK(of("10.1.2.3", "198.51.100.7:4711") == "198.51.100.7");
  CHECK(of("10.1.2.3", "[2001:db8:8000::1]:4711") == "2001:db8:8000::1");
  CHECK(of("10.1.2.3", "[2001:db8:8000::1]") == "2001:db8:8000::1");
  CHECK(of("10.1.2.3", "198.51.100.7, 10.9.9.9:80") == "198.51.100.7");
  for (const char* odd :
       {"198.51.100.7:", "198.51.100.7:x", "198.51.100.7:123456", "[198.51.100.7]",
        "[2001:db8:8000::1", "[2001:db8:8000::1]x", "[]:80", ":80", "2001:db8:8000::1]:80"}) {
    INFO(odd);
    CHECK(of("10.1.2.3", odd) == "10.1.2.3");
  }
  for (const char* wrong :
       {"10.0.0.0/33", "10.0.0.0/", "x", "10.0.0.0/-1", "::/129", "10.0.0.0/8x"}) {
    CHECK_FALSE(ClientAddresses::Make({wrong}).ok());
  }
}

TEST_CASE("v6 addresses are counted by their /64, v4 addresses each") {
  CHECK(AddressGroup("192.0.2.1") == "192.0.2.1");
  CHECK(AddressGroup("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(AddressGroup("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
  CHECK(AddressGroup("2001:DB8:1:2::9") == "2001:db8:1:2::/64");
  CHECK(AddressGroup("2001:db8:1:3::9") == "2001:db8:1:3::/64");
  CHECK(AddressGroup("::1") == "::/64");
  CHECK(AddressGroup("") == "");
}

TEST_CASE("a bucket empties at once and fills with time") {
  FakeClock clock;
  RateLimiter limiter({.per_minute = 60, .burst = 2}, clock);
  CHECK(limiter.Take("a").remaining == 1);
  CHECK(limiter.Take("a").allowed);
  const auto third = limiter.Take("a");
  CHECK_FALSE(third.allowed);
  CHECK(third.retry_after_seconds == 1);
  CHECK(third.reset_seconds == 2);
  CHECK(limiter.Take("b").allowed);
  clock.Advance(absl::Milliseconds(999));
  CHECK_FALSE(limiter.Take("a").allowed);
  clock.Advance(absl::Milliseconds(1));
  CHECK(limiter.Take("a").allowed);
  CHECK_FALSE(limiter.Take("a").allowed);
  clock.Advance(-absl::Hours(1));
  CHECK_FALSE(limiter.Take("a").allowed);
  clock.Advance(absl::Hours(5));
  CHECK(limiter.Take("a").remaining == 1);
}

TEST_CASE("a slow bucket says how long to wait") {
  FakeClock clock;
  RateLimiter limiter({.per_minute = 1, .burst = 1}, clock);
  limiter.Take("a");
  CHECK(limiter.Take("a").retry_after_seconds == 60);
}

TEST_CASE("the table of buckets is bounded and forgets the longest unused") {
  FakeClock clock;
  RateLimiter limiter({.per_minute = 60, .burst = 1, .max_buckets = 3}, clock);
  for (const char* who : {"a", "b", "c"}) limiter.Take(who);
  limiter.Take("a");
  limiter.Take("d");
  CHECK(limiter.buckets() == 3);
  CHECK_FALSE(limiter.Take("a").allowed);
  CHECK(limiter.Take("b").allowed);
}

TEST_CASE("without a limit everybody is allowed and nothing is kept") {
  FakeClock clock;
  RateLimiter limiter({}, clock);
  for (int i = 0; i < 1000; ++i) CHECK(limiter.Take(std::to_string(i)).allowed);
  CHECK(limiter.buckets() == 0);
}

TEST_CASE("a preflight is answered for known origins only") {
  const Cors cors({"https://shop.example"});
  HttpRequest request{.method = "OPTIONS", .target = "/"};
  CHECK_FALSE(cors.Preflight(request, {"GET"}).has_value());
  request.headers.Add("origin", "https://evil.example");
  request.headers.Add("access-control-request-method", "GET");
  const auto refused = cors.Preflight(request, {"GET"});
  REQUIRE(refused.has_value());
  CHECK(refused->headers.Find("access-control-allow-methods") == nullptr);
  const Cors any({"*"});
  CHECK(any.Preflight(request, {"GET", "POST"})->headers.Find("access-control-allow-methods") !=
        nullptr);
}

TEST_CASE("headers are lists where they are lists") {
  HttpResponse response;
  response.headers.AddToList("Vary", "Accept");
  response.headers.AddToList("vary", "ACCEPT");
  response.headers.AddToList("vary", "Origin");
  CHECK(*response.headers.Find("vary") == "Accept, Origin");
  response.headers.Set("VARY", "x");
  CHECK(response.headers.Count("vary") == 1);
}

TEST_CASE("an error's time to wait is told") {
  error::ErrorDetail detail;
  detail.set_reason(error::Reason::STRIPE_UNAVAILABLE);
  detail.set_retry_after_seconds(7);
  const HttpResponse response = ProblemResponse(error::Make(detail), "r");
  CHECK(response.status == 503);
  CHECK(*response.headers.Find("retry-after") == "7");
  CHECK(ProblemType("NOT_FOR_SALE") == "/problems/not-for-sale");
}

}  // namespace
}  // namespace keys::gateway
