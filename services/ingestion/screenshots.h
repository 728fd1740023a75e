// Reads the pictures of a KEY's page: those its manifest names as `screenshots`, and a notebook's
// cover.
#pragma once

#include <string>
#include <vector>

#include "keys/catalog/v1/catalog.pb.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/domain/json.h"
#include "services/ingestion/publisher.h"

namespace keys::ingestion {

struct Screenshots {
  // The pictures in the order of the page.
  std::vector<catalog::v1::AssetPicture> shown;
  // The bytes of each picture, once; at most 18 MiB.
  std::vector<PictureBytes> bytes;
};

// Reads and checks the pictures of a folder. A screenshot that is no picture is a violation. A
// cover that is none is a warning, because it belongs to the author's build. `file` is the
// manifest's.
Screenshots ReadScreenshots(int folder, const Json& manifest, const std::string& file,
                            const std::vector<std::string>& files, Findings& findings);

}  // namespace keys::ingestion
