#include "common/blob/s3_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/blob/object_path.h"
#include "common/blob/s3_xml.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/time/clock.h"

namespace keys::blob {
namespace {

constexpr absl::Duration kShortLimit = absl::Seconds(10);
constexpr absl::Duration kUploadLimit = absl::Minutes(5);  // 100 MiB at 350 KiB/s
constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr size_t kMaxRangeBytes = 1u << 20;
constexpr size_t kMaxListed = 1000;  // S3's own limit
constexpr char kDigestHeader[] = "x-amz-meta-sha256";

struct Ask {
  std::string method;
  std::string key;  // empty: the bucket
  sigv4::Pairs query = {};
  sigv4::Pairs headers = {};
  std::string body = {};
  std::string file = {};  // in place of the body; its SHA-256 is `payload_sha256_hex`
  std::string payload_sha256_hex = {};
  absl::Duration limit = kShortLimit;
};

absl::Status Unavailable(std::string_view operation, std::string_view cause) {
  log::Error("storage.failed", {{"operation", operation}, {"cause", cause}});
  return error::Make(error::Reason::STORAGE_UNAVAILABLE, "The storage is not available.");
}

absl::StatusOr<std::string> HashFile(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Unavailable("open", path);
  crypto::Sha256Stream stream;
  std::string buffer(256 * 1024, '\0');
  ssize_t got = 0;
  do {
    got = ::read(fd, buffer.data(), buffer.size());
    if (got > 0) stream.Update(std::string_view(buffer).substr(0, static_cast<size_t>(got)));
  } while (got > 0 || (got < 0 && errno == EINTR));
  ::close(fd);
  if (got < 0) return Unavailable("read", path);
  return stream.FinishHex();
}

class S3Client {
 public:
  explicit S3Client(S3Options options)
      : place_(std::move(options.place)),
        credentials_(std::move(options.credentials)),
        client_(options.client ? std::move(options.client)
                               : http::MakeCurlClient({.max_response_bytes = 4u << 20})),
        pause_(options.pause ? std::move(options.pause)
                             : [](absl::Duration time) { absl::SleepFor(time); }) {}

  // Returns any answer except those that ask to try again; these are repeated here.
  absl::StatusOr<http::Response> Send(const Ask& ask) const {
    absl::Duration pause = kFirstPause;
    for (int attempt = 1;; ++attempt) {
      auto response = client_->Send(ToRequest(ask));
      const bool may_pass =
          response.ok() ? IsPassing(response->status) : IsPassing(response.status());
      if (!may_pass || attempt == kMaxAttempts) {
        if (response.ok() && !may_pass) return response;
        return Unavailable(ask.method, response.ok() ? std::to_string(response->status)
                                                     : MessageOf(response.status()));
      }
      pause_(pause);
      pause *= 3;
    }
  }

  absl::Status MakeBucket() const {
    Ask ask = {.method = "PUT", .key = ""};
    if (place_.is_aws && place_.region != "us-east-1") {
      ask.body = Concat({"<CreateBucketConfiguration><LocationConstraint>", place_.region,
                         "</LocationConstraint></CreateBucketConfiguration>"});
    }
    ASSIGN_OR_RETURN(const http::Response response, Send(ask));
    // 409 means that another process has made the bucket meanwhile.
    if (response.status == 200 || response.status == 409) return absl::OkStatus();
    return Unavailable("make bucket", Concat({std::to_string(response.status), " ",
                                              XmlText(response.body, "Code").value_or("")}));
  }

  const std::string& bucket() const { return place_.bucket; }

 private:
  static bool IsPassing(int status) {
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
  }
  // Every request of this store may be repeated, so each failure that passes is tried again.
  static bool IsPassing(const absl::Status& status) {
    return absl::IsUnavailable(status) || absl::IsAborted(status) ||
           absl::IsDeadlineExceeded(status);
  }

  // Each attempt is signed anew, because a signature is valid for minutes only.
  http::Request ToRequest(const Ask& ask) const {
    sigv4::Request to_sign = {
        .method = ask.method,
        .host = place_.is_virtual ? Concat({place_.bucket, ".", place_.host}) : place_.host,
        .path = Concat({place_.prefix, place_.is_virtual ? "" : "/",
                        place_.is_virtual ? "" : place_.bucket,
                        ask.key.empty() && !place_.is_virtual ? "" : "/", ask.key}),
        .query = ask.query,
        .headers = ask.headers,
        .payload_sha256_hex =
            ask.file.empty() ? crypto::Sha256Hex(ask.body) : ask.payload_sha256_hex};
    to_sign.headers.emplace_back("x-amz-content-sha256", to_sign.payload_sha256_hex);
    http::Request request{.method = ask.method};
    request.headers = to_sign.headers;
    for (auto& header :
         sigv4::Sign(to_sign, credentials_, {.region = place_.region}, clock_.Now())) {
      request.headers.push_back(std::move(header));
    }
    const std::string query = sigv4::CanonicalQuery(ask.query);
    request.url = Concat({place_.scheme, "://", to_sign.host, sigv4::UriEncode(to_sign.path, true),
                          query.empty() ? "" : "?", query});
    request.body = ask.body;
    request.body_file = ask.file;
    request.deadline = Deadline::After(ask.limit);
    return request;
  }

  const S3Place place_;
  const sigv4::Credentials credentials_;
  const std::unique_ptr<http::HttpClient> client_;
  const std::function<void(absl::Duration)> pause_;
  // The storage compares a signature's time with its own clock, so CLOCK_OFFSET_FILE must not shift
  // it.
  const SystemClock clock_;
};

class S3Reader : public ObjectReader {
 public:
  S3Reader(std::shared_ptr<const S3Client> client, std::string key, std::string etag, int64_t size)
      : client_(std::move(client)), key_(std::move(key)), etag_(std::move(etag)), size_(size) {}

  absl::StatusOr<size_t> ReadAt(int64_t offset, absl::Span<char> buffer) const override {
    size_t done = 0;
    while (done < buffer.size() && offset + static_cast<int64_t>(done) < size_) {
      const int64_t from = offset + static_cast<int64_t>(done);
      const auto wanted = std::min({static_cast<int64_t>(buffer.size() - done), size_ - from,
                                    static_cast<int64_t>(kMaxRangeBytes)});
      ASSIGN_OR_RETURN(const std::string bytes, ReadRange(from, wanted));
      std::copy(bytes.begin(), bytes.end(), buffer.data() + done);
      done += bytes.size();
    }
    return done;
  }
  int64_t Size() const override { return size_; }
  std::string Identity() const override { return Concat({key_, ":", etag_}); }

 private:
  absl::StatusOr<std::string> ReadRange(int64_t from, int64_t count) const {
    ASSIGN_OR_RETURN(
        http::Response response,
        client_->Send({.method = "GET",
                       .key = key_,
                       .headers = {{"Range", StrCat("bytes=", from, "-", from + count - 1)},
                                   {"If-Match", etag_}}}));
    const bool is_whole = response.status == 200 && from == 0 && count == size_;
    if ((response.status != 206 && !is_whole) ||
        response.body.size() != static_cast<size_t>(count)) {
      return Unavailable("read", std::to_string(response.status));
    }
    return std::move(response.body);
  }

  const std::shared_ptr<const S3Client> client_;
  const std::string key_;
  const std::string etag_;
  const int64_t size_;
};

class S3Store : public ObjectStore {
 public:
  explicit S3Store(S3Options options)
      : client_(std::make_shared<const S3Client>(std::move(options))) {}

  absl::Status Put(std::string_view path, const std::string& local_file,
                   std::string_view sha256_hex) override {
    RETURN_IF_ERROR(SplitObjectPath(path).status());
    ASSIGN_OR_RETURN(const std::string digest, HashFile(local_file));
    if (digest != sha256_hex) {
      return absl::DataLossError("the file's SHA-256 is not the one it was announced with");
    }
    const auto head = HeadResponse(path);
    if (head.ok() && head->Header(kDigestHeader) == sha256_hex) return absl::OkStatus();
    const Ask ask = {.method = "PUT",
                     .key = std::string(path),
                     .headers = {{kDigestHeader, digest}, {"content-type", "application/zip"}},
                     .file = local_file,
                     .payload_sha256_hex = digest,
                     .limit = kUploadLimit};
    ASSIGN_OR_RETURN(http::Response response, client_->Send(ask));
    if (response.status == 404) {
      RETURN_IF_ERROR(client_->MakeBucket());
      ASSIGN_OR_RETURN(response, client_->Send(ask));
    }
    if (response.status == 200) return absl::OkStatus();
    const std::string code = XmlText(response.body, "Code").value_or("");
    // The storage received other bytes than were signed: the file changed after it was hashed, or
    // its bytes changed on the way.
    if (code == "XAmzContentSHA256Mismatch" || code == "BadDigest") {
      return absl::DataLossError("the storage received other bytes than announced");
    }
    return Unavailable("put", Concat({std::to_string(response.status), " ", code}));
  }

  absl::StatusOr<ObjectInfo> Head(std::string_view path) override {
    ASSIGN_OR_RETURN(const http::Response response, HeadResponse(path));
    ASSIGN_OR_RETURN(const int64_t size, SizeOf(response));
    return ObjectInfo{.size_bytes = size};
  }

  absl::StatusOr<std::unique_ptr<ObjectReader>> Open(std::string_view path) override {
    ASSIGN_OR_RETURN(const http::Response response, HeadResponse(path));
    ASSIGN_OR_RETURN(const int64_t size, SizeOf(response));
    return std::make_unique<S3Reader>(client_, std::string(path),
                                      std::string(response.Header("etag").value_or("")), size);
  }

  absl::StatusOr<std::vector<std::string>> List(std::string_view prefix, std::string_view after,
                                                size_t limit) override {
    std::vector<std::string> paths;
    while (paths.size() < limit) {
      const size_t wanted = std::min(limit - paths.size(), kMaxListed);
      const std::string from = paths.empty() ? std::string(after) : paths.back();
      ASSIGN_OR_RETURN(const http::Response response,
                       client_->Send({.method = "GET",
                                      .key = "",
                                      .query = {{"list-type", "2"},
                                                {"prefix", std::string(prefix)},
                                                {"start-after", from},
                                                {"max-keys", std::to_string(wanted)}}}));
      if (response.status == 404) return paths;  // no bucket yet
      if (response.status != 200) return Unavailable("list", std::to_string(response.status));
      std::vector<std::string> page = XmlTexts(response.body, "Key");
      const bool is_end = page.empty() || XmlText(response.body, "IsTruncated") != "true";
      paths.insert(paths.end(), page.begin(), page.end());
      if (is_end) break;
    }
    return paths;
  }

  absl::Status Move(std::string_view from, std::string_view to) override {
    RETURN_IF_ERROR(SplitObjectPath(from).status());
    RETURN_IF_ERROR(SplitObjectPath(to).status());
    const std::string source =
        sigv4::UriEncode(Concat({"/", client_->bucket(), "/", from}), /*keeps_slash=*/true);
    ASSIGN_OR_RETURN(http::Response response,
                     client_->Send({.method = "PUT",
                                    .key = std::string(to),
                                    .headers = {{"x-amz-copy-source", source}},
                                    .limit = kUploadLimit}));
    if (response.status == 404) return absl::NotFoundError("there is no such object");
    // S3 answers 200 before it copies; a copy that fails later has an error in the body.
    if (response.status != 200 || XmlText(response.body, "Code").has_value()) {
      return Unavailable("copy", std::to_string(response.status));
    }
    ASSIGN_OR_RETURN(response, client_->Send({.method = "DELETE", .key = std::string(from)}));
    if (response.status == 204 || response.status == 200) return absl::OkStatus();
    return Unavailable("delete", std::to_string(response.status));
  }

 private:
  absl::StatusOr<http::Response> HeadResponse(std::string_view path) const {
    RETURN_IF_ERROR(SplitObjectPath(path).status());
    ASSIGN_OR_RETURN(http::Response response,
                     client_->Send({.method = "HEAD", .key = std::string(path)}));
    if (response.status == 404) return absl::NotFoundError("there is no such object");
    if (response.status != 200) return Unavailable("head", std::to_string(response.status));
    return response;
  }

  static absl::StatusOr<int64_t> SizeOf(const http::Response& response) {
    int64_t size = 0;
    const auto length = response.Header("content-length");
    if (!length.has_value() || !absl::SimpleAtoi(ToAbsl(*length), &size) || size < 0) {
      return Unavailable("head", "no Content-Length");
    }
    return size;
  }

  const std::shared_ptr<const S3Client> client_;
};

}  // namespace

std::unique_ptr<ObjectStore> MakeS3Store(S3Options options) {
  return std::make_unique<S3Store>(std::move(options));
}

}  // namespace keys::blob
