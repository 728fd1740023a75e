#include "gateway/module.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/blob/storage_config.h"
#include "common/log/log.h"
#include "gateway/access/erased_people.h"
#include "gateway/access/jwks_fetch.h"
#include "gateway/access/known_callers.h"
#include "gateway/endpoints/erasure_finisher.h"
#include "gateway/endpoints/event_gatherer.h"
#include "gateway/limit_variables.h"
#include "gateway/pages/page_routes.h"
#include "gateway/pipeline.h"
#include "gateway/routes.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/server/server.h"
#include "gateway/sign_in/configure.h"

namespace keys::gateway {
namespace {

using config::Kind;

// The time after the drain for calls whose answer no client waits for any more.
constexpr absl::Duration kLastCalls = absl::Seconds(1);
constexpr char kStripe[] = "https://api.stripe.com";

std::string AddressVariable(const std::string& process) {
  std::string name = process;
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name + "_ADDRESS";
}

std::map<std::string, std::string> Addresses(const config::Config& config) {
  std::map<std::string, std::string> addresses;
  for (const ContractFile& contract : ContractFiles()) {
    addresses[contract.process] = config.Text(AddressVariable(contract.process));
  }
  return addresses;
}

// Returns null without a URL, and only HS256 tokens are accepted then.
absl::StatusOr<std::unique_ptr<JwksSource>> MakeJwks(const config::Config& config) {
  const std::string& url = config.Text("JWKS_URL");
  if (url.empty()) return nullptr;
  ASSIGN_OR_RETURN(JwksSource::Fetch fetch, FetchJwksFrom(url));
  const auto refresh = absl::Milliseconds(config.Integer("JWKS_REFRESH_MS"));
  return std::make_unique<JwksSource>(std::move(fetch), JwksSource::Options{.refresh = refresh});
}

// Origins are written as browsers send them, "https://shop.example", or "*".
absl::StatusOr<Cors> CorsOf(const config::Config& config) {
  const std::vector<std::string> origins = config.List("CORS_ORIGINS");
  for (const std::string& origin : origins) {
    const size_t scheme = origin.find("://");
    const bool fits = scheme != std::string::npos && scheme > 0 && scheme + 3 < origin.size() &&
                      origin.find_first_of("/?#", scheme + 3) == std::string::npos;
    if (origin != "*" && !fits) {
      return absl::InvalidArgumentError(
          StrCat("CORS_ORIGINS: '", origin, "' is no origin like https://shop.example"));
    }
  }
  return Cors(origins);
}

absl::StatusOr<Authenticator::Options> TokenOptions(const config::Config& config) {
  Authenticator::Options options;
  options.shared_secret = config.Text("SUPABASE_JWT_SECRET");
  options.rules.audience = config.Text("JWT_AUDIENCE");
  options.rules.issuer = config.Text("JWT_ISSUER");
  options.rules.trust_org_claims = config.Flag("TRUST_ORG_CLAIMS");
  for (const std::string& id : config.List("ADMIN_USER_IDS")) {
    const auto uuid = NormalizeUuid(id);
    if (!uuid.has_value()) {
      return absl::InvalidArgumentError(StrCat("ADMIN_USER_IDS: '", id, "' is not a UUID"));
    }
    options.rules.admin_user_ids.insert(*uuid);
  }
  return options;
}

Authenticator::Options WithBarred(Authenticator::Options options, const ErasedPeople& erased) {
  options.barred = [&erased](const std::string& user_id, std::optional<absl::Time> issued_at) {
    return erased.StaysOut(user_id, issued_at);
  };
  return options;
}

RateLimiter::Options RateOptions(const config::Config& config) {
  const int64_t per_minute = config.Integer("RATE_LIMIT_PER_MINUTE");
  const int64_t burst = config.Integer("RATE_LIMIT_BURST");
  return {.per_minute = per_minute, .burst = burst > 0 ? burst : std::max<int64_t>(1, per_minute)};
}

RateLimiter::Options AnonymousOptions(const config::Config& config) {
  const int64_t per_minute = config.Integer("ANONYMOUS_EVENTS_PER_MINUTE");
  return {.per_minute = per_minute, .burst = std::max<int64_t>(1, per_minute)};
}

AnswerCache::Limits CacheLimits(const config::Config& config) {
  return {.max_bytes = static_cast<size_t>(config.Integer("CACHE_MAX_BYTES")),
          .max_entries = static_cast<size_t>(config.Integer("CACHE_MAX_ENTRIES"))};
}

absl::StatusOr<PublicSettings> PublicSettingsOf(const config::Config& config,
                                                const SignInDesk& desk) {
  ASSIGN_OR_RETURN(auto currencies, money::CurrencyTable::Make(config.Text("PRICE_MINIMUMS")));
  const bool real = config.Text("STRIPE_API_BASE").starts_with(kStripe);
  return PublicSettings{.public_url = config.Text("PUBLIC_URL"),
                        .payments = real ? "stripe" : "sandbox",
                        .currencies = std::move(currencies),
                        .sign_in = desk.Info()};
}

ServerOptions ListenOptions(const config::Config& config) {
  ServerOptions options{.listen = config.Text("HTTP_LISTEN"),
                        .reuse_port = config.Flag("REUSE_PORT")};
  ServerLimits& limits = options.limits;
  limits.max_connections = static_cast<size_t>(config.Integer("MAX_CONNECTIONS"));
  limits.header_deadline = absl::Milliseconds(config.Integer("HEADER_DEADLINE_MS"));
  limits.idle_deadline = absl::Milliseconds(config.Integer("IDLE_DEADLINE_MS"));
  limits.body_deadline = absl::Milliseconds(config.Integer("BODY_DEADLINE_MS"));
  limits.write_deadline = absl::Milliseconds(config.Integer("WRITE_DEADLINE_MS"));
  return options;
}

class GatewayModule final : public run::Module {
 public:
  static absl::StatusOr<std::unique_ptr<run::Module>> Make(run::Process& process) {
    const config::Config& config = process.config();
    ASSIGN_OR_RETURN(auto tokens, TokenOptions(config));
    ASSIGN_OR_RETURN(auto addresses, ClientAddresses::Make(config.List("TRUSTED_PROXIES")));
    ASSIGN_OR_RETURN(auto cors, CorsOf(config));
    ASSIGN_OR_RETURN(auto store, blob::OpenStorage(config));
    ASSIGN_OR_RETURN(auto jwks, MakeJwks(config));
    auto module = std::unique_ptr<GatewayModule>(
        new GatewayModule(process, std::move(tokens), std::move(store), std::move(jwks)));
    RETURN_IF_ERROR(module->Listen(process, std::move(addresses), std::move(cors)));
    module->erased_.Start();
    module->finisher_ =
        std::make_unique<ErasureFinisher>(module->upstream_, module->erasures_, process.metrics());
    if (config.Integer("CACHE_MAX_BYTES") > 0) {
      module->cache_.Follow(config.Text(AddressVariable("catalog")), process.minter());
    }
    module->transfers_.Follow(config.Text(AddressVariable("entitlement")), process.minter());
    return std::unique_ptr<run::Module>(std::move(module));
  }

  absl::Status Ready(Deadline deadline) override { return readiness_.AskAndWait(); }
  void Retire() override { server_->Retire(); }
  // First the server stops taking requests, then the upstream stops bringing answers.
  void Stop() override {
    desk_->Stop();
    server_->Stop(run::kDrain);
    desk_.reset();
    jwks_.reset();
    erased_.Stop();
    gatherer_.Stop(kLastCalls);
    upstream_.Stop();
    finisher_.reset();
    cache_.Stop();
    transfers_.Stop();
    workers_.WaitIdle(Deadline::After(kLastCalls));
  }

 private:
  GatewayModule(run::Process& process, Authenticator::Options tokens,
                std::unique_ptr<blob::ObjectStore> store, std::unique_ptr<JwksSource> jwks)
      : store_(std::move(store)),
        upstream_(Addresses(process.config()), process.minter(), process.metrics()),
        cache_(CacheLimits(process.config()), process.metrics()),
        transfers_(upstream_, process.metrics()),
        gatherer_(upstream_, process.metrics(), {}),
        readiness_(upstream_),
        jwks_(std::move(jwks)),
        known_callers_(upstream_),
        erased_({.upstream = upstream_,
                 .clock = process.clock(),
                 .longest_life =
                     absl::Seconds(process.config().Integer("LONGEST_TOKEN_LIFE_SECONDS"))}),
        erasures_(upstream_, erased_),
        authenticator_(WithBarred(std::move(tokens), erased_), jwks_.get(), process.clock()),
        per_address_(RateOptions(process.config()), process.clock()),
        per_user_(RateOptions(process.config()), process.clock()),
        anonymous_(AnonymousOptions(process.config()), process.clock()),
        workers_({.threads = 4, .max_in_flight = 1024}) {}

  absl::Status Listen(run::Process& process, ClientAddresses addresses, Cors cors) {
    const config::Config& config = process.config();
    ASSIGN_OR_RETURN(auto sign_in, SignInOptionsOf(config, process.clock()));
    desk_ = std::make_unique<SignInDesk>(std::move(sign_in), authenticator_, process.clock());
    ASSIGN_OR_RETURN(const PublicSettings settings, PublicSettingsOf(config, *desk_));
    ASSIGN_OR_RETURN(site_, Site::Make({.web_root = config.Text("WEB_ROOT"),
                                        .public_url = settings.public_url,
                                        .config_json = ConfigJson(settings)}));
    ASSIGN_OR_RETURN(auto routes, MakeRoutes({.shapes = shapes_,
                                              .upstream = upstream_,
                                              .cache = cache_,
                                              .transfers = transfers_,
                                              .gatherer = gatherer_,
                                              .readiness = readiness_,
                                              .store = *store_,
                                              .workers = workers_,
                                              .metrics = process.metrics(),
                                              .erasures = erasures_,
                                              .settings = settings,
                                              .site = *site_}));
    AddSignInRoutes(*desk_, routes);
    ASSIGN_OR_RETURN(
        pipeline_,
        Pipeline::Make(
            {.routes = std::move(routes),
             .authenticator = authenticator_,
             .seen = [this](const ExchangePtr& exchange) { known_callers_.See(exchange); },
             .cors = std::move(cors),
             .addresses = std::move(addresses),
             .per_address = per_address_,
             .per_user = per_user_,
             .anonymous = anonymous_,
             .missing_page = MissingPageEndpoint(*site_),
             .ids = process.ids(),
             .clock = process.clock(),
             .metrics = process.metrics()}));
    ASSIGN_OR_RETURN(server_, Server::Start(ListenOptions(config), *pipeline_, process.metrics()));
    log::Info("http.listening", {{"port", server_->port()}});
    return absl::OkStatus();
  }

  // The members stand in the order of use: each refers only to members before it.
  ShapeSet shapes_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<blob::ObjectStore> store_;
  Upstream upstream_;
  std::unique_ptr<ErasureFinisher> finisher_;
  CatalogCache cache_;
  OpenTransfers transfers_;
  EventGatherer gatherer_;
  Readiness readiness_;
  std::unique_ptr<JwksSource> jwks_;
  KnownCallers known_callers_;
  ErasedPeople erased_;
  Erasures erasures_;
  Authenticator authenticator_;
  RateLimiter per_address_;
  RateLimiter per_user_;
  RateLimiter anonymous_;
  rpc::WorkerPool workers_;
  std::unique_ptr<SignInDesk> desk_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Server> server_;
};

// Everything that Make and Listen refuse; what they make of it is thrown away here.
absl::Status Check(const run::Process& process) {
  const config::Config& config = process.config();
  RETURN_IF_ERROR(TokenOptions(config).status());
  RETURN_IF_ERROR(ClientAddresses::Make(config.List("TRUSTED_PROXIES")).status());
  RETURN_IF_ERROR(CorsOf(config).status());
  RETURN_IF_ERROR(blob::OpenStorage(config).status());
  if (const std::string& url = config.Text("JWKS_URL"); !url.empty()) {
    RETURN_IF_ERROR(FetchJwksFrom(url).status());
  }
  RETURN_IF_ERROR(SignInOptionsOf(config, process.clock()).status());
  RETURN_IF_ERROR(money::CurrencyTable::Make(config.Text("PRICE_MINIMUMS")).status());
  return Site::Make({.web_root = config.Text("WEB_ROOT"),
                     .public_url = config.Text("PUBLIC_URL"),
                     .config_json = ""})
      .status();
}

std::vector<config::Variable> OwnVariables() {
  std::vector<config::Variable> variables = {
      {.name = "HTTP_LISTEN", .kind = Kind::kHostPort, .help = "where HTTP is served"},
      {.name = "PUBLIC_URL",
       .kind = Kind::kUrl,
       .fallback = "",
       .help = "where clients reach the shop"},
      {.name = "WEB_ROOT",
       .fallback = "",
       .help = "the folder of the built storefront (gateway/web/dist); empty: plain pages"},
      {.name = "PRICE_MINIMUMS",
       .fallback = "",
       .help = "as billing's: smallest charges that differ from Stripe's published ones"},
      {.name = "SUPABASE_JWT_SECRET",
       .kind = Kind::kSecret,
       .fallback = "",
       .help = "the issuer's secret for HS256 tokens, at least 32 bytes (RFC 7518 §3.2); empty "
               "refuses them",
       .min = 32},
      {.name = "JWKS_URL",
       .fallback = "",
       .help = "the issuer's key set (https, http or file) for RS256, ES256 and EdDSA tokens"},
      {.name = "JWT_AUDIENCE", .fallback = "", .help = "what tokens must name as aud"},
      {.name = "JWT_ISSUER", .fallback = "", .help = "what tokens must name as iss"},
      {.name = "ADMIN_USER_IDS",
       .kind = Kind::kList,
       .fallback = "",
       .help = "users who are administrators whatever their tokens say"},
      {.name = "LONGEST_TOKEN_LIFE_SECONDS",
       .kind = Kind::kInteger,
       .fallback = "604800",
       .help = "how long a token may be good: for so long tokens from before their erasure are "
               "refused to erased people",
       .min = 60,
       .max = 31'536'000},
      {.name = "TRUST_ORG_CLAIMS",
       .kind = Kind::kFlag,
       .fallback = "0",
       .help = "believe the organisations in app_metadata.orgs"},
      {.name = "TRUSTED_PROXIES",
       .kind = Kind::kList,
       .fallback = "",
       .help = "addresses and CIDR blocks whose X-Forwarded-For is believed"},
      {.name = "CORS_ORIGINS",
       .kind = Kind::kList,
       .fallback = "",
       .help = "origins whose pages may read answers; * for any"},
      {.name = "STRIPE_API_BASE",
       .fallback = kStripe,
       .help = "only to tell frontends whether payments are real"},
  };
  for (config::Variable& storage : blob::StorageVariables("where the bytes of KEYS lie")) {
    variables.push_back(std::move(storage));
  }
  for (config::Variable& limit : LimitVariables()) variables.push_back(std::move(limit));
  for (config::Variable& variable : SignInVariables()) variables.push_back(std::move(variable));
  std::set<std::string> processes;  // one serves several files of the contract
  for (const ContractFile& contract : ContractFiles()) processes.insert(contract.process);
  for (const std::string& process : processes) {
    variables.push_back({.name = AddressVariable(process),
                         .kind = Kind::kHostPort,
                         .help = StrCat("where ", process, " serves gRPC")});
  }
  return variables;
}

}  // namespace

run::Spec Spec() {
  return {.name = "gateway",
          .variables = OwnVariables(),
          .make = GatewayModule::Make,
          .check = Check,
          .serves_grpc = false};
}

}  // namespace keys::gateway
