#include "services/entitlement/admin/audit_list.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "common/time/proto_time.h"
#include "services/entitlement/admin/admin_rules.h"

namespace keys::entitlement {
namespace {

constexpr int32_t kDefaultLimit = 20;

std::string FingerprintOf(const v1::ListAuditRequest& request) {
  return page::Fingerprint({Concat({"service=", request.service()}),
                            Concat({"actor=", request.actor()}),
                            Concat({"subject=", request.subject()})});
}

std::optional<std::string> When(bool present, const std::string& value) {
  return present ? std::optional<std::string>(value) : std::nullopt;
}

// Writes an actor or subject as entries do: ids in small letters, other words unchanged.
std::optional<std::string> Named(bool present, const std::string& value) {
  return When(present, NormalizeUuid(value).value_or(value));
}

// The last entry of a page: its time (microseconds since 1970), its service and its place there.
struct Last {
  std::optional<absl::Time> at;
  std::optional<std::string> service;
  std::optional<std::string> seq;
};

absl::StatusOr<Last> LastOf(const page::CursorCodec& cursors, const v1::ListAuditRequest& request) {
  Last last;
  if (!request.has_cursor()) return last;
  ASSIGN_OR_RETURN(page::CursorState state,
                   cursors.Decode(request.cursor(), FingerprintOf(request)));
  int64_t micros = 0;
  if (state.values.size() != 2 || !absl::SimpleAtoi(state.values[0], &micros)) {
    return error::Make(error::Reason::INVALID_CURSOR, "This cursor belongs to another list.");
  }
  last.at = absl::FromUnixMicros(micros);
  last.service = state.values[1];
  last.seq = state.id;
  return last;
}

}  // namespace

absl::StatusOr<v1::ListAuditResponse> AuditList::List(rpc::Call& call,
                                                      const v1::ListAuditRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  const int32_t limit = request.has_limit() ? request.limit() : kDefaultLimit;
  ASSIGN_OR_RETURN(const Last last, LastOf(cursors_, request));
  ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
  // One row more than is shown tells whether there is a next page.
  ASSIGN_OR_RETURN(std::vector<AuditRow> rows,
                   db.Query<AuditRow>(kListAudit, When(request.has_service(), request.service()),
                                      Named(request.has_actor(), request.actor()),
                                      Named(request.has_subject(), request.subject()), last.at,
                                      last.service, last.seq, limit + 1));
  const bool more = rows.size() > static_cast<size_t>(limit);
  if (more) rows.pop_back();
  v1::ListAuditResponse response;
  if (more) {
    response.set_next_cursor(cursors_.Encode(
        {.fingerprint = FingerprintOf(request),
         .values = {std::to_string(absl::ToUnixMicros(rows.back().at)), rows.back().service},
         .id = std::to_string(rows.back().seq)}));
  }
  for (AuditRow& row : rows) {
    v1::AuditEntry& entry = *response.add_entries();
    entry.set_service(std::move(row.service));
    entry.set_seq(row.seq);
    *entry.mutable_at() = ToProto(row.at);
    entry.set_actor(std::move(row.actor));
    entry.set_action(std::move(row.action));
    entry.set_subject(std::move(row.subject));
    entry.set_details(std::move(row.details.text));
    entry.set_hash(std::move(row.hash));
  }
  return response;
}

}  // namespace keys::entitlement
