// The report of one ingestion, asset by asset. It is collected during the run, then answered and
// stored. Not thread-safe: it belongs to its run.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "keys/ingestion/v1/watch.pb.h"
#include "services/ingestion/domain/finding.h"

namespace keys::ingestion {

// The most findings that one report keeps. Further ones are only counted, because a person reads
// the report and it travels in one message.
inline constexpr int kMaxReportedFindings = 10'000;

enum class Outcome { kPublished, kUpdated, kUnchanged, kRejected };

std::string_view NameOf(Outcome outcome);

struct AssetName {
  std::string slug;
  std::string version;  // empty when the manifest does not say
  std::string family;
};

class Report {
 public:
  // Called for each line that is added, without the run's id and a number.
  using Listener = std::function<void(v1::AssetProgress)>;

  Report() = default;
  explicit Report(Listener listener) : listener_(std::move(listener)) {}

  // Adds one line for the asset and everything found about it. Violations make it rejected.
  void Add(const AssetName& name, Outcome outcome, const Findings& findings);
  // Adds findings that belong to no asset (marketplace.json, a family's folder).
  void AddFindings(std::string_view slug, const Findings& findings);

  int rejected() const { return rejected_; }
  v1::IngestResponse Build(const std::string& ingestion_id, bool is_dry_run) const;

 private:
  void KeepFindings(std::string_view slug, const Findings& findings);
  void Tell(const v1::AssetReport* asset, std::string_view slug, const Findings& findings) const;
  void AddViolation(std::string_view slug, const Finding& finding);
  void AddWarning(std::string_view slug, const Finding& finding);

  const Listener listener_;
  v1::IngestResponse response_;
  int rejected_ = 0;
};

}  // namespace keys::ingestion
