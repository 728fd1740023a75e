#include "services/entitlement/module.h"

#include <grpcpp/impl/service_type.h>

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/outbox/relay.h"
#include "common/pg/pool.h"
#include "common/rpc/watch/client.h"
#include "keys/catalog/v1/watch.pb.h"
#include "services/analytics/client.h"
#include "services/entitlement/access/access.h"
#include "services/entitlement/access/access_watch.h"
#include "services/entitlement/access/entitlements.h"
#include "services/entitlement/admin/audit_list.h"
#include "services/entitlement/downloads/downloads.h"
#include "services/entitlement/downloads/event_forwarder.h"
#include "services/entitlement/downloads/holdings.h"
#include "services/entitlement/entitlement_rpc.h"
#include "services/entitlement/grants/admin_grants.h"
#include "services/entitlement/grants/bundle_growth.h"
#include "services/entitlement/grants/order_grants.h"
#include "services/entitlement/grants/order_sources.h"
#include "services/entitlement/grants/transfers.h"
#include "services/entitlement/organisations/members.h"
#include "services/entitlement/organisations/organisations.h"
#include "services/entitlement/personal_data.h"

namespace keys::entitlement {
namespace {

std::string WithoutSlash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

// Passes on what the catalog says of its revision to what keeps something by it.
class CatalogStream {
 public:
  CatalogStream(const std::string& address, rpc::TokenMinter& minter, KnownVersions& versions,
                BundleGrowth& growth)
      : channel_(address, minter),
        watcher_(channel_, minter, {.path = "/keys.catalog.v1.CatalogWatch/WatchRevision"},
                 catalog::v1::WatchRevisionRequest(),
                 {.on_event =
                      [&versions, &growth](const catalog::v1::WatchRevisionResponse& event) {
                        versions.OnRevision(event.revision());
                        growth.Nudge();
                      },
                  .on_down = [&versions] { versions.OnDown(); }}) {}

 private:
  rpc::Channel channel_;
  rpc::Watcher<catalog::v1::WatchRevisionResponse> watcher_;
};

class EntitlementModule final : public run::Module {
 public:
  EntitlementModule(run::Process& process, std::vector<SigningKey> signing_keys)
      : conninfo_(process.config().Text("DATABASE_URL_ENTITLEMENT")),
        pool_({.conninfo = conninfo_, .name = "keys-entitlement"}),
        catalog_(
            catalog::MakeRemoteCatalog(process.config().Text("CATALOG_ADDRESS"), process.minter())),
        analytics_(analytics::MakeRemoteAnalytics(process.config().Text("ANALYTICS_ADDRESS"),
                                                  process.minter())),
        signer_(std::move(signing_keys)),
        relay_({.pool = pool_,
                .outbox = outbox_,
                .clock = process.clock(),
                .metrics = process.metrics()},
               ForwardTo(*analytics_)),
        versions_({pool_, *catalog_, process.clock(), process.metrics()}),
        entitlements_(pool_, *catalog_, process.clock()),
        downloads_({.pool = pool_,
                    .catalog = *catalog_,
                    .versions = versions_,
                    .signer = signer_,
                    .relay = relay_,
                    .clock = process.clock(),
                    .ids = process.ids(),
                    .metrics = process.metrics(),
                    .public_url = WithoutSlash(process.config().Text("PUBLIC_URL")),
                    .ip_hash_secret = process.config().Text("IP_HASH_SECRET")}),
        admin_(pool_, *catalog_, process.clock(), process.ids()),
        transfers_(pool_, *catalog_, process.clock(), process.ids()),
        members_(pool_, process.clock(), process.ids()),
        cursors_(process.config().Text("CURSOR_KEY")),
        audit_(pool_, cursors_),
        organisations_(
            {.pool = pool_, .clock = process.clock(), .ids = process.ids(), .cursors = cursors_}),
        orders_(pool_, process.clock(), process.ids(), process.metrics()),
        growth_(
            {.pool = pool_, .catalog = *catalog_, .clock = process.clock(), .ids = process.ids()}),
        catalog_address_(process.config().Text("CATALOG_ADDRESS")),
        minter_(process.minter()),
        access_(pool_, process.clock()),
        holdings_(pool_, process.clock()),
        access_watch_(process.watches()),
        personal_data_(pool_, kPersonalData),
        erasure_(pool_, process.clock(), "entitlement"),
        personal_data_rpc_(personal_data::MakeRpc(process.unary(), personal_data_, erasure_)),
        sources_(pool_),
        services_(MakeEntitlementServices(process.unary(), {
                                                               .access = access_,
                                                               .audit = audit_,
                                                               .downloads = downloads_,
                                                               .entitlements = entitlements_,
                                                               .grants = admin_,
                                                               .holdings = holdings_,
                                                               .members = members_,
                                                               .orders = orders_,
                                                               .organisations = organisations_,
                                                               .sources = sources_,
                                                               .transfers = transfers_,
                                                           })) {}

  std::vector<grpc::Service*> Services() override {
    std::vector<grpc::Service*> services;
    for (const auto& service : services_) services.push_back(service.get());
    services.push_back(&access_watch_.service());
    services.push_back(personal_data_rpc_.get());
    return services;
  }
  absl::Status Ready(Deadline deadline) override { return pool_.Ping(deadline); }
  void Start() override {
    relay_.Start();
    versions_.Start();
    access_watch_.Start(conninfo_);
    growth_.Start();
    catalog_stream_ =
        std::make_unique<CatalogStream>(catalog_address_, minter_, versions_, growth_);
  }
  // Downloads under way are checked several times a second and end when nobody answers for 0.85 s,
  // so only other work is stopped here.
  void Quiesce() override {
    catalog_stream_.reset();
    versions_.OnDown();
    growth_.Stop();
    versions_.Stop();
    relay_.Stop();
  }
  void Stop() override { access_watch_.Stop(); }

 private:
  const std::string conninfo_;
  pg::Pool pool_;
  std::unique_ptr<catalog::CatalogClient> catalog_;
  std::unique_ptr<analytics::AnalyticsClient> analytics_;
  const LinkSigner signer_;
  const outbox::Outbox outbox_{"entitlement"};
  outbox::Relay relay_;
  KnownVersions versions_;
  Entitlements entitlements_;
  Downloads downloads_;
  AdminGrants admin_;
  Transfers transfers_;
  Members members_;
  const page::CursorCodec cursors_;
  AuditList audit_;
  Organisations organisations_;
  OrderGrants orders_;
  BundleGrowth growth_;
  const std::string catalog_address_;
  rpc::TokenMinter& minter_;
  std::unique_ptr<CatalogStream> catalog_stream_;
  Access access_;
  Holdings holdings_;
  AccessWatch access_watch_;
  personal_data::Export personal_data_;
  personal_data::Erasure erasure_;
  std::unique_ptr<grpc::Service> personal_data_rpc_;
  OrderSources sources_;
  const std::vector<std::unique_ptr<grpc::Service>> services_;
};

absl::StatusOr<std::unique_ptr<run::Module>> MakeModule(run::Process& process) {
  ASSIGN_OR_RETURN(auto signing_keys, ParseSigningKeys(process.config().Text("URL_SIGNING_KEYS")));
  return std::make_unique<EntitlementModule>(process, std::move(signing_keys));
}

}  // namespace

run::Spec Spec() {
  using config::Kind;
  return {.name = "entitlement",
          .variables = {{.name = "DATABASE_URL_ENTITLEMENT",
                         .kind = Kind::kDatabase,
                         .help = "where the ledger is, as role keys_entitlement"},
                        {.name = "CATALOG_ADDRESS",
                         .kind = Kind::kHostPort,
                         .help = "where the catalog serves gRPC"},
                        {.name = "ANALYTICS_ADDRESS",
                         .kind = Kind::kHostPort,
                         .help = "where analytics serves gRPC"},
                        {.name = "PUBLIC_URL",
                         .kind = Kind::kUrl,
                         .help = "scheme and host that download links begin with"},
                        {.name = "URL_SIGNING_KEYS",
                         .kind = Kind::kSecret,
                         .help = "id:base64url,… the first seals download links, all open them",
                         .check =
                             [](const std::string& value) {
                               return std::string(MessageOf(ParseSigningKeys(value).status()));
                             }},
                        {.name = "CURSOR_KEY",
                         .kind = Kind::kSecret,
                         .help = "signs the cursors of lists; at least 16 bytes",
                         .min = 16},
                        {.name = "IP_HASH_SECRET",
                         .kind = Kind::kSecret,
                         .help = "key under which clients' addresses are hashed, at least 16 bytes",
                         .min = 16}},
          .make = MakeModule};
}

}  // namespace keys::entitlement
