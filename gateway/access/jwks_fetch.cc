#include "gateway/access/jwks_fetch.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/http_client/http_client.h"

namespace keys::gateway {
namespace {

constexpr std::string_view kFileScheme = "file://";

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (file == nullptr) return absl::NotFoundError(StrCat("cannot read ", path));
  std::string text(kMaxJwksBytes, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  return text;
}

absl::StatusOr<std::string> Get(keys::http::HttpClient& client, const std::string& url) {
  keys::http::Request request{.method = "GET", .url = url};
  request.deadline = Deadline::After(kJwksDeadline);
  ASSIGN_OR_RETURN(keys::http::Response response, client.Send(request));
  if (response.status != 200) {
    return absl::UnavailableError(StrCat("the key set's server answered ", response.status));
  }
  return std::move(response.body);
}

}  // namespace

absl::StatusOr<JwksSource::Fetch> FetchJwksFrom(const std::string& url) {
  if (url.starts_with(kFileScheme)) {
    return [path = url.substr(kFileScheme.size())] { return ReadWholeFile(path); };
  }
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    return absl::InvalidArgumentError("JWKS_URL must begin with https://, http:// or file://");
  }
  std::shared_ptr<keys::http::HttpClient> client =
      keys::http::MakeCurlClient({.max_response_bytes = kMaxJwksBytes});
  return [client, url] { return Get(*client, url); };
}

}  // namespace keys::gateway
