#include "gateway/access/known_callers.h"

#include <functional>
#include <memory>
#include <string>

#include "common/base/text.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::gateway {
namespace {

constexpr char kNotePath[] = "/keys.entitlement.v1.EntitlementGateway/NotePerson";
constexpr absl::Duration kNoteTimeout = absl::Seconds(2);

// Kept until the answer has come.
struct Note {
  ExchangePtr exchange;
  entitlement::v1::NotePersonRequest request;
  entitlement::v1::NotePersonResponse response;
};

}  // namespace

bool KnownCallers::Begin(uint64_t who) {
  std::lock_guard lock(mutex_);
  if (under_way_ == kMostNotesUnderWay) return false;
  if (known_.size() >= kMostKnownCallers) known_.clear();
  if (!known_.insert(who).second) return false;
  ++under_way_;
  return true;
}

void KnownCallers::End(uint64_t who, bool told) {
  std::lock_guard lock(mutex_);
  --under_way_;
  if (!told) known_.erase(who);
}

void KnownCallers::See(const ExchangePtr& exchange) {
  const rpc::Caller& caller = exchange->caller;
  if (!caller.signed_in() || caller.email.empty()) return;
  const uint64_t who = std::hash<std::string>()(StrCat(caller.user_id, " ", caller.email));
  if (!Begin(who)) return;
  // The call has an exchange of its own, because the request's exchange may change while the call
  // is under way.
  auto note = std::make_shared<Note>();
  note->exchange = std::make_shared<Exchange>();
  note->exchange->request_id = exchange->request_id;
  note->exchange->trace = exchange->trace;
  note->exchange->caller.user_id = caller.user_id;
  note->exchange->caller.email = caller.email;
  note->exchange->deadline = Deadline::After(kNoteTimeout);
  upstream_.Call({.process = "entitlement",
                  .grpc_path = kNotePath,
                  .request = &note->request,
                  .response = &note->response,
                  .exchange = *note->exchange,
                  .timeout = kNoteTimeout},
                 [this, note, who](const UpstreamAnswer& answer) { End(who, answer.status.ok()); });
}

}  // namespace keys::gateway
