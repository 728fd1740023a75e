#include <curl/curl.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/base/check.h"
#include "common/base/text.h"
#include "common/http_client/http_client.h"

namespace keys::http {
namespace {

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// libcurl sends the body again from its beginning when a connection that was kept turns out to be
// closed.
int OnSeek(void* file, curl_off_t offset, int origin) {
  return ::fseeko(static_cast<std::FILE*>(file), offset, origin) == 0 ? CURL_SEEKFUNC_OK
                                                                      : CURL_SEEKFUNC_FAIL;
}

// Makes the file the request's body.
absl::StatusOr<File> AttachFile(CURL* curl, const std::string& path) {
  File file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr || ::fseeko(file.get(), 0, SEEK_END) != 0) {
    return absl::InvalidArgumentError("the body's file cannot be read");
  }
  const off_t size = ::ftello(file.get());
  std::rewind(file.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, nullptr);  // fread
  curl_easy_setopt(curl, CURLOPT_READDATA, file.get());
  curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, &OnSeek);
  curl_easy_setopt(curl, CURLOPT_SEEKDATA, file.get());
  return file;
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

// The state that libcurl's callbacks fill during one request.
struct Receiver {
  Response response;
  std::size_t bytes_left = 0;
  bool too_large = false;
};

std::size_t OnBody(char* bytes, std::size_t, std::size_t count, void* context) {
  auto* receiver = static_cast<Receiver*>(context);
  if (count > receiver->bytes_left) {
    receiver->too_large = true;
    return 0;
  }
  receiver->bytes_left -= count;
  receiver->response.body.append(bytes, count);
  return count;
}

std::size_t OnHeader(char* bytes, std::size_t, std::size_t count, void* context) {
  auto* receiver = static_cast<Receiver*>(context);
  std::string_view line(bytes, count);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  // A status line begins a new set of headers, because a 100 Continue may come before the answer.
  if (line.substr(0, 5) == "HTTP/") receiver->response.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return count;
  if (count > receiver->bytes_left) {
    receiver->too_large = true;
    return 0;
  }
  receiver->bytes_left -= count;
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(), AsciiLower);
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  receiver->response.headers.emplace_back(std::move(name), value);
  return count;
}

bool HasLineBreak(std::string_view text) { return text.find_first_of("\r\n") != text.npos; }

absl::StatusOr<HeaderList> MakeHeaders(const Request& request) {
  HeaderList list;
  auto append = [&list](const std::string& line) {
    curl_slist* grown = curl_slist_append(list.get(), line.c_str());
    CHECK_THAT(grown != nullptr, "out of memory");
    list.release();
    list.reset(grown);
  };
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || HasLineBreak(name) || HasLineBreak(value)) {
      return absl::InvalidArgumentError("a header has a line break or no name");
    }
    // libcurl sends a header without a value only when it is written as "Name;".
    append(value.empty() ? Concat({name, ";"}) : Concat({name, ": ", value}));
  }
  // Without this header libcurl would wait up to a second for a 100 Continue before it sends a
  // larger body.
  append("Expect:");
  return list;
}

// `sent` says that the connection was ready, so the peer may have seen the request.
absl::Status ToStatus(CURLcode code, bool sent, const char* text) {
  const std::string message = Concat({curl_easy_strerror(code), ": ", text});
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return absl::InvalidArgumentError(message);
    case CURLE_OPERATION_TIMEDOUT:
      return sent ? absl::DeadlineExceededError(message) : absl::UnavailableError(message);
    default:
      return sent ? absl::AbortedError(message) : absl::UnavailableError(message);
  }
}

class CurlClient : public HttpClient {
 public:
  explicit CurlClient(CurlOptions options) : options_(std::move(options)) {
    static std::once_flag once;
    std::call_once(once, [] {
      curl_global_init(CURL_GLOBAL_DEFAULT);
      // OpenSSL writes to sockets without MSG_NOSIGNAL, and a peer that left must not end this
      // process.
      std::signal(SIGPIPE, SIG_IGN);
    });
  }

  absl::StatusOr<Response> Send(const Request& request) override {
    const absl::Duration left = request.deadline.Remaining();
    if (left <= absl::ZeroDuration()) return absl::UnavailableError("no time left to send");
    absl::StatusOr<HeaderList> headers = MakeHeaders(request);
    if (!headers.ok()) return std::move(headers).status();
    Handle handle = Take();
    Receiver receiver;
    receiver.bytes_left = options_.max_response_bytes;
    char error_text[CURL_ERROR_SIZE] = "";
    Configure(handle.get(), request, left);
    File file;
    if (!request.body_file.empty()) {
      absl::StatusOr<File> attached = AttachFile(handle.get(), request.body_file);
      if (!attached.ok()) return std::move(attached).status();
      file = *std::move(attached);
    }
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers->get());
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &receiver);
    curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &receiver);
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, error_text);
    const CURLcode code = curl_easy_perform(handle.get());
    return Finish(std::move(handle), code, std::move(receiver), error_text);
  }

 private:
  void Configure(CURL* curl, const Request& request, absl::Duration left) const {
    // At least 1 ms: 0 means "no limit" to libcurl.
    const auto milliseconds = [](absl::Duration d) {
      return static_cast<long>(std::clamp<int64_t>(absl::ToInt64Milliseconds(d), 1, 600'000));
    };
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    const bool has_body =
        request.method == "POST" || request.method == "PUT" || !request.body.empty();
    if (has_body && request.body_file.empty()) {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    }
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connect_timeout));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds(left));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty()) {
      curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &OnBody);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &OnHeader);
  }

  absl::StatusOr<Response> Finish(Handle handle, CURLcode code, Receiver receiver,
                                  const char* error_text) {
    if (receiver.too_large) return absl::ResourceExhaustedError("the answer is too large");
    if (code != CURLE_OK) {
      // PRETRANSFER is set once the connection, with TLS, is ready to carry the request. The handle
      // is dropped with its connections.
      curl_off_t pretransfer = 0;
      curl_easy_getinfo(handle.get(), CURLINFO_PRETRANSFER_TIME_T, &pretransfer);
      return ToStatus(code, pretransfer > 0, error_text);
    }
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    receiver.response.status = static_cast<int>(status);
    GiveBack(std::move(handle));
    return std::move(receiver.response);
  }

  Handle Take() {
    {
      absl::MutexLock lock(&mutex_);
      if (!idle_.empty()) {
        Handle handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
      }
    }
    Handle handle(curl_easy_init());
    CHECK_THAT(handle != nullptr, "libcurl gives no handle");
    return handle;
  }

  void GiveBack(Handle handle) {
    curl_easy_reset(handle.get());  // keeps the open connections
    absl::MutexLock lock(&mutex_);
    if (idle_.size() < options_.max_idle_handles) idle_.push_back(std::move(handle));
  }

  const CurlOptions options_;
  absl::Mutex mutex_;
  std::vector<Handle> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::optional<std::string_view> Response::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::unique_ptr<HttpClient> MakeCurlClient(CurlOptions options) {
  return std::make_unique<CurlClient>(std::move(options));
}

}  // namespace keys::http
