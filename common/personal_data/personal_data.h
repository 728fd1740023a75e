// Hands out what a service keeps about a person, page by page. The service only names its
// statements.
//
//   inline constexpr personal_data::Section kSections[] = {
//       {"signals", {"discovery.export_signals", R"(
//          SELECT id::text, jsonb_build_object('type', signal_type, …)::text
//          FROM marketplace_discovery_signals
//          WHERE user_id = $1 AND id::text > $2 ORDER BY id::text LIMIT $3)"}}};
//   personal_data::Export export_(pool, kSections);
//   auto rpc = personal_data::MakeRpc(process.unary(), export_, erasure);   // a grpc::Service
//
// A statement takes $1 the user, $2 the place after which to begin ("" at first), $3 how many rows,
// and gives place and row, ordered by place; a row holds only the person's own data. Where somebody
// may have many rows, a page should cost its own rows: order by an index. An empty row is left out
// of the export; it only tells how far the statement has come. Handlers: thread-safe, blocking.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/personal_data/erasure.h"
#include "common/pg/pool.h"
#include "common/pg/statement.h"
#include "common/rpc/call.h"
#include "keys/person/v1/person.pb.h"

namespace grpc {
class Service;
}
namespace keys::rpc {
class Unary;
}

namespace keys::personal_data {

// A page ends after this many rows over all its sections, or after this many bytes. The limits stay
// well below what a gRPC message may have. Pages are few even for 100,000 rows, because the whole
// export has one request's time.
inline constexpr int kPageRows = 5000;
inline constexpr size_t kPageBytes = size_t{4} << 20;

struct Section {
  std::string_view name;
  pg::Statement page;
  // The most rows of this section in a page. It is lower where a row may be large, so that a page's
  // memory is bounded.
  int rows = kPageRows;
};

// A row of a section's statement.
struct ExportRow {
  std::string place, row;
};

class Export {
 public:
  // `sections` outlives it.
  Export(pg::Pool& pool, std::span<const Section> sections) : pool_(pool), sections_(sections) {}

  // NOT_ADMIN for somebody else's data; INVALID_ARGUMENT for what is no UUID or no place.
  absl::StatusOr<person::v1::ExportPersonResponse> Page(
      rpc::Call& call, const person::v1::ExportPersonRequest& request);

 private:
  pg::Pool& pool_;
  const std::span<const Section> sections_;
};

// All three outlive it.
std::unique_ptr<grpc::Service> MakeRpc(rpc::Unary& unary, Export& data, Eraser& eraser);

}  // namespace keys::personal_data
