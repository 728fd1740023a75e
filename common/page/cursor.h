// Cursors: where the next page of a list begins, in a form that clients can carry but cannot read
// or forge.
//
//   const page::CursorCodec cursors(cursor_key);
//   const std::string fingerprint = page::Fingerprint({"sort=newest", "tool=node"});
//   next = cursors.Encode({.fingerprint = fingerprint, .values = {created_at}, .id = last_id});
//   ASSIGN_OR_RETURN(const auto after, cursors.Decode(request.cursor(), fingerprint));
//
// A list is continued after its last row by the values it is sorted by and its id, so that rows
// inserted meanwhile are neither skipped nor repeated. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace keys::page {

struct CursorState {
  // The filters and the sort order of the list, in at most 255 bytes.
  std::string fingerprint;
  // The last row's sort values, as text, and its id; together at most 4 KiB.
  std::vector<std::string> values;
  std::string id;
};

class CursorCodec {
 public:
  // `key`: a secret of the service, at least 16 bytes (checked).
  explicit CursorCodec(std::string key);

  // base64url.
  std::string Encode(const CursorState& state) const;

  // INVALID_CURSOR when the token is not one of ours or belongs to other filters or another sort.
  absl::StatusOr<CursorState> Decode(std::string_view token,
                                     std::string_view expected_fingerprint) const;

 private:
  std::string Sign(std::string_view payload) const;
  const std::string key_;
};

// Two fingerprints are equal only if their parts are the same, in the same order.
std::string Fingerprint(const std::vector<std::string>& parts);

}  // namespace keys::page
