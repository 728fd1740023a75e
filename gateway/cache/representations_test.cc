// Kept answers compressed for transport: who gets which representation, and under which tag.
#include <brotli/decode.h>
#include <zlib.h>

#include <atomic>
#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::gateway {
namespace {

constexpr char kListKeys[] = "/keys.catalog.v1.Catalog/ListKeys";
constexpr char kAccessSet[] = "/keys.entitlement.v1.EntitlementGateway/GetAccessSet";

std::string Gunzip(const std::string& packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string text(size_t{1} << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

std::string Unbrotli(const std::string& packed) {
  size_t size = size_t{1} << 20;
  std::string text(size, '\0');
  CHECK(BrotliDecoderDecompress(packed.size(), reinterpret_cast<const uint8_t*>(packed.data()),
                                &size, reinterpret_cast<uint8_t*>(text.data())) == BROTLI_TRUE);
  text.resize(size);
  return text;
}

// A catalog with a list long enough to be worth compressing, kept from the second request on.
struct Shop : GatewayFixture {
  explicit Shop(int keys = 50) {
    services.On(kListKeys, [this, keys](const FakeCall&) {
      catalog::v1::ListKeysResponse response;
      for (int i = 0; i < keys; ++i) {
        response.add_keys()->set_title(StrCat("How to keep a promise, part ", i));
      }
      FakeAnswer answer = FakeAnswer::Of(response);
      answer.trailers["x-keys-revision"] = std::to_string(revision);
      return answer;
    });
    services.On(kAccessSet, [](const FakeCall&) {
      entitlement::v1::GetAccessSetResponse response;
      response.mutable_access_set();
      return FakeAnswer::Of(response);
    });
    cache.OnRevision(1);
    Get();
  }
  HttpResponse Get(HeaderFields headers = {}) {
    return Ask("GET", "/marketplace/keys", std::move(headers));
  }
  // The coding of the answer to somebody who accepts this; "-" for none.
  std::string CodingFor(const std::string& accept) {
    const std::string coding = Header(Get({{"accept-encoding", accept}}), "content-encoding");
    return coding.empty() ? "-" : coding;
  }
  std::atomic<int64_t> revision = 1;
};

TEST_CASE("a kept answer goes out compressed to who takes that, and says the same") {
  Shop shop;
  const HttpResponse plain = shop.Get();
  const HttpResponse gzip = shop.Get({{"accept-encoding", "gzip"}});
  const HttpResponse brotli = shop.Get({{"accept-encoding", "gzip, deflate, br"}});
  CHECK(shop.services.Calls(kListKeys).size() == 1);
  CHECK(Header(plain, "content-encoding").empty());
  CHECK(Header(gzip, "content-encoding") == "gzip");
  CHECK(Header(brotli, "content-encoding") == "br");
  CHECK(Gunzip(gzip.body) == plain.body);
  CHECK(Unbrotli(brotli.body) == plain.body);
  CHECK(gzip.body.size() < plain.body.size() / 2);
  CHECK(brotli.body.size() < gzip.body.size());
  // Everything else is the same, but that each has a tag of its own.
  for (const HttpResponse* packed : {&gzip, &brotli}) {
    CHECK(packed->headers.size() == plain.headers.size() + 1);
    for (const auto& [name, value] : plain.headers) {
      if (name != "ETag" && name != "X-Request-ID") CHECK(Header(*packed, name) == value);
    }
    CHECK(packed->headers.Count("vary") == 1);
    CHECK(Header(*packed, "vary") == "Authorization, Accept-Encoding, Accept, Origin");
  }
  CHECK(Header(plain, "etag") != Header(gzip, "etag"));
  CHECK(Header(gzip, "etag") != Header(brotli, "etag"));
}

TEST_CASE("qualities decide which coding it is") {
  Shop shop;
  CHECK(shop.CodingFor("gzip, br") == "br");
  CHECK(shop.CodingFor("gzip, br;q=0.9") == "gzip");
  CHECK(shop.CodingFor("br;q=0, gzip;q=0.1") == "gzip");
  CHECK(shop.CodingFor("gzip;q=0, br;q=0") == "-");
  CHECK(shop.CodingFor("*") == "br");
  CHECK(shop.CodingFor("*, br;q=0") == "gzip");
  CHECK(shop.CodingFor("identity") == "-");
  CHECK(shop.CodingFor("deflate, zstd") == "-");
  CHECK(shop.CodingFor("") == "-");
  CHECK(shop.CodingFor("GZIP") == "gzip");
}

TEST_CASE("a condition is held against the representation that the client has") {
  Shop shop;
  const std::string plain = Header(shop.Get(), "etag");
  const std::string gzip = Header(shop.Get({{"accept-encoding", "gzip"}}), "etag");
  const std::string brotli = Header(shop.Get({{"accept-encoding", "br"}}), "etag");
  const auto ask = [&](const char* name, const std::string& tag, const char* accept) {
    return shop.Get({{"accept-encoding", accept}, {name, tag}});
  };
  const HttpResponse same = ask("if-none-match", gzip, "gzip");
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  CHECK(Header(same, "etag") == gzip);
  for (const char* gone : {"content-type", "content-encoding"}) CHECK(Header(same, gone).empty());
  for (const char* kept : {"vary", "cache-control", "date", "x-request-id"}) {
    CHECK_FALSE(Header(same, kept).empty());
  }
  // A client that got the answer before it was kept has the plain form, and need not load it again.
  const HttpResponse before = ask("if-none-match", plain, "gzip, br");
  CHECK(before.status == 304);
  CHECK(Header(before, "etag") == plain);
  CHECK(ask("if-none-match", brotli, "gzip").status == 200);
  CHECK(ask("if-none-match", gzip, "identity").status == 200);
  CHECK(ask("if-none-match", "*", "gzip").status == 304);
  CHECK(ask("if-match", gzip, "gzip").status == 200);
  CHECK(ask("if-match", plain, "gzip").status == 412);
  // A change makes other bytes of all of them.
  shop.revision = 2;
  shop.cache.OnRevision(2);
  CHECK(ask("if-none-match", gzip, "gzip").status == 200);
}

TEST_CASE("answers have no parts: a range is answered whole, also compressed") {
  Shop shop;
  for (const char* accept : {"identity", "gzip"}) {
    const HttpResponse whole = shop.Get({{"accept-encoding", accept}});
    const HttpResponse asked = shop.Get({{"accept-encoding", accept}, {"range", "bytes=0-9"}});
    CHECK(asked.status == 200);
    CHECK(asked.body == whole.body);
    CHECK(Header(asked, "content-range").empty());
  }
}

TEST_CASE("HEAD has the fields of GET in each coding") {
  Shop shop;
  for (const char* accept : {"identity", "gzip", "br"}) {
    const HttpResponse get = shop.Get({{"accept-encoding", accept}});
    const HttpResponse head = shop.Ask("HEAD", "/marketplace/keys", {{"accept-encoding", accept}});
    CHECK(head.status == 200);
    CHECK(head.body.size() == get.body.size());  // the server says how long, and sends none
    for (const char* name : {"etag", "content-encoding", "vary", "content-type"}) {
      CHECK(Header(head, name) == Header(get, name));
    }
  }
}

TEST_CASE("a page is compressed as its JSON is") {
  Shop shop;
  const HeaderFields::Field html{"accept", "text/html"};
  shop.Get({html});
  const HttpResponse plain = shop.Get({html});
  const HttpResponse packed = shop.Get({html, {"accept-encoding", "gzip"}});
  CHECK(Header(packed, "content-encoding") == "gzip");
  CHECK(Gunzip(packed.body) == plain.body);
  CHECK(Header(packed, "content-type") == "text/html; charset=utf-8");
  CHECK(Header(packed, "vary") == "Accept-Encoding, Accept, Origin");
}

TEST_CASE("what is for one caller, short, or not kept goes out as it is") {
  Shop shop;
  const HttpResponse own =
      shop.Get({{"accept-encoding", "gzip"}, {"authorization", shop.Token(Shop::kUser)}});
  CHECK(own.status == 200);
  CHECK(Header(own, "content-encoding").empty());
  shop.cache.OnDown();
  CHECK(shop.CodingFor("gzip") == "-");
  Shop small(1);
  CHECK(small.CodingFor("gzip") == "-");
}

TEST_CASE("a request with a body is not taken for the one without") {
  Shop shop;
  CHECK(shop.Get().status == 200);
  CHECK(shop.Ask("GET", "/marketplace/keys", {}, "{}").status == 400);
}

TEST_CASE("pages of other origins may read shared answers where they are allowed to") {
  GatewayFixture::Options options;
  options.origins = {"https://app.example"};
  GatewayFixture g(options);
  g.services.On(kListKeys, [](const FakeCall&) {
    FakeAnswer answer = FakeAnswer::Of(catalog::v1::ListKeysResponse());
    answer.trailers["x-keys-revision"] = "1";
    return answer;
  });
  g.cache.OnRevision(1);
  const auto allowed = [&](const char* origin) {
    return Header(g.Ask("GET", "/marketplace/keys", {{"origin", origin}}),
                  "access-control-allow-origin");
  };
  for (int i = 0; i < 2; ++i) {
    CHECK(allowed("https://app.example") == "https://app.example");
    CHECK(allowed("https://other.example").empty());
  }
  CHECK(g.services.Calls(kListKeys).size() == 1);
}

}  // namespace
}  // namespace keys::gateway
