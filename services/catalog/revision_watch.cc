#include "services/catalog/revision_watch.h"

#include <utility>

#include "common/base/status_macros.h"
#include "keys/catalog/v1/watch.grpc.pb.h"
#include "services/catalog/store/revision_store.h"

namespace keys::catalog {
namespace {

using Events = RevisionWatch::Feed::Events;

class CatalogWatchRpc final : public v1::CatalogWatch::CallbackService {
 public:
  CatalogWatchRpc(rpc::Watches& watches, std::shared_ptr<RevisionWatch::Feed> feed)
      : watches_(watches), feed_(std::move(feed)) {}

  grpc::ServerWriteReactor<v1::WatchRevisionResponse>* WatchRevision(
      grpc::CallbackServerContext* context, const v1::WatchRevisionRequest*) override {
    return rpc::Open(watches_, context, {v1::CatalogWatch::service_full_name(), "WatchRevision"},
                     feed_);
  }

 private:
  rpc::Watches& watches_;
  const std::shared_ptr<RevisionWatch::Feed> feed_;
};

Events Tell(std::optional<int64_t> revision) {
  if (!revision.has_value()) return {};
  v1::WatchRevisionResponse event;
  event.set_revision(*revision);
  return {event};
}

}  // namespace

RevisionWatch::RevisionWatch(rpc::Watches& watches)
    : state_(std::make_shared<State>()),
      feed_(std::make_shared<Feed>([state = state_] { return Tell(state->revision); })),
      service_(std::make_unique<CatalogWatchRpc>(watches, feed_)) {}

RevisionWatch::~RevisionWatch() { Stop(); }

void RevisionWatch::Start(const std::string& conninfo) {
  listener_ = std::make_unique<pg::Listener>(
      pg::ListenerOptions{
          .conninfo = conninfo, .name = "keys-catalog-watch", .channel = "catalog_revision"},
      pg::Listener::Callbacks{.look = [this](pg::Executor& db) { return Look(db); },
                              .lost = [this] { Lose(); }});
}

void RevisionWatch::Stop() { listener_.reset(); }

absl::Status RevisionWatch::Look(pg::Executor& db) {
  ASSIGN_OR_RETURN(const int64_t revision, ReadRevision(db));
  feed_->Change([&]() -> Events {
    if (state_->revision == revision) return {};
    state_->revision = revision;
    return Tell(revision);
  });
  feed_->Open();
  return absl::OkStatus();
}

void RevisionWatch::Lose() {
  feed_->Close(absl::UnavailableError("the catalog's database does not answer"));
}

}  // namespace keys::catalog
