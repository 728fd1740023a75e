#include "services/discovery/dismissals.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/pg/transaction.h"
#include "common/time/proto_time.h"
#include "services/discovery/discovery_store.h"

namespace keys::discovery {
namespace {

absl::StatusOr<catalog::v1::KeyForSale> GetKey(Sources& sources, const rpc::Outgoing& call,
                                               const std::string& name) {
  ASSIGN_OR_RETURN(const auto keys, sources.Keys(call, {name}));
  if (keys.empty()) {
    return error::Make(error::Reason::NOT_FOUND, StrCat("There is no KEY named '", name, "'."));
  }
  return keys.front();
}

absl::Status TooMany() {
  return error::WithAction(
      error::Make(error::Reason::CONFLICT,
                  StrCat("You have dismissed ", kMostDismissals, " KEYS, which is the most.")),
      "Take some of them back first: DELETE /marketplace/discover/dismissals/{key}.");
}

void FillDismissal(v1::Dismissal& out, const DismissalRow& row) {
  out.set_key_id(row.key_id);
  out.set_slug(row.slug);
  *out.mutable_created_at() = ToProto(row.created_at);
}

}  // namespace

absl::StatusOr<v1::ListDismissalsResponse> Dismissals::List(
    rpc::Call& call, const v1::ListDismissalsRequest& /*request*/) {
  std::vector<DismissalRow> rows;
  {
    ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(rows, ListDismissals(db, call.caller().user_id));
  }
  std::vector<std::string> ids;
  for (const DismissalRow& row : rows) ids.push_back(row.key_id);
  std::map<std::string, std::string> titles;
  if (!ids.empty()) {
    ASSIGN_OR_RETURN(const auto keys, sources_.Keys(call, ids));
    for (const auto& key : keys) titles[key.id()] = key.title();
  }
  v1::ListDismissalsResponse response;
  for (const DismissalRow& row : rows) {
    v1::Dismissal& out = *response.add_dismissals();
    FillDismissal(out, row);
    if (const auto title = titles.find(row.key_id); title != titles.end()) {
      out.set_title(title->second);
    }
  }
  return response;
}

absl::StatusOr<v1::DismissKeyResponse> Dismissals::Dismiss(rpc::Call& call,
                                                           const v1::DismissKeyRequest& request) {
  ASSIGN_OR_RETURN(const catalog::v1::KeyForSale key, GetKey(sources_, call, request.key()));
  const std::string& user = call.caller().user_id;
  const DismissalRow row{.key_id = key.id(), .slug = key.slug(), .created_at = clock_.Now()};
  return pg::RunTransaction(
      pool_, call.deadline(), [&](pg::Transaction& tx) -> absl::StatusOr<v1::DismissKeyResponse> {
        // The requests of one person come one after the other, so that they cannot exceed the limit
        // together.
        RETURN_IF_ERROR(LockToOptOut(tx, user));
        ASSIGN_OR_RETURN(const auto standing, ListDismissals(tx, user));
        const auto same = std::find_if(standing.begin(), standing.end(),
                                       [&](const auto& one) { return one.key_id == row.key_id; });
        if (same == standing.end() && standing.size() >= kMostDismissals) return TooMany();
        if (same == standing.end()) RETURN_IF_ERROR(InsertDismissal(tx, user, row));
        v1::DismissKeyResponse response;
        FillDismissal(*response.mutable_dismissal(), same == standing.end() ? row : *same);
        response.mutable_dismissal()->set_title(key.title());
        return response;
      });
}

absl::StatusOr<v1::TakeBackDismissalResponse> Dismissals::TakeBack(
    rpc::Call& call, const v1::TakeBackDismissalRequest& request) {
  int64_t deleted = 0;
  {
    ASSIGN_OR_RETURN(pg::Connection db, pool_.Acquire(call.deadline()));
    ASSIGN_OR_RETURN(deleted, DeleteDismissal(db, call.caller().user_id, request.key()));
  }
  if (deleted == 0) RETURN_IF_ERROR(GetKey(sources_, call, request.key()).status());
  v1::TakeBackDismissalResponse response;
  response.set_deleted(static_cast<int32_t>(deleted));
  return response;
}

}  // namespace keys::discovery
