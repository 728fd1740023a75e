// Reads KEYS: lists, details, versions. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "services/catalog/facet_memo.h"
#include "services/catalog/parts.h"
#include "services/catalog/related_book.h"
#include "services/catalog/store/key_store.h"
#include "services/catalog/store/list_store.h"
#include "services/catalog/store/page_store.h"

namespace keys::catalog {

class Keys {
 public:
  // `related` outlives it.
  Keys(const Parts& parts, RelatedBook& related) : parts_(parts), related_(related) {}

  absl::StatusOr<v1::ListKeysResponse> List(rpc::Call& call, const v1::ListKeysRequest& request);
  absl::StatusOr<v1::GetKeyResponse> Get(rpc::Call& call, const v1::GetKeyRequest& request);
  absl::StatusOr<v1::ListVersionsResponse> ListVersions(rpc::Call& call,
                                                        const v1::ListVersionsRequest& request);
  absl::StatusOr<v1::GetVersionResponse> GetVersion(rpc::Call& call,
                                                    const v1::GetVersionRequest& request);
  absl::StatusOr<v1::ListFilesResponse> ListFiles(rpc::Call& call,
                                                  const v1::ListFilesRequest& request);
  absl::StatusOr<v1::DiffVersionsResponse> Diff(rpc::Call& call,
                                                const v1::DiffVersionsRequest& request);
  absl::StatusOr<v1::GetPreviewResponse> GetPreview(rpc::Call& call,
                                                    const v1::GetPreviewRequest& request);

 private:
  // Returns facets, counted now or kept from the same revision.
  absl::StatusOr<v1::Facets> Facets(pg::Executor& db, const ListFilter& filter,
                                    const SearchClass& matching, int64_t revision);

  // The page of a KEY that the caller may see, from one snapshot whose revision the call is marked
  // with. NOT_FOUND as GetVisible.
  absl::StatusOr<StoredPage> VisiblePage(rpc::Call& call, const std::string& slug_or_id);

  const Parts parts_;
  RelatedBook& related_;
  FacetMemo facets_;
};

// Finds a KEY that the caller may see. NOT_FOUND for drafts and archived KEYS unless an
// administrator asks.
absl::StatusOr<StoredKey> GetVisible(pg::Executor& db, const rpc::Call& call,
                                     const std::string& slug_or_id);

// Adds the pictures of a version with their addresses on pages.
void AddScreenshots(const v1::Asset& facts,
                    google::protobuf::RepeatedPtrField<v1::Screenshot>& shown);

// Makes a KEY's page complete with the KEYS related to it, as they are at `revision` or later.
absl::StatusOr<v1::KeyDetail> Complete(StoredPage page, int64_t revision, RelatedBook& related,
                                       Deadline deadline);

}  // namespace keys::catalog
