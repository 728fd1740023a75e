#include "gateway/testing/gateway_fixture.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "gateway/pages/page_routes.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/testing/test_tokens.h"

namespace keys::gateway {
namespace {

constexpr char kSecret[] = "the issuer's shared secret, for tests";

std::map<std::string, std::string> Addresses(const FakeServices& services) {
  std::map<std::string, std::string> addresses;
  for (const ContractFile& contract : ContractFiles()) {
    addresses[contract.process] = services.address();
  }
  return addresses;
}

std::string NewFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "keys-gateway-XXXXXX").string();
  CHECK_THAT(mkdtemp(name.data()) != nullptr, "no folder for the test");
  return name;
}

Authenticator::Options Tokens(const GatewayFixture::Options& options, const ErasedPeople& erased) {
  Authenticator::Options tokens{.shared_secret = kSecret};
  tokens.barred = [&erased](const std::string& user_id, std::optional<absl::Time> issued_at) {
    return erased.StaysOut(user_id, issued_at);
  };
  tokens.rules.trust_org_claims = options.trust_org_claims;
  return tokens;
}

}  // namespace

GatewayFixture::GatewayFixture() : GatewayFixture(Options{}) {}

GatewayFixture::GatewayFixture(const Options& options)
    : storage_folder(NewFolder()),
      store(*blob::MakeObjectStore("file://" + storage_folder)),
      minter_("gateway", crypto::Ed25519PrivateKey::Generate(), clock),
      upstream_(Addresses(services), minter_, metrics),
      transfers_(upstream_, metrics),
      gatherer_(upstream_, metrics, {}),
      readiness_(upstream_),
      erased_({.upstream = upstream_, .clock = clock, .longest_life = absl::Hours(168)}),
      erasures_(upstream_, erased_, options.erasures),
      authenticator_(Tokens(options, erased_), nullptr, clock),
      per_address_(options.rate, clock),
      per_user_(options.rate, clock),
      anonymous_(options.anonymous_rate, clock),
      workers_({.threads = 2, .max_in_flight = 16}) {
  auto made_site = Site::Make({.web_root = options.web_root,
                               .public_url = options.settings.public_url,
                               .config_json = ConfigJson(options.settings)});
  CHECK_THAT(made_site.ok(), "the storefront cannot be served");
  site = *std::move(made_site);
  auto made_routes = MakeRoutes({.shapes = shapes_,
                                 .upstream = upstream_,
                                 .cache = cache,
                                 .transfers = transfers_,
                                 .gatherer = gatherer_,
                                 .readiness = readiness_,
                                 .store = *store,
                                 .workers = workers_,
                                 .metrics = metrics,
                                 .erasures = erasures_,
                                 .settings = options.settings,
                                 .site = *site});
  CHECK_THAT(made_routes.ok(), "the contract's routes are wrong");
  for (const Route& route : *made_routes) {
    if (route.endpoint == nullptr) continue;
    routes.push_back(StrCat(route.verb, " ", route.path_template));
  }
  auto made = Pipeline::Make({.routes = *std::move(made_routes),
                              .authenticator = authenticator_,
                              .cors = Cors(options.origins),
                              .addresses = *ClientAddresses::Make(options.trusted_proxies),
                              .per_address = per_address_,
                              .per_user = per_user_,
                              .anonymous = anonymous_,
                              .missing_page = MissingPageEndpoint(*site),
                              .ids = ids,
                              .clock = clock,
                              .metrics = metrics});
  CHECK_THAT(made.ok(), "routes collide");
  pipeline = *std::move(made);
}

GatewayFixture::~GatewayFixture() {
  upstream_.Stop();
  services.Stop();
  std::filesystem::remove_all(storage_folder);
}

HttpResponse GatewayFixture::Ask(HttpRequest request) {
  if (request.peer_address.empty()) request.peer_address = "192.0.2.1";
  return AskHandler(*pipeline, std::move(request));
}

HttpResponse GatewayFixture::Ask(std::string method, std::string target, HeaderFields headers,
                                 std::string body) {
  if (!body.empty() && headers.Find("content-type") == nullptr) {
    headers.Add("content-type", "application/json");
  }
  return Ask(HttpRequest{.method = std::move(method),
                         .target = std::move(target),
                         .headers = std::move(headers),
                         .body = std::move(body)});
}

std::string GatewayFixture::Token(const std::string& user, const std::string& more) const {
  const int64_t expires = absl::ToUnixSeconds(clock.Now()) + 600;
  return StrCat("Bearer ",
                SignShared(kSecret, R"({"alg":"HS256","typ":"JWT"})",
                           StrCat(R"({"sub":")", user, R"(","exp":)", expires, more, "}")));
}

std::string GatewayFixture::PutObject(const std::string& path, const std::string& bytes) {
  const std::string file = storage_folder + "/upload";
  std::ofstream(file, std::ios::binary) << bytes;
  std::string digest = crypto::Sha256Hex(bytes);
  CHECK_THAT(store->Put(path, file, digest).ok(), "the object could not be stored");
  return digest;
}

HttpResponse AskHandler(HttpHandler& handler, HttpRequest request) {
  std::promise<HttpResponse> promise;
  handler.Handle(std::move(request),
                 [&promise](HttpResponse response) { promise.set_value(std::move(response)); });
  HttpResponse response = promise.get_future().get();
  Unshare(response);
  return response;
}

absl::StatusOr<std::string> PiecesOf(PieceSource& source) {
  std::string all;
  while (true) {
    std::promise<absl::StatusOr<std::string>> next;
    source.Next([&next](absl::StatusOr<std::string> piece) { next.set_value(std::move(piece)); });
    absl::StatusOr<std::string> piece = next.get_future().get();
    if (!piece.ok() || piece->empty()) return piece.ok() ? std::move(all) : std::move(piece);
    all += *piece;
  }
}

std::string BodyOf(const HttpResponse& response) {
  if (response.pieces != nullptr) return PiecesOf(*response.pieces).value_or("cut");
  if (response.stream == nullptr) return response.body;
  std::string bytes(static_cast<size_t>(response.stream->size()), '\0');
  CHECK_THAT(response.stream->Read(0, absl::MakeSpan(bytes)).ok(), "the stream broke");
  return bytes;
}

}  // namespace keys::gateway
