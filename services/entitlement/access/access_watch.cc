#include "services/entitlement/access/access_watch.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"
#include "common/id/id.h"
#include "common/log/log.h"
#include "keys/entitlement/v1/watch.grpc.pb.h"

namespace keys::entitlement {
namespace {

// The most changes in one message, far below gRPC's 4 MiB.
constexpr size_t kChangesAtOnce = 1000;

// This only shows that the connection answers; changes come as notifications.
constexpr pg::Statement kAlive{"entitlement.watch_alive", "SELECT true"};
struct AliveRow {
  bool alive = false;
};

class EntitlementWatchRpc final : public v1::EntitlementWatch::CallbackService {
 public:
  EntitlementWatchRpc(rpc::Watches& watches, std::shared_ptr<AccessWatch::Feed> feed)
      : watches_(watches), feed_(std::move(feed)) {}

  grpc::ServerWriteReactor<v1::WatchAccessResponse>* WatchAccess(
      grpc::CallbackServerContext* context, const v1::WatchAccessRequest*) override {
    return rpc::Open(watches_, context, {v1::EntitlementWatch::service_full_name(), "WatchAccess"},
                     feed_);
  }

 private:
  rpc::Watches& watches_;
  const std::shared_ptr<AccessWatch::Feed> feed_;
};

}  // namespace

std::optional<v1::AccessChange> ParseAccessChange(const std::string& payload) {
  const auto parts = Split(payload, ':');
  const bool of_member = parts.size() == 3;
  if (parts.size() != 2 && !of_member) return std::nullopt;
  if (parts[0] != "org" && (parts[0] != "user" || of_member)) return std::nullopt;
  if (!IsUuid(parts[1]) || (of_member && !IsUuid(parts[2]))) return std::nullopt;
  v1::AccessChange change;
  change.mutable_tenant()->set_type(std::string(parts[0]));
  change.mutable_tenant()->set_id(std::string(parts[1]));
  if (of_member) change.set_user_id(std::string(parts[2]));
  return change;
}

AccessWatch::AccessWatch(rpc::Watches& watches)
    : feed_(std::make_shared<Feed>([] { return Feed::Events(); })),
      service_(std::make_unique<EntitlementWatchRpc>(watches, feed_)) {}

AccessWatch::~AccessWatch() { Stop(); }

void AccessWatch::Start(const std::string& conninfo) {
  listener_ = std::make_unique<pg::Listener>(
      pg::ListenerOptions{
          .conninfo = conninfo, .name = "keys-entitlement-watch", .channel = "entitlement_access"},
      pg::Listener::Callbacks{
          .look = [this](pg::Executor& db) { return ReadChanges(db); },
          .lost = [this] { Lose(); },
          .heard = [this](const std::vector<std::string>& payloads) { Hear(payloads); }});
}

void AccessWatch::Stop() { listener_.reset(); }

absl::Status AccessWatch::ReadChanges(pg::Executor& db) {
  const auto alive = db.QueryOne<AliveRow>(kAlive);
  if (!alive.ok()) return alive.status();
  feed_->Open();
  return absl::OkStatus();
}

void AccessWatch::Hear(const std::vector<std::string>& payloads) {
  Feed::Events events;
  for (const std::string& payload : payloads) {
    auto change = ParseAccessChange(payload);
    if (!change.has_value()) {
      log::Error("watch.payload", {{"payload", payload}});
      continue;
    }
    if (events.empty() || static_cast<size_t>(events.back().changes_size()) == kChangesAtOnce) {
      events.emplace_back();
    }
    *events.back().add_changes() = *std::move(change);
  }
  feed_->Change([&] { return std::move(events); });
}

void AccessWatch::Lose() {
  feed_->Close(absl::UnavailableError("entitlement's database does not answer"));
}

}  // namespace keys::entitlement
