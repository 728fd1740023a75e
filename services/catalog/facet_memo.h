// Keeps counted facets for the revision at which they were counted. The same filters are asked for
// page after page and by one caller after the other, and counting looks at every KEY that matches.
//
//   if (auto known = memo.Find(filters, revision)) …
//   memo.Keep(filters, revision, facets);
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "keys/catalog/v1/catalog.pb.h"

namespace keys::catalog {

class FacetMemo {
 public:
  // The most combinations of filters that are kept, a few KiB each.
  static constexpr size_t kMostEntries = 512;

  std::optional<v1::Facets> Find(const std::string& filters, int64_t revision) const;
  // A later revision drops everything that was kept. An earlier one is not kept.
  void Keep(const std::string& filters, int64_t revision, const v1::Facets& facets);

 private:
  mutable std::mutex mutex_;
  int64_t revision_ = -1;
  std::map<std::string, v1::Facets> known_;
};

}  // namespace keys::catalog
