// Tests many KEYS in bounded memory, and processes that die in the middle. KEYS_TEST_SCALE=all
// takes 5,000 KEYS.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "services/ingestion/testing/workshop.h"

namespace keys::ingestion {
namespace {

bool IsFull() {
  const char* scale = std::getenv("KEYS_TEST_SCALE");
  return scale != nullptr && std::string_view(scale) == "all";
}

// Returns the KiB of memory of this process, now (VmRSS) or at most so far (VmHWM).
long MemoryKib(const std::string& field) {
  std::ifstream in("/proc/self/status");
  std::string word;
  while (in >> word) {
    long kib = 0;
    if (word == field + ":" && in >> kib) return kib;
  }
  return 0;
}

// Keeps digests only, because the memory of the real catalog is not this process's.
class ForgetfulCatalog final : public catalog::CatalogIngestClient {
 public:
  absl::StatusOr<catalog::v1::PublishVersionResponse> PublishVersion(
      const catalog::v1::PublishVersionRequest& request, const rpc::Outgoing&) override {
    const auto& asset = request.asset();
    auto& version = versions_[asset.slug()];
    version.set_slug(asset.slug());
    version.set_family(asset.family());
    version.set_version(asset.version());
    version.set_content_hash(asset.content_hash());
    version.set_source_rank(asset.source_rank());
    version.set_sha256(asset.sha256());
    catalog::v1::PublishVersionResponse response;
    response.set_outcome(catalog::v1::PUBLISH_OUTCOME_PUBLISHED);
    return response;
  }
  absl::StatusOr<catalog::v1::GetPublishedResponse> GetPublished(
      const catalog::v1::GetPublishedRequest& request, const rpc::Outgoing&) override {
    catalog::v1::GetPublishedResponse response;
    for (const std::string& slug : request.slugs()) {
      const auto found = versions_.find(slug);
      if (found != versions_.end()) *response.add_versions() = found->second;
    }
    return response;
  }
  absl::StatusOr<catalog::v1::ApplyPricingResponse> ApplyPricing(
      const catalog::v1::ApplyPricingRequest&, const rpc::Outgoing&) override {
    return catalog::v1::ApplyPricingResponse();
  }

 private:
  std::map<std::string, catalog::v1::GetPublishedResponse::Version> versions_;
};

TEST_CASE("many KEYS and large ones are ingested within 64 MiB") {
  Workshop workshop;
  const int count = IsFull() ? 5000 : 100;
  for (int i = 0; i < count; ++i) {
    workshop.AddAsset(i % 2 == 0 ? "node-next-keys" : "runbook-keys", "key-" + std::to_string(i));
  }
  workshop.AddAsset("jupyter-keys", "large");
  workshop.assets.Write("jupyter-keys/large/big.bin", "");
  std::filesystem::resize_file(workshop.assets.At("jupyter-keys/large/big.bin"), 80 << 20);
  workshop.assets.Write("jupyter-keys/large/book.ipynb",
                        R"({"nbformat":4,"nbformat_minor":5,"metadata":{"a":")" +
                            std::string(11 << 20, 'x') + R"("},"cells":[]})");
  const std::string deep = "{\"a\":" + std::string(200'000, '[');
  workshop.assets.Write("cursor-keys/deep/key.json", deep);

  ForgetfulCatalog catalog;
  const RunContext context = {.catalog = catalog,
                              .store = workshop.store,
                              .request_id = "r",
                              .is_stopping = workshop.is_stopping};
  const long idle = MemoryKib("VmRSS");
  std::ofstream("/proc/self/clear_refs") << "5";  // VmHWM begins anew
  for (const char* turn : {"first", "second"}) {
    const Deadline started = Deadline::After(absl::Hours(1));
    Report report;
    REQUIRE(FolderRun(context, workshop.assets.path(), report).Run().ok());
    const auto seconds = absl::ToDoubleSeconds(absl::Hours(1) - started.Remaining());
    const auto response = report.Build("run", false);
    CHECK(response.success() == count + 1);
    CHECK(response.unchanged() == (std::string_view(turn) == "first" ? 0 : count + 1));
    std::cout << "counted: " << turn << " run of " << count << " KEYS: " << seconds
              << " s, at most " << (MemoryKib("VmHWM") - idle) / 1024 << " MiB beyond idle\n";
  }
#ifdef __SANITIZE_ADDRESS__
  // AddressSanitizer keeps up to 256 MiB of freed memory, so the figure would be its own.
  std::cout << "memory is not held to its bound under AddressSanitizer\n";
#else
  CHECK(MemoryKib("VmHWM") - idle <= 64 * 1024);
#endif
}

// Kills the process at the `left`-th call to store or catalog.
struct Fuse {
  int left;
  void Burn() {
    if (--left == 0) ::kill(::getpid(), SIGKILL);
  }
};

class DyingStore final : public blob::ObjectStore {
 public:
  DyingStore(blob::ObjectStore& store, Fuse& fuse) : store_(store), fuse_(fuse) {}
  absl::Status Put(std::string_view path, const std::string& file,
                   std::string_view sha256) override {
    fuse_.Burn();
    const absl::Status status = store_.Put(path, file, sha256);
    fuse_.Burn();
    return status;
  }
  absl::StatusOr<blob::ObjectInfo> Head(std::string_view path) override {
    return store_.Head(path);
  }
  absl::StatusOr<std::unique_ptr<blob::ObjectReader>> Open(std::string_view path) override {
    return store_.Open(path);
  }
  absl::StatusOr<std::vector<std::string>> List(std::string_view prefix, std::string_view after,
                                                size_t limit) override {
    return store_.List(prefix, after, limit);
  }
  absl::Status Move(std::string_view from, std::string_view to) override {
    return store_.Move(from, to);
  }

 private:
  blob::ObjectStore& store_;
  Fuse& fuse_;
};

// Ingests in a process of its own that dies at `point`. `log` has what its catalog had stored by
// then.
void RunAndDie(Workshop& workshop, int point, const std::string& log) {
  const pid_t child = ::fork();
  if (child == 0) {
    Fuse fuse{point};
    DyingStore store(workshop.store, fuse);
    workshop.catalog.on_publish = [&] { fuse.Burn(); };
    workshop.catalog.on_published = [&](const catalog::v1::Asset& asset) {
      std::ofstream(log, std::ios::app) << asset.storage_path() << " " << asset.sha256() << "\n";
      fuse.Burn();
    };
    const RunContext context = {.catalog = workshop.catalog,
                                .store = store,
                                .request_id = "r",
                                .is_stopping = workshop.is_stopping};
    Report report;
    FolderRun(context, workshop.assets.path(), report).Run().IgnoreError();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
}

TEST_CASE("a process killed at any of 20 points leaves whole versions, and a re-run completes") {
  for (int point = 1; point <= 20; ++point) {
    INFO("point " << point);
    Workshop workshop;
    for (int i = 0; i < 5; ++i) workshop.AddAsset("runbook-keys", "key-" + std::to_string(i));
    const std::string log = workshop.storage.At("published.log");
    RunAndDie(workshop, point, log);
    std::ifstream in(log);
    std::string path;
    std::string sha256;
    while (in >> path >> sha256) CHECK(workshop.StoredSha256(path) == sha256);
    const auto response = workshop.Run();
    CHECK(response.success() == 5);
    CHECK(Errors(response).empty());
    for (const auto& [name, asset] : workshop.catalog.assets) {
      CHECK(workshop.StoredSha256(asset.storage_path()) == asset.sha256());
    }
  }
}

}  // namespace
}  // namespace keys::ingestion
