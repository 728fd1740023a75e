#include "services/ingestion/index_run.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"

namespace keys::ingestion {

IndexRun::IndexRun(RunContext context, std::vector<IndexEntry> entries, Report& report)
    : context_(std::move(context)),
      entries_(std::move(entries)),
      report_(report),
      published_(context_.catalog, context_.request_id),
      known_(published_),
      publisher_({.catalog = context_.catalog,
                  .store = context_.store,
                  .published = published_,
                  .request_id = context_.request_id,
                  .is_dry_run = context_.is_dry_run}) {}

absl::Status IndexRun::Run() {
  std::vector<std::string> slugs;
  for (const IndexEntry& entry : entries_) {
    if (entry.manifest) slugs.push_back(entry.slug);
  }
  RETURN_IF_ERROR(published_.Load(slugs));
  for (const std::string& slug : slugs) known_.Add(slug);
  for (const IndexEntry& entry : entries_) {
    if (context_.is_stopping) {
      return error::Make(error::Reason::UNAVAILABLE, "The ingestion was stopped; run it again.");
    }
    IngestEntry(entry);
  }
  return absl::OkStatus();
}

void IndexRun::IngestEntry(const IndexEntry& entry) {
  AssetName name{.slug = entry.slug, .version = "", .family = std::string(entry.family->folder)};
  Findings findings = entry.findings;
  if (!entry.manifest) {
    report_.Add(name, Outcome::kRejected, findings);
    return;
  }
  name.version = std::string(entry.manifest->value.FindText("version"));
  const int rank = published_.RankOf(entry.slug);
  const bool is_same_family = published_.FamilyOf(entry.slug) == entry.family->folder;
  if (is_same_family && rank > 0 && rank < kIndexRank) {
    findings.Warn({"assetsIndex", entry.pointer, std::string(code::kShadowedByFolder),
                   Concat({"\"", entry.slug, "\" is published from its folder, which counts."})});
    report_.Add(name, Outcome::kUnchanged, findings);
    return;
  }
  const AssetContext context = {
      .file = "assetsIndex",
      .pointer = entry.pointer,
      .source_rank = kIndexRank,
      .is_known = [this](std::string_view slug) { return known_.IsKnown(slug); }};
  const auto asset = ToAsset(*entry.manifest, *entry.family, context, findings);
  const Outcome outcome = publisher_.Publish(asset, {}, {"assetsIndex", entry.pointer}, findings);
  report_.Add(name, outcome, findings);
}

}  // namespace keys::ingestion
