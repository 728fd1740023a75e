#include "services/billing/module.h"

#include <grpcpp/impl/service_type.h>

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/billing/billing_rpc.h"
#include "services/billing/inbox/event_handler.h"
#include "services/billing/personal_data.h"
#include "services/billing/reports/report_rpc.h"
#include "services/billing/upkeep/deliveries.h"
#include "services/billing/upkeep/grant_audit.h"
#include "services/billing/upkeep/reconciler.h"
#include "services/billing/wiring.h"

namespace keys::billing {
namespace {

// Handlers, three event workers, relay and reconciler use these connections. A larger pool gains
// nothing.
constexpr int kConnections = 10;
// As many as there are threads that wait for Stripe, so that each finds its connection open.
constexpr std::size_t kStripeConnections = 32;

Wiring::Outside OutsideOf(run::Process& process, http::HttpClient& http) {
  const config::Config& config = process.config();
  Wiring::Outside outside{
      .clock = process.clock(),
      .ids = process.ids(),
      .metrics = process.metrics(),
      .http = http,
      .catalog = catalog::MakeRemoteCatalog(config.Text("CATALOG_ADDRESS"), process.minter()),
      .entitlement =
          entitlement::MakeRemoteEntitlement(config.Text("ENTITLEMENT_ADDRESS"), process.minter()),
      .analytics =
          analytics::MakeRemoteAnalytics(config.Text("ANALYTICS_ADDRESS"), process.minter())};
  return outside;
}

absl::StatusOr<Wiring::Settings> SettingsOf(const config::Config& config) {
  std::vector<std::string> origins = config.List("RETURN_ORIGINS");
  for (std::string& origin : config.List("FRONTEND_URL")) origins.push_back(std::move(origin));
  ASSIGN_OR_RETURN(ReturnUrlPolicy urls, ReturnUrlPolicy::Make(origins));
  ASSIGN_OR_RETURN(money::CurrencyTable currencies,
                   money::CurrencyTable::Make(config.Text("PRICE_MINIMUMS")));
  Wiring::Settings settings{.pool = {.conninfo = config.Text("DATABASE_URL_BILLING"),
                                     .size = kConnections,
                                     .name = "keys-billing"},
                            .urls = std::move(urls),
                            .currencies = std::move(currencies),
                            .cursor_key = config.Text("CURSOR_KEY"),
                            .webhook_secrets = config.List("STRIPE_WEBHOOK_SECRET")};
  if (const auto shop = config.List("FRONTEND_URL"); !shop.empty()) {
    const std::string& origin = shop.front();
    settings.portal_return_url =
        StrCat(origin, origin.ends_with('/') ? "" : "/", "account/billing");
  }
  settings.stripe.secret_key = config.Text("STRIPE_SECRET_KEY");
  settings.stripe.api_base = config.Text("STRIPE_API_BASE");
  settings.reconciler.interval = absl::Seconds(config.Integer("RECONCILE_INTERVAL_SECONDS"));
  settings.feeds.interval = settings.reconciler.interval;
  return settings;
}

class BillingModule final : public run::Module {
 public:
  BillingModule(run::Process& process, Wiring::Settings settings)
      : http_(http::MakeCurlClient({.ca_file = process.config().Text("STRIPE_CA_FILE"),
                                    .max_idle_handles = kStripeConnections})),
        wiring_(OutsideOf(process, *http_), std::move(settings)),
        lanes_(process.verifier(), process.metrics()),
        sources_(entitlement::MakeRemoteSources(process.config().Text("ENTITLEMENT_ADDRESS"),
                                                process.minter())),
        grant_audit_({wiring_.pool, *sources_, process.metrics()}),
        revenue_(wiring_.pool, process.clock()),
        personal_data_(wiring_.pool, kPersonalData),
        services_(MakeBillingServices(process.unary(), lanes_, wiring_)) {
    services_.push_back(MakeReportsRpc(process.unary(), revenue_));
    services_.push_back(personal_data::MakeRpc(process.unary(), personal_data_, wiring_.eraser));
  }

  std::vector<grpc::Service*> Services() override {
    std::vector<grpc::Service*> services;
    for (const auto& service : services_) services.push_back(service.get());
    return services;
  }
  absl::Status Ready(Deadline deadline) override { return wiring_.pool.Ping(deadline); }
  void Start() override {
    wiring_.Start();
    grant_audit_.Start();
  }
  void Stop() override {
    grant_audit_.Stop();
    wiring_.Stop();
  }

 private:
  const std::unique_ptr<http::HttpClient> http_;
  Wiring wiring_;
  Lanes lanes_;
  const std::unique_ptr<entitlement::SourcesClient> sources_;
  GrantAudit grant_audit_;
  Revenue revenue_;
  personal_data::Export personal_data_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
};

absl::StatusOr<std::unique_ptr<run::Module>> Make(run::Process& process) {
  ASSIGN_OR_RETURN(Wiring::Settings settings, SettingsOf(process.config()));
  return std::make_unique<BillingModule>(process, std::move(settings));
}

absl::Status Check(const run::Process& process) { return SettingsOf(process.config()).status(); }

std::vector<config::Variable> Variables() {
  using config::Kind;
  return {
      {.name = "DATABASE_URL_BILLING",
       .kind = Kind::kDatabase,
       .help = "where orders are stored, as role keys_billing"},
      {.name = "CATALOG_ADDRESS", .kind = Kind::kHostPort, .help = "the catalog's gRPC"},
      {.name = "ENTITLEMENT_ADDRESS", .kind = Kind::kHostPort, .help = "entitlement's gRPC"},
      {.name = "ANALYTICS_ADDRESS", .kind = Kind::kHostPort, .help = "analytics' gRPC"},
      {.name = "CURSOR_KEY",
       .kind = Kind::kSecret,
       .help = "signs the cursors of lists; at least 16 bytes",
       .min = 16},
      {.name = "STRIPE_SECRET_KEY",
       .kind = Kind::kSecret,
       .fallback = "",
       .help = "sk_test_… or sk_live_…; empty: what needs Stripe answers 503"},
      {.name = "STRIPE_WEBHOOK_SECRET",
       .kind = Kind::kSecret,
       .fallback = "",
       .help = "whsec_…, several with commas while one is rolled; empty: the webhook answers 503"},
      {.name = "STRIPE_API_BASE",
       .kind = Kind::kUrl,
       .fallback = "https://api.stripe.com",
       .help = "where Stripe's API is"},
      {.name = "STRIPE_CA_FILE",
       .kind = Kind::kFile,
       .fallback = "",
       .help = "PEM of the authorities trusted for it; empty: the system's"},
      {.name = "RETURN_ORIGINS",
       .kind = Kind::kList,
       .fallback = "",
       .help = "origins that buyers may return to, besides FRONTEND_URL"},
      {.name = "FRONTEND_URL", .kind = Kind::kList, .fallback = "", .help = "the shop's origin"},
      {.name = "PRICE_MINIMUMS",
       .fallback = "",
       .help = "smallest charges, e.g. usd=50,gbp=30; empty: what Stripe says"},
      {.name = "RECONCILE_INTERVAL_SECONDS",
       .kind = Kind::kInteger,
       .fallback = "15",
       .help = "between two looks at an open order, and at Stripe's lists",
       .min = 1,
       .max = 3600},
  };
}

}  // namespace

run::Spec Spec() {
  return {.name = "billing", .variables = Variables(), .make = Make, .check = Check};
}

}  // namespace keys::billing
