// Takes one asset's folder from disk to the object store and the catalog.
#pragma once

#include <string>

#include "services/ingestion/assets/tree.h"
#include "services/ingestion/domain/family.h"
#include "services/ingestion/known_slugs.h"
#include "services/ingestion/publisher.h"
#include "services/ingestion/report.h"

namespace keys::ingestion {

struct AssetPlace {
  const Family& family;
  std::string slug;            // the folder's name
  std::string where;           // path below the assets root
  std::string version_folder;  // under .versions; empty in the current tree
};

class AssetFolderIngest {
 public:
  // `archive_file` is written again for each asset. It is empty in a dry run, which writes nothing.
  AssetFolderIngest(Publisher& publisher, KnownSlugs& known, Report& report,
                    std::string archive_file)
      : publisher_(publisher),
        known_(known),
        report_(report),
        archive_file_(std::move(archive_file)) {}

  // `parent` is the family's folder. The outcome is added to the report.
  void Ingest(int parent, const AssetPlace& place);

 private:
  Outcome IngestOpened(int folder, const AssetPlace& place, AssetName& name, Findings& findings);

  Publisher& publisher_;
  KnownSlugs& known_;
  Report& report_;
  const std::string archive_file_;
};

}  // namespace keys::ingestion
