// One ingestion of an assets index: KEYS that are described but have nothing to download.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/ingestion/domain/assets_index.h"
#include "services/ingestion/known_slugs.h"
#include "services/ingestion/publisher.h"
#include "services/ingestion/report.h"
#include "services/ingestion/run_context.h"

namespace keys::ingestion {

class IndexRun {
 public:
  IndexRun(RunContext context, std::vector<IndexEntry> entries, Report& report);

  // Returns the same results as FolderRun::Run.
  absl::Status Run();

 private:
  void IngestEntry(const IndexEntry& entry);

  const RunContext context_;
  const std::vector<IndexEntry> entries_;
  Report& report_;
  Published published_;
  KnownSlugs known_;
  Publisher publisher_;
};

}  // namespace keys::ingestion
