#include <fcntl.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/endpoints/byte_range.h"
#include "gateway/endpoints/verified_objects.h"
#include "gateway/testing/shop_fixture.h"

namespace keys::gateway {
namespace {

TEST_CASE("a link gives its bytes, their digest and their name") {
  Shop shop("0123456789");
  const HttpResponse response = shop.Get();
  CHECK(response.status == 200);
  CHECK(BodyOf(response) == "0123456789");
  CHECK(Header(response, "etag") == "\"" + shop.digest + "\"");
  CHECK(Header(response, "content-type") == "application/zip");
  CHECK(Header(response, "content-disposition") == "attachment; filename=\"x-1.0.0.zip\"");
  CHECK(Header(response, "accept-ranges") == "bytes");
  CHECK(Header(response, "repr-digest") ==
        "sha-256=:hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=:");
  CHECK(
      shop.g.services.Calls(kAuthorize).at(0).As<entitlement::v1::AuthorizeLinkRequest>().token() ==
      "abc.def?sig=1&e=2");
  CHECK(shop.Get({{"if-none-match", "\"" + shop.digest + "\""}}).status == 304);
}

TEST_CASE("a range gives a part") {
  Shop shop("0123456789");
  const auto part = [&](const std::string& range, const std::string& condition = "") {
    HeaderFields headers{{"range", range}};
    if (!condition.empty()) headers.Add("if-range", condition);
    const HttpResponse response = shop.Get(headers);
    return StrCat(response.status, " ", Header(response, "content-range"), " ",
                  response.stream == nullptr ? "" : BodyOf(response));
  };
  CHECK(part("bytes=2-4") == "206 bytes 2-4/10 234");
  CHECK(part("bytes=7-") == "206 bytes 7-9/10 789");
  CHECK(part("bytes=-3") == "206 bytes 7-9/10 789");
  CHECK(part("bytes=0-999") == "206 bytes 0-9/10 0123456789");
  CHECK(part("bytes=10-") == "416 bytes */10 ");
  CHECK(part("bytes=-0") == "416 bytes */10 ");
  CHECK(part("bytes=1-2,4-5") == "200  0123456789");
  CHECK(part("lines=1-2") == "200  0123456789");
  CHECK(part("bytes=2-4", "\"" + shop.digest + "\"") == "206 bytes 2-4/10 234");
  CHECK(part("bytes=2-4", "\"other\"") == "200  0123456789");
  CHECK(part("bytes=2-4", "Mon, 23 Nov 2026 12:00:00 GMT") == "200  0123456789");
  CHECK(shop.Get({{"range", "bytes=2-4"}}, "HEAD").status == 200);
}

TEST_CASE("of several Range or If-Range fields none counts, since readers might differ") {
  Shop shop("0123456789");
  const std::string tag = "\"" + shop.digest + "\"";
  CHECK(shop.Get({{"range", "bytes=2-4"}, {"range", "bytes=2-4"}}).status == 200);
  CHECK(shop.Get({{"range", "bytes=2-4"}, {"if-range", tag}, {"if-range", "\"x\""}}).status == 200);
  CHECK(shop.Get({{"range", "bytes=2-4"}, {"if-range", tag}}).status == 206);
}

TEST_CASE("conditions come before ranges, If-Match first") {
  Shop shop("0123456789");
  const std::string tag = "\"" + shop.digest + "\"";
  const auto status = [&](const HeaderFields& headers) { return shop.Get(headers).status; };
  CHECK(status({{"if-match", tag}}) == 200);
  CHECK(status({{"if-match", "*"}, {"range", "bytes=2-4"}}) == 206);
  CHECK(status({{"if-match", "\"x\""}}) == 412);
  CHECK(status({{"if-match", "W/" + tag}}) == 412);
  CHECK(status({{"if-match", "\"x\""}, {"range", "bytes=99-"}}) == 412);
  CHECK(status({{"if-match", "\"x\""}, {"if-none-match", tag}}) == 412);
  CHECK(status({{"if-match", tag}, {"if-none-match", tag}}) == 304);
  CHECK(status({{"if-none-match", "\"x\""}, {"if-none-match", tag}}) == 304);
  CHECK(status({{"if-match", tag}, {"range", "bytes=99-"}}) == 416);
  CHECK(shop.Get({{"if-match", "\"x\""}}, "HEAD").status == 412);
  const HttpResponse failed = shop.Get({{"if-match", "\"x\""}});
  CHECK(failed.body.find("PRECONDITION_FAILED") != std::string::npos);
}

TEST_CASE("ranges are read as RFC 9110 says") {
  using Kind = ByteRange::Kind;
  const auto kind = [](std::string_view field, int64_t size) {
    return ReadByteRange(field, size).kind;
  };
  for (const char* field : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=1",
                            "bytes=+1-2", "bytes=1-2x", "bytes= 1 - 2", "octets=0-1"}) {
    INFO(field);
    CHECK(kind(field, 10) == Kind::kWhole);
  }
  CHECK(kind("BYTES=0-0", 10) == Kind::kPart);
  CHECK(kind("bytes=0-", 0) == Kind::kUnsatisfiable);
  CHECK(kind("bytes=-0", 0) == Kind::kUnsatisfiable);
  // The last bytes of an empty object are all of it, which can be sent (RFC 9110 §14.1.2).
  CHECK(kind("bytes=-5", 0) == Kind::kWhole);
  CHECK(kind("bytes=99999999999999999999-", 10) == Kind::kUnsatisfiable);
  CHECK(ReadByteRange("bytes=0-99999999999999999999", 10).last == 9);
  CHECK(ReadByteRange("bytes=-99999999999999999999", 10).first == 0);
}

TEST_CASE("a list of ranges is one as far as there are bytes for one") {
  using Kind = ByteRange::Kind;
  const auto read = [](std::string_view field) {
    const ByteRange range = ReadByteRange(field, 10);
    return range.kind == Kind::kPart            ? StrCat(range.first, "-", range.last)
           : range.kind == Kind::kUnsatisfiable ? "none"
                                                : "whole";
  };
  CHECK(read("bytes=1-2,") == "1-2");
  CHECK(read("bytes=,\t1-2 , ,") == "1-2");
  CHECK(read("bytes=1-2,10-") == "1-2");
  CHECK(read("bytes=10-,-0,-3") == "7-9");
  CHECK(read("bytes=10-,20-30,-0") == "none");
  CHECK(read("bytes=1-2,4-5") == "whole");
  CHECK(read("bytes=1-2,10-,4-5") == "whole");
  CHECK(read("bytes=10-,5-2") == "whole");
  CHECK(read("bytes=1-2,x") == "whole");
  CHECK(read("bytes=,") == "whole");
}

TEST_CASE("an empty file is sent, and has no ranges") {
  Shop shop("");
  CHECK(shop.Get().status == 200);
  CHECK(shop.Get({{"range", "bytes=-5"}}).status == 200);
  CHECK(shop.Get({{"range", "bytes=0-"}}).status == 416);
}

TEST_CASE("a link that no longer stands and a file that is gone are told apart") {
  Shop shop("0123456789");
  shop.answer.set_size_bytes(11);
  const HttpResponse wrong = shop.Get();
  CHECK(wrong.status == 503);
  CHECK(wrong.body.find("ASSET_MISSING") != std::string::npos);
  shop.answer.set_size_bytes(10);
  CHECK(shop.Get().status == 200);
  shop.answer.set_storage_path("keys/node/gone/1.0.0/key.zip");
  CHECK(shop.Get().status == 503);
  CHECK(shop.g.metrics.Serialize().find("keys_asset_missing_total 2") != std::string::npos);
  shop.g.services.On(kAuthorize, [](const FakeCall&) {
    return FakeAnswer{.status = error::Make(error::Reason::LINK_REVOKED, "Revoked.")};
  });
  CHECK(shop.Get().status == 410);
}

TEST_CASE("a file's name cannot break out of its header") {
  Shop shop("x");
  shop.answer.set_file_name("a\"; b\r\nc.zip");
  CHECK(Header(shop.Get(), "content-disposition") == "attachment; filename=\"a___b__c.zip\"");
}

// Changes one stored byte and sets the file's time back.
void Flip(const Shop& shop, int64_t at) {
  const std::string file = StrCat(shop.g.storage_folder, "/marketplace/", kObject);
  struct stat before {};
  REQUIRE(stat(file.c_str(), &before) == 0);
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(at);
  const char byte = static_cast<char>(stream.get());
  stream.seekp(at);
  stream.put(static_cast<char>(byte ^ 1));
  stream.close();
  const timespec times[] = {before.st_atim, before.st_mtim};
  REQUIRE(utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
  REQUIRE(static_cast<int64_t>(std::filesystem::file_size(file)) == before.st_size);
}

TEST_CASE("damaged bytes of the right size and time are not served, whole or in part") {
  Shop shop(Letters(500'000));
  CHECK(shop.Get().status == 200);  // and known as good from now on
  Flip(shop, 400'000);
  for (const char* range : {"", "bytes=0-9", "bytes=399990-400010", "bytes=499999-"}) {
    INFO(range);
    HeaderFields headers;
    if (*range != '\0') headers.Add("range", range);
    const HttpResponse response = shop.Get(headers);
    CHECK(response.status == 503);
    CHECK(response.body.find("ASSET_MISSING") != std::string::npos);
    CHECK(response.headers.Find("repr-digest") == nullptr);
  }
  CHECK(shop.Get({}, "HEAD").status == 503);
  CHECK(shop.g.metrics.Serialize().find("keys_asset_missing_total 5") != std::string::npos);
  // After the repair the object is served again at once.
  Flip(shop, 400'000);
  CHECK(BodyOf(shop.Get()) == shop.content);
}

TEST_CASE("who says to have a file is told of its damage as everybody is") {
  Shop shop(Letters(500'000));
  const std::string tag = "\"" + shop.digest + "\"";
  const HeaderFields conditions[] = {
      {{"if-none-match", tag}},
      {{"if-none-match", "*"}},
      {{"if-match", "\"x\""}},
      {{"if-match", tag}, {"if-none-match", tag}},
      {{"if-none-match", tag}, {"range", "bytes=0-9"}},
      {{"if-none-match", tag}, {"range", "bytes=500000-"}},
      {{"range", "bytes=0-9"}, {"if-range", tag}},
  };
  const auto statuses = [&](const std::string& method) {
    std::string list;
    for (const HeaderFields& headers : conditions) {
      StrAppend(&list, shop.Get(headers, method).status, " ");
    }
    return list;
  };
  CHECK(statuses("GET") == "304 304 412 304 304 304 206 ");
  CHECK(statuses("HEAD") == "304 304 412 304 304 304 200 ");
  Flip(shop, 400'000);
  CHECK(statuses("GET") == "503 503 503 503 503 503 503 ");
  CHECK(statuses("HEAD") == "503 503 503 503 503 503 503 ");
  Flip(shop, 400'000);
  CHECK(statuses("GET") == "304 304 412 304 304 304 206 ");
  std::filesystem::remove(StrCat(shop.g.storage_folder, "/marketplace/", kObject));
  CHECK(statuses("GET") == "503 503 503 503 503 503 503 ");
}

TEST_CASE("an answer of 304 describes no bytes") {
  Shop shop("0123456789");
  const HttpResponse response = shop.Get({{"if-none-match", "\"" + shop.digest + "\""}});
  CHECK(response.status == 304);
  CHECK(response.stream == nullptr);
  CHECK(Header(response, "etag") == "\"" + shop.digest + "\"");
  CHECK(Header(response, "cache-control") == "private, no-cache");
  for (const char* name : {"content-type", "content-disposition", "content-range", "repr-digest"}) {
    INFO(name);
    CHECK(response.headers.Find(name) == nullptr);
  }
}

TEST_CASE("damage that comes while the bytes are on their way ends the transfer before them") {
  Shop shop(Letters(500'000));
  const HttpResponse response = shop.Get();
  REQUIRE(response.stream != nullptr);
  Flip(shop, 400'000);
  std::string block(100'000, '\0');
  CHECK(response.stream->Read(100'000, absl::MakeSpan(block)).ok());
  CHECK(block == shop.content.substr(100'000, 100'000));
  CHECK(absl::IsDataLoss(response.stream->Read(390'000, absl::MakeSpan(block))));
}

TEST_CASE("any range gives exactly its bytes, however it lies to the blocks") {
  const auto block = static_cast<size_t>(kObjectBlockBytes);
  Shop shop(Letters(3 * block + 17));
  const size_t edges[] = {
      0, 1, block - 1, block, block + 1, 2 * block, 3 * block - 1, 3 * block, 3 * block + 16};
  for (const size_t first : edges) {
    for (const size_t last : edges) {
      if (last < first) continue;
      const HttpResponse response = shop.Get({{"range", StrCat("bytes=", first, "-", last)}});
      REQUIRE(response.status == 206);
      REQUIRE(response.stream->size() == static_cast<int64_t>(last - first + 1));
      // The test reads like the server, one buffer at a time.
      std::string bytes;
      std::string buffer(block, '\0');
      for (int64_t at = 0; at < response.stream->size();) {
        const auto size = std::min<int64_t>(response.stream->size() - at, 100'000);
        REQUIRE(response.stream->Read(at, absl::MakeSpan(buffer.data(), size)).ok());
        bytes.append(buffer, 0, static_cast<size_t>(size));
        at += size;
      }
      REQUIRE(bytes == shop.content.substr(first, last - first + 1));
    }
  }
}

}  // namespace
}  // namespace keys::gateway
