#include "gateway/transcode/request_binder.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "gateway/transcode/percent.h"
#include "keys/billing/v1/billing.pb.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/discovery/v1/discovery.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::gateway {
namespace {

using Lines = std::vector<std::string>;

template <typename Request>
struct Bound {
  Request request;
  std::string code = "OK";
  Lines violations;
};

template <typename Request>
Bound<Request> Bind(const Variables& variables, std::string_view query, std::string_view body,
                    bool takes_body) {
  ShapeSet shapes;
  REQUIRE(shapes.Add(*Request::descriptor()).ok());
  Lines names;
  for (const auto& [name, value] : variables) names.push_back(name);
  const auto binder = RequestBinder::Make(shapes.Of(*Request::descriptor()), names, takes_body);
  REQUIRE(binder.ok());
  google::protobuf::Arena arena;
  const auto message = binder->Bind({variables, query, body}, &arena);
  Bound<Request> bound;
  if (message.ok()) {
    bound.request = static_cast<const Request&>(**message);
    return bound;
  }
  bound.code = error::CodeOf(error::ReasonOf(message.status()));
  const auto detail = error::DetailOf(message.status());
  for (const auto& violation : detail->violations()) {
    bound.violations.push_back(violation.pointer() + " " + violation.code());
  }
  return bound;
}

Bound<catalog::v1::ListKeysRequest> List(std::string_view query) {
  return Bind<catalog::v1::ListKeysRequest>({}, query, "", false);
}

TEST_CASE("query parameters have the types of their fields") {
  const auto bound =
      List("tool=node&limit=20&owned=true&price_min=1e2&search=a+b%26%C3%A9&facets=0");
  CHECK(bound.code == "OK");
  CHECK(bound.request.tool() == "node");
  CHECK(bound.request.limit() == 20);
  CHECK(bound.request.owned());
  CHECK(bound.request.price_min() == 100);
  CHECK(bound.request.search() == "a b&é");
  CHECK_FALSE(bound.request.facets());
  CHECK_FALSE(bound.request.has_category());
}

TEST_CASE("an empty query parameter is absent, whatever it would have to be") {
  const auto bound = List("key_type=&search=&limit=&owned=&price_min=&tool=node&cursor");
  CHECK(bound.violations.empty());
  CHECK(bound.request.tool() == "node");
  CHECK_FALSE(bound.request.has_key_type());
  CHECK_FALSE(bound.request.has_search());
  CHECK_FALSE(bound.request.has_limit());
  CHECK_FALSE(bound.request.has_owned());
  CHECK_FALSE(bound.request.has_cursor());
  CHECK(List("colour=").violations == Lines{"?colour UNKNOWN_FIELD"});
  CHECK(List("tool=&tool=a").violations == Lines{"?tool DUPLICATE"});
}

TEST_CASE("every wrong query parameter is named") {
  const auto bound = List("colour=red&limit=0&owned=maybe&price_min=x&tool=a&tool=b&search=%00&x");
  CHECK(bound.code == "UNKNOWN_FIELD");
  CHECK(bound.violations == Lines{"?colour UNKNOWN_FIELD", "?limit OUT_OF_RANGE",
                                  "?owned WRONG_TYPE", "?price_min WRONG_TYPE", "?tool DUPLICATE",
                                  "?search NOT_ALLOWED", "?x UNKNOWN_FIELD"});
  CHECK(List("limit=101").violations == Lines{"?limit OUT_OF_RANGE"});
  CHECK(List("limit=+5").violations == Lines{"?limit WRONG_TYPE"});
  CHECK(List("limit=%").violations == Lines{"? WRONG_TYPE"});
  CHECK(List("tool=%ff").violations == Lines{"?tool WRONG_TYPE"});
  CHECK(List("access_set=x").violations == Lines{"?access_set UNKNOWN_FIELD"});
}

TEST_CASE("a word outside a closed set is refused with those that are in it") {
  const auto bundles = [](std::string_view query) {
    return Bind<catalog::v1::ListBundlesRequest>({}, query, "", false);
  };
  const auto unknown = bundles("bundle_type=colour");
  CHECK(unknown.code == "INVALID_ARGUMENT");
  CHECK(unknown.violations == Lines{"?bundle_type UNKNOWN_WORD"});
  CHECK(bundles("bundle_type=pro").code == "OK");
  // The service decides what an empty value means. Sets that manifests may extend are not closed.
  // The service names a wrong sort order together with wrong words of such sets.
  CHECK(bundles("bundle_type=").code == "OK");
  CHECK(List("sort=colour&tool=colour").code == "OK");

  const auto signal = Bind<discovery::v1::RecordSignalRequest>(
      {}, "", R"({"signal_type":"mood","signal_value":"x"})", true);
  CHECK(signal.violations == Lines{"/signal_type UNKNOWN_WORD"});
  const auto missing = Bind<discovery::v1::RecordSignalRequest>(
      {}, "", R"({"signal_type":"","signal_value":"x"})", true);
  CHECK(missing.violations == Lines{"/signal_type REQUIRED"});
}

TEST_CASE("an unknown word in a path is for the service to miss") {
  const auto bound =
      Bind<discovery::v1::SetOptOutRequest>({{"signal_type", "mood"}}, "", "", false);
  CHECK(bound.code == "OK");
  CHECK(bound.request.signal_type() == "mood");
}

TEST_CASE("no route takes a thousand parameters") {
  std::string query;
  for (int i = 0; i < 1000; ++i) query += "a" + std::to_string(i) + "=1&";
  CHECK(List(query).violations.size() == 100);
}

TEST_CASE("path variables fill string fields") {
  const auto bound =
      Bind<catalog::v1::GetVersionRequest>({{"slug", "a/b"}, {"version", "1.0.0"}}, "", "", false);
  CHECK(bound.request.slug() == "a/b");
  CHECK(bound.request.version() == "1.0.0");
  CHECK(Bind<catalog::v1::GetKeyRequest>({{"slug", "\xff"}}, "", "", false).violations ==
        Lines{"/slug WRONG_TYPE"});
  CHECK(Bind<catalog::v1::GetKeyRequest>({{"slug", "a"}}, "slug=b", "", false).violations ==
        Lines{"?slug UNKNOWN_FIELD"});
}

TEST_CASE("a required text of blanks only, in whatever script, is missing") {
  for (const char* blank :
       {" ", "\t \n", "\u00a0", "\u3000", "\u2003\u2009", "\u200b", "\u200d\ufeff", "\u2060",
        "\u00ad", "\u3164", "\u2800", "\u202e", "\u0085", "\U000e0020"}) {
    const auto yank = Bind<catalog::v1::YankVersionRequest>(
        {{"slug", "a"}, {"version", "1.0.0"}}, "", StrCat(R"({"reason":")", blank, "\"}"), true);
    INFO(blank);
    // Line breaks and tabs must be escaped in JSON.
    CHECK((yank.code == "INVALID_ARGUMENT" || yank.code == "INVALID_JSON"));
  }
  const auto reason = [](const std::string& text) {
    return Bind<catalog::v1::YankVersionRequest>({{"slug", "a"}, {"version", "1.0.0"}}, "",
                                                 StrCat(R"({"reason":")", text, "\"}"), true);
  };
  CHECK(reason(R"(\t\n\u2028)").violations == Lines{"/reason REQUIRED"});
  CHECK(reason("\u200b.\u200b").code == "OK");
  CHECK(reason("\u7406\u7531").code == "OK");
}

TEST_CASE("required members must be there and not empty") {
  const auto bound = Bind<billing::v1::CheckoutKeyRequest>(
      {{"slug", "a"}}, "", R"({"successUrl":"","org_id":"x"})", true);
  CHECK(bound.code == "INVALID_ARGUMENT");
  CHECK(bound.violations == Lines{"/successUrl REQUIRED", "/cancelUrl REQUIRED"});
  CHECK(Bind<catalog::v1::DiffVersionsRequest>({}, "", "", false).violations ==
        Lines{"?from REQUIRED"});
  // Zero is a valid price.
  CHECK(Bind<catalog::v1::PutBundleRequest>(
            {{"slug", "a"}}, "", R"({"title":"t","bundle_type":"pro","price_cents":0})", true)
            .code == "OK");
  // One mistake gives one violation.
  CHECK(Bind<discovery::v1::RecordSignalRequest>({}, "", R"({"signal_type":1,"signal_value":"v"})",
                                                 true)
            .violations == Lines{"/signal_type WRONG_TYPE"});
}

TEST_CASE("a route with a body takes no query, one without takes no body") {
  CHECK(
      Bind<entitlement::v1::DownloadRequest>({{"slug", "a"}}, "version=1", "{}", true).violations ==
      Lines{"?version UNKNOWN_FIELD"});
  CHECK(Bind<catalog::v1::GetKeyRequest>({{"slug", "a"}}, "", "{}", false).violations ==
        Lines{" NOT_ALLOWED"});
}

TEST_CASE("timestamps are query parameters too") {
  const auto bound = Bind<entitlement::v1::ListEntitlementsRequest>(
      {}, "as_of=2026-11-23T11%3A00%3A00Z", "", false);
  CHECK(bound.request.as_of().seconds() == 1795431600);
}

TEST_CASE("a variable that is no single string field stops the start") {
  ShapeSet shapes;
  REQUIRE(shapes.Add(*catalog::v1::ListKeysRequest::descriptor()).ok());
  const auto& shape = shapes.Of(*catalog::v1::ListKeysRequest::descriptor());
  CHECK_FALSE(RequestBinder::Make(shape, {"limit"}, false).ok());
  CHECK_FALSE(RequestBinder::Make(shape, {"access_set"}, false).ok());
  CHECK_FALSE(RequestBinder::Make(shape, {"nothing"}, false).ok());
}

TEST_CASE("percent-encoding is undone strictly") {
  CHECK(DecodePercent("a%2Fb+c") == "a/b+c");
  CHECK(DecodeForm("a+b%2b") == "a b+");
  CHECK(DecodePercent("%") == std::nullopt);
  CHECK(DecodePercent("%2") == std::nullopt);
  CHECK(DecodePercent("%zz") == std::nullopt);
}

}  // namespace
}  // namespace keys::gateway
