#include "services/ingestion/scrub.h"

#include <map>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "services/ingestion/run_context.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kArchives = "keys/";
constexpr std::string_view kPictures = "screenshots/";
constexpr size_t kPage = 200;
constexpr size_t kReadBytes = 256 * 1024;
constexpr char kRequestId[] = "scrub";

// Returns (slug, version) of keys/<tool>/<slug>/<version>/key.zip, or two empty texts for another
// path.
std::pair<std::string, std::string> NameOf(const std::string& path) {
  const auto parts = Split(path, '/');
  if (parts.size() != 5) return {};
  return {std::string(parts[2]), std::string(parts[3])};
}

// Returns the digest in screenshots/<sha256>.<ending>.
std::string DigestOf(const std::string& path) {
  const std::size_t end = path.rfind('.');
  return end == std::string::npos ? "" : path.substr(kPictures.size(), end - kPictures.size());
}

}  // namespace

Scrub::Scrub(Parts parts)
    : parts_(std::move(parts)),
      checked_(parts_.metrics.Counter("keys_ingestion_scrubbed_objects_total",
                                      "Stored archives and screenshots that were hashed again.")),
      quarantined_(parts_.metrics.Counter("keys_ingestion_quarantined_objects_total",
                                          "Stored archives and screenshots that were no longer "
                                          "what was published, and were moved aside.")) {}

Scrub::~Scrub() { Stop(); }

absl::StatusOr<Scrub::Pass> Scrub::Run() {
  Pass pass;
  for (const std::string_view prefix : {kArchives, kPictures}) {
    std::string after;
    while (true) {
      ASSIGN_OR_RETURN(const auto paths, parts_.store.List(prefix, after, kPage));
      RETURN_IF_ERROR(prefix == kPictures ? CheckPictures(paths, pass) : CheckPage(paths, pass));
      if (paths.size() < kPage) break;
      after = paths.back();
    }
  }
  return pass;
}

absl::Status Scrub::CheckPictures(const std::vector<std::string>& paths, Pass& pass) {
  for (const std::string& path : paths) RETURN_IF_ERROR(CheckObject(path, DigestOf(path), pass));
  return absl::OkStatus();
}

absl::Status Scrub::CheckPage(const std::vector<std::string>& paths, Pass& pass) {
  catalog::v1::GetPublishedRequest request;
  for (const std::string& path : paths) {
    if (std::string slug = NameOf(path).first; !slug.empty()) request.add_slugs(std::move(slug));
  }
  if (request.slugs().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto published,
                   parts_.catalog.GetPublished(request, ToCatalog(kRequestId)));
  std::map<std::pair<std::string, std::string>, std::string> digests;
  for (const auto& version : published.versions()) {
    if (version.has_sha256()) digests[{version.slug(), version.version()}] = version.sha256();
  }
  for (const std::string& path : paths) {
    const auto known = digests.find(NameOf(path));
    if (known == digests.end()) {
      ++pass.unknown;
      continue;
    }
    RETURN_IF_ERROR(CheckObject(path, known->second, pass));
  }
  return absl::OkStatus();
}

absl::Status Scrub::CheckObject(const std::string& path, const std::string& sha256_hex,
                                Pass& pass) {
  const auto actual = Hash(path, pass);
  if (absl::IsNotFound(actual.status())) return absl::OkStatus();  // moved meanwhile
  RETURN_IF_ERROR(actual.status());
  ++pass.checked;
  checked_.Increment();
  if (*actual == sha256_hex) return absl::OkStatus();
  log::Error("ingestion.object_damaged",
             {{"path", path}, {"published", sha256_hex}, {"stored", *actual}});
  const absl::Status moved = parts_.store.Move(path, Concat({kQuarantine, path}));
  if (absl::IsNotFound(moved)) return absl::OkStatus();
  RETURN_IF_ERROR(moved);
  ++pass.quarantined;
  quarantined_.Increment();
  return absl::OkStatus();
}

absl::StatusOr<std::string> Scrub::Hash(const std::string& path, Pass& pass) {
  ASSIGN_OR_RETURN(const auto reader, parts_.store.Open(path));
  crypto::Sha256Stream stream;
  std::string buffer(kReadBytes, '\0');
  std::int64_t offset = 0;
  while (true) {
    ASSIGN_OR_RETURN(const size_t got, reader->ReadAt(offset, absl::MakeSpan(buffer)));
    if (got == 0) return stream.FinishHex();
    stream.Update(std::string_view(buffer).substr(0, got));
    offset += static_cast<std::int64_t>(got);
    pass.bytes += static_cast<std::int64_t>(got);
    Wait(absl::Seconds(1) * static_cast<double>(got) /
         static_cast<double>(parts_.bytes_per_second));
    absl::MutexLock hold(&mutex_);
    if (is_stopping_) return error::Make(error::Reason::UNAVAILABLE, "The scrub was stopped.");
  }
}

void Scrub::Wait(absl::Duration time) {
  if (parts_.pause) {
    parts_.pause(time);
    return;
  }
  absl::MutexLock hold(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&is_stopping_), time);
}

void Scrub::Start() {
  if (parts_.interval > absl::ZeroDuration()) thread_ = std::thread(&Scrub::Work, this);
}

void Scrub::Stop() {
  {
    absl::MutexLock hold(&mutex_);
    is_stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Scrub::Work() {
  while (true) {
    {
      absl::MutexLock hold(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&is_stopping_), parts_.interval)) return;
    }
    const auto pass = Run();
    if (!pass.ok()) {
      log::Warning("ingestion.scrub_failed", {{"why", MessageOf(pass.status())}});
      continue;
    }
    log::Info("ingestion.scrubbed", {{"checked", pass->checked},
                                     {"quarantined", pass->quarantined},
                                     {"unknown", pass->unknown},
                                     {"bytes", pass->bytes}});
  }
}

}  // namespace keys::ingestion
