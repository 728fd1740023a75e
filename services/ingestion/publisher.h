// Brings one checked asset to the object store and the catalog, in that order, so that a version
// that is listed always has its bytes. Doing it again changes nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/blob/object_store.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/client.h"
#include "services/ingestion/domain/finding.h"
#include "services/ingestion/published.h"
#include "services/ingestion/report.h"

namespace keys::ingestion {

// Returns the hex SHA-256 over everything that the asset says about itself, from whichever source.
std::string ContentHash(catalog::v1::Asset asset);

// The place of an asset, for findings.
struct FindingPlace {
  std::string file;
  std::string pointer;
};

// A picture as it is stored: screenshots/<sha256>.<ending>, so that other bytes have another path.
struct PictureBytes {
  std::string object_path;
  std::string sha256;
  std::string bytes;
};

// The bytes of an asset that are stored.
struct ObjectBytes {
  // The file with the bytes of asset.sha256(). Empty when there is nothing to download.
  std::string archive_file = {};
  std::vector<PictureBytes> pictures = {};
};

class Publisher {
 public:
  struct Parts {
    catalog::CatalogIngestClient& catalog;
    blob::ObjectStore& store;
    Published& published;
    std::string request_id;
    // Reports what would be done and writes nothing.
    bool is_dry_run = false;
  };
  explicit Publisher(Parts parts) : parts_(std::move(parts)) {}

  // Fills in content_hash and publishes. An obstacle becomes a violation at `place`.
  Outcome Publish(catalog::v1::Asset asset, const ObjectBytes& objects, const FindingPlace& place,
                  Findings& findings);

 private:
  bool MayPublish(const catalog::v1::Asset& asset, const FindingPlace& place,
                  Findings& findings) const;
  // Stores the objects that are missing. Returns true when all of them are there afterwards.
  bool EnsurePictures(const ObjectBytes& objects, const FindingPlace& place, Findings& findings);
  bool EnsureStored(const catalog::v1::Asset& asset, const std::string& archive_file,
                    bool is_unchanged, const FindingPlace& place, Findings& findings);
  Outcome TellCatalog(const catalog::v1::Asset& asset, const FindingPlace& place,
                      Findings& findings);

  const Parts parts_;
};

}  // namespace keys::ingestion
