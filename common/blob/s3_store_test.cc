#include "common/blob/s3_store.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>

#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"

namespace keys::blob {
namespace {

// A storage that answers from memory and can be given the answers that it sends first.
class FakeS3 : public http::HttpClient {
 public:
  absl::StatusOr<http::Response> Send(const http::Request& request) override {
    seen.push_back(request);
    if (!scripted.empty()) {
      auto answer = scripted.front();
      scripted.pop_front();
      return answer;
    }
    if (!has_bucket && request.url != bucket_url) return http::Response{.status = 404};
    if (request.url == bucket_url) has_bucket = true;
    if (request.method == "PUT" && !request.body_file.empty()) {
      std::ifstream in(request.body_file, std::ios::binary);
      objects[request.url] = {std::istreambuf_iterator<char>(in), {}};
    }
    if (request.method == "PUT") return http::Response{.status = 200};
    const auto found = objects.find(request.url);
    if (found == objects.end()) return http::Response{.status = 404};
    http::Response response{.status = 200};
    response.headers = {{"etag", "\"e\""},
                        {"content-length", std::to_string(found->second.size())},
                        {"x-amz-meta-sha256", crypto::Sha256Hex(found->second)}};
    if (request.method == "HEAD") return response;
    size_t from = 0;
    size_t to = 0;
    for (const auto& [name, value] : request.headers) {
      if (name == "Range") REQUIRE(std::sscanf(value.c_str(), "bytes=%zu-%zu", &from, &to) == 2);
    }
    response.status = 206;
    response.body = found->second.substr(from, to - from + 1);
    return response;
  }

  std::string bucket_url = "http://s.example/shop";
  bool has_bucket = false;
  std::map<std::string, std::string> objects;
  std::deque<absl::StatusOr<http::Response>> scripted;
  std::vector<http::Request> seen;
};

struct Bench {
  explicit Bench(std::string_view url = "s3://shop?endpoint=http://s.example") {
    auto owned = std::make_unique<FakeS3>();
    fake = owned.get();
    store = MakeS3Store({.place = *ParseS3Url(url),
                         .credentials = {"id", "secret", ""},
                         .client = std::move(owned),
                         .pause = [this](absl::Duration time) { pauses.push_back(time); }});
    file = (std::filesystem::temp_directory_path() / ("s3-test-" + std::to_string(::getpid())))
               .string();
    Write("bytes");
  }
  ~Bench() { std::filesystem::remove(file); }
  void Write(const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    bytes = text;
  }
  absl::Status Put(const std::string& path = "keys/a/key.zip") {
    return store->Put(path, file, crypto::Sha256Hex(bytes));
  }

  FakeS3* fake = nullptr;
  std::unique_ptr<ObjectStore> store;
  std::string file;
  std::string bytes;
  std::vector<absl::Duration> pauses;
};

TEST_CASE("an object goes in whole and comes out by ranges, and its bucket is made") {
  Bench bench;
  bench.Write(std::string(3'000'000, 'a') + "end");
  REQUIRE(bench.Put().ok());
  CHECK(bench.fake->has_bucket);
  CHECK(bench.store->Head("keys/a/key.zip")->size_bytes == 3'000'003);
  const auto reader = bench.store->Open("keys/a/key.zip");
  REQUIRE(reader.ok());
  std::string buffer(3'000'010, '\0');
  CHECK(*(*reader)->ReadAt(0, absl::MakeSpan(buffer)) == 3'000'003);
  CHECK(buffer.substr(0, 3'000'003) == bench.bytes);
  CHECK(*(*reader)->ReadAt(3'000'000, absl::MakeSpan(buffer)) == 3);
  CHECK(buffer.substr(0, 3) == "end");
  CHECK(*(*reader)->ReadAt(3'000'003, absl::MakeSpan(buffer)) == 0);
  CHECK(absl::IsNotFound(bench.store->Head("keys/b").status()));
  CHECK(absl::IsInvalidArgument(bench.store->Head("../b").status()));
}

TEST_CASE("putting the same bytes again sends none") {
  Bench bench;
  REQUIRE(bench.Put().ok());
  bench.fake->seen.clear();
  REQUIRE(bench.Put().ok());
  REQUIRE(bench.fake->seen.size() == 1);
  CHECK(bench.fake->seen[0].method == "HEAD");
}

TEST_CASE("bytes that are not those announced change nothing") {
  Bench bench;
  CHECK(absl::IsDataLoss(bench.store->Put("a", bench.file, std::string(64, '0'))));
  CHECK(bench.fake->seen.empty());
  bench.fake->scripted = {
      http::Response{.status = 404},
      http::Response{.status = 400,
                     .body = "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>"}};
  CHECK(absl::IsDataLoss(bench.Put()));
}

TEST_CASE("what fails for a moment is tried again with back-off, and no more than that") {
  Bench bench;
  REQUIRE(bench.Put().ok());
  bench.fake->scripted = {http::Response{.status = 503}, absl::AbortedError("reset"),
                          http::Response{.status = 429}};
  CHECK(bench.store->Head("keys/a/key.zip").ok());
  CHECK(bench.pauses == std::vector<absl::Duration>{absl::Milliseconds(100),
                                                    absl::Milliseconds(300),
                                                    absl::Milliseconds(900)});
  bench.fake->seen.clear();
  bench.fake->scripted.assign(9, http::Response{.status = 500});
  CHECK(error::ReasonOf(bench.store->Head("a").status()) == error::Reason::STORAGE_UNAVAILABLE);
  CHECK(bench.fake->seen.size() == kMaxAttempts);
  bench.fake->seen.clear();
  bench.fake->scripted = {http::Response{.status = 403}};
  CHECK(error::ReasonOf(bench.store->Head("a").status()) == error::Reason::STORAGE_UNAVAILABLE);
  CHECK(bench.fake->seen.size() == 1);
}

TEST_CASE("an object that was replaced under a reader is not mixed with it") {
  Bench bench;
  REQUIRE(bench.Put().ok());
  const auto reader = bench.store->Open("keys/a/key.zip");
  bench.fake->scripted = {http::Response{.status = 412}};
  std::string buffer(5, '\0');
  CHECK_FALSE((*reader)->ReadAt(0, absl::MakeSpan(buffer)).ok());
  CHECK(bench.fake->seen.back().headers[1] ==
        std::pair<std::string, std::string>("If-Match", "\"e\""));
}

TEST_CASE("objects are listed page by page") {
  Bench bench;
  bench.fake->scripted = {
      http::Response{.status = 200,
                     .body = "<IsTruncated>true</IsTruncated><Key>a</Key><Key>b&amp;c</Key>"},
      http::Response{.status = 200, .body = "<IsTruncated>false</IsTruncated><Key>d</Key>"}};
  CHECK(*bench.store->List("", "", 10) == std::vector<std::string>{"a", "b&c", "d"});
  CHECK(bench.fake->seen[1].url ==
        "http://s.example/shop?list-type=2&max-keys=8&prefix=&start-after=b%26c");
}

TEST_CASE("the bucket stands in the path or in the host") {
  const auto url_of = [](std::string_view storage) {
    Bench bench(storage);
    bench.store->Head("a/b").IgnoreError();
    return bench.fake->seen.at(0).url;
  };
  CHECK(url_of("s3://shop?endpoint=http://s.example:9000") == "http://s.example:9000/shop/a/b");
  CHECK(url_of("s3://shop?endpoint=https%3A%2F%2Fs.example&style=virtual") ==
        "https://shop.s.example/a/b");
  CHECK(url_of("s3://shop?endpoint=https://x.example/storage/v1/s3/") ==
        "https://x.example/storage/v1/s3/shop/a/b");
  CHECK(url_of("s3://shop?region=eu-central-1") ==
        "https://shop.s3.eu-central-1.amazonaws.com/a/b");
  for (const char* wrong :
       {"s3://", "s3://Shop", "s3://shop?x=1", "s3://shop?endpoint=s.example",
        "s3://shop?style=dns", "s3://shop?endpoint=ftp://x",
        "s3://shop?region=", "s3://shop?endpoint=http://u@h", "s3://shop?endpoint=http%3"}) {
    INFO(wrong);
    CHECK(absl::IsInvalidArgument(ParseS3Url(wrong).status()));
  }
}

TEST_CASE("a storage that checks signatures takes what we send", "[.swift]") {
  const char* url = std::getenv("KEYS_TEST_S3_URL");
  REQUIRE(url != nullptr);
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  sigv4::Credentials credentials = {.access_key_id = variable("AWS_ACCESS_KEY_ID"),
                                    .secret_access_key = variable("AWS_SECRET_ACCESS_KEY"),
                                    .session_token = ""};
  const auto made = MakeObjectStore(url, credentials);
  INFO(made.status().message());
  REQUIRE(made.ok());
  ObjectStore& store = **made;
  Bench bench;
  bench.Write(std::string(5'000'000, 'k') + "end");
  const std::string digest = crypto::Sha256Hex(bench.bytes);
  const std::string path = "keys/node/a+b/1.0.0-rc.1+x/key.zip";
  CHECK(store.List("", "", 10)->empty());
  REQUIRE(store.Put(path, bench.file, digest).ok());
  REQUIRE(store.Put(path, bench.file, digest).ok());
  CHECK(store.Head(path)->size_bytes == 5'000'003);
  std::string buffer(5'000'003, '\0');
  CHECK(*(*store.Open(path))->ReadAt(0, absl::MakeSpan(buffer)) == buffer.size());
  CHECK(crypto::Sha256Hex(buffer) == digest);
  CHECK(absl::IsNotFound(store.Head("keys/none").status()));
  CHECK(store.Put("keys/z", bench.file, digest).ok());
  CHECK(*store.List("keys/", "", 10) == std::vector<std::string>{path, "keys/z"});
  CHECK(*store.List("keys/", path, 10) == std::vector<std::string>{"keys/z"});
  CHECK(store.List("keys/", "", 1)->size() == 1);
  CHECK(store.Move("keys/z", "quarantine/z").ok());
  CHECK(absl::IsNotFound(store.Head("keys/z").status()));
  CHECK(store.Head("quarantine/z")->size_bytes == 5'000'003);
  credentials.secret_access_key = "another";
  CHECK(error::ReasonOf((*MakeObjectStore(url, credentials))->Head(path).status()) ==
        error::Reason::STORAGE_UNAVAILABLE);
}

}  // namespace
}  // namespace keys::blob
