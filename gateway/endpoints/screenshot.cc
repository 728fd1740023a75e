#include "gateway/endpoints/screenshot.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/log/log.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr size_t kDigestDigits = 64;
constexpr std::pair<std::string_view, const char*> kTypes[] = {
    {".png", "image/png"}, {".jpg", "image/jpeg"}, {".webp", "image/webp"}};

// Returns null for a name that no picture can have.
const char* TypeOf(std::string_view file) {
  if (file.size() < kDigestDigits) return nullptr;
  const std::string_view digest = file.substr(0, kDigestDigits);
  const bool is_digest = std::all_of(digest.begin(), digest.end(),
                                     [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); });
  if (!is_digest) return nullptr;
  for (const auto& [ending, type] : kTypes) {
    if (file.substr(kDigestDigits) == ending) return type;
  }
  return nullptr;
}

absl::Status NoSuch() { return error::Make(Reason::NOT_FOUND, "There is no such screenshot."); }

}  // namespace

ScreenshotEndpoint::ScreenshotEndpoint(blob::ObjectStore& store, rpc::WorkerPool& workers,
                                       metrics::Registry& metrics)
    : store_(store),
      workers_(workers),
      damaged_(metrics.Counter("keys_screenshots_damaged_total",
                               "Screenshots whose stored bytes were not the digest's.")) {}

void ScreenshotEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  const std::string file = exchange->variables.empty() ? "" : exchange->variables.front().second;
  if (TypeOf(file) == nullptr) return reply(NoSuch());
  const bool taken = workers_.TrySubmit([this, file, reply] { reply(Read(file)); });
  if (!taken) reply(absl::ResourceExhaustedError("too many screenshots are being read"));
}

absl::StatusOr<HttpResponse> ScreenshotEndpoint::Read(const std::string& file) const {
  auto bytes = ReadBytes(file);
  if (absl::IsNotFound(bytes.status())) return NoSuch();
  RETURN_IF_ERROR(bytes.status());
  const std::string digest = file.substr(0, kDigestDigits);
  if (crypto::Sha256Hex(*bytes) != digest) {
    damaged_.Increment();
    log::Error("screenshot.damaged", {{"file", file}});
    return error::Make(Reason::ASSET_MISSING, "The picture is damaged on our side; try later.");
  }
  HttpResponse response{.body = *std::move(bytes)};
  response.headers.Add("Content-Type", TypeOf(file));
  response.headers.Add("Cache-Control", "public, max-age=31536000, immutable");
  response.headers.Add("ETag", StrCat("\"", digest, "\""));
  // Other frontends of the shop, on other origins, show the picture too.
  response.headers.Add("Cross-Origin-Resource-Policy", "cross-origin");
  response.headers.Add("Content-Security-Policy", "default-src 'none'; sandbox");
  return response;
}

absl::StatusOr<std::string> ScreenshotEndpoint::ReadBytes(const std::string& file) const {
  ASSIGN_OR_RETURN(const auto reader, store_.Open(StrCat("screenshots/", file)));
  const int64_t size = reader->Size();
  // Ingestion stores no larger picture, so a larger object is reported as damaged.
  if (size > kMaxScreenshotBytes) return std::string();
  std::string bytes(static_cast<size_t>(size), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    ASSIGN_OR_RETURN(const size_t got, reader->ReadAt(static_cast<int64_t>(done),
                                                      absl::MakeSpan(bytes).subspan(done)));
    if (got == 0) break;
    done += got;
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace keys::gateway
