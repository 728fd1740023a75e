// Who is let into the threads that wait for Stripe, over gRPC as the gateway calls.
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/rpc/client.h"
#include "common/rpc/wire.h"
#include "keys/billing/v1/billing.grpc.pb.h"
#include "services/billing/billing_rpc.h"
#include "tests/component/billing/shop.h"

namespace keys::billing {
namespace {

using grpc::StatusCode;
using testing::kAnn;
using testing::kBob;
using testing::kOrg;
using testing::Shop;

// The places of kPerCaller and kPerTenant.
constexpr int kPlaces = 4;

// Serves a shop's billing, and calls it as the gateway does.
class Served {
 public:
  Served()
      : verifier_(*rpc::PeerList::FromJson(Concat({R"({"peers":{"gateway":{"public_key":")",
                                                   crypto::Base64Encode(key_.PublicKey().Raw()),
                                                   R"(","calls":["*"]}}})"})),
                  shop.clock),
        reads_({}, verifier_, shop.metrics),
        lanes(verifier_, shop.metrics),
        services_(MakeBillingServices(reads_, lanes, *shop.wiring)),
        minter_("gateway", key_, shop.clock) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    for (const auto& service : services_) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    channel_ = std::make_unique<rpc::Channel>(StrCat("127.0.0.1:", port), minter_);
    buyers = v1::Billing::NewStub(channel_->grpc());
    admins = v1::BillingAdmin::NewStub(channel_->grpc());
  }
  ~Served() { server_->Shutdown(); }

  template <typename Stub, typename Request, typename Response>
  StatusCode Call(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& user, const Request& request = {}) {
    grpc::ClientContext context;
    context.AddMetadata(rpc::kServiceTokenKey, minter_.Token());
    context.AddMetadata(rpc::kUserKey, user);
    context.AddMetadata(rpc::kAdminKey, "1");
    Response response;
    return (stub.*method)(&context, request, &response).error_code();
  }

  Shop shop;

 private:
  crypto::Ed25519PrivateKey key_ = crypto::Ed25519PrivateKey::Generate();
  rpc::PeerVerifier verifier_;
  rpc::Unary reads_;

 public:
  Lanes lanes;
  std::unique_ptr<v1::Billing::Stub> buyers;
  std::unique_ptr<v1::BillingAdmin::Stub> admins;

 private:
  std::vector<std::unique_ptr<grpc::Service>> services_;
  rpc::TokenMinter minter_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<rpc::Channel> channel_;
};

std::vector<TenantGate::Place> TakeAll(TenantGate& gate, const std::string& whose) {
  std::vector<TenantGate::Place> places;
  for (int i = 0; i < kPlaces; ++i) {
    places.push_back(gate.Enter(whose));
    REQUIRE(places.back().taken());
  }
  return places;
}

TEST_CASE("a caller with all its calls to Stripe under way is refused those, and still reads") {
  Served billing;
  auto& buyers = *billing.buyers;
  auto& admins = *billing.admins;
  const auto places = TakeAll(billing.lanes.callers, kAnn);
  using Billing = v1::Billing::Stub;
  using Admin = v1::BillingAdmin::Stub;
  const auto refused = StatusCode::RESOURCE_EXHAUSTED;
  CHECK(billing.Call(buyers, &Billing::CheckoutKey, kAnn) == refused);
  CHECK(billing.Call(buyers, &Billing::CheckoutBundle, kAnn) == refused);
  CHECK(billing.Call(buyers, &Billing::CheckoutShortfall, kAnn) == refused);
  CHECK(billing.Call(buyers, &Billing::GetPortal, kAnn) == refused);
  CHECK(billing.Call(admins, &Admin::RefundOrder, kAnn) == refused);
  CHECK(billing.Call(admins, &Admin::SyncStripe, kAnn) == refused);

  CHECK(billing.Call(buyers, &Billing::ListOrders, kAnn) == StatusCode::OK);
  CHECK(billing.Call(buyers, &Billing::GetOrder, kAnn) != refused);
  CHECK(billing.Call(buyers, &Billing::GetDiscount, kAnn) != refused);
  CHECK(billing.Call(admins, &Admin::ListAllOrders, kAnn) == StatusCode::OK);
  CHECK(billing.Call(admins, &Admin::GetAnyOrder, kAnn) != refused);
  CHECK(billing.Call(admins, &Admin::WaiveShortfall, kAnn) != refused);
  CHECK(billing.Call(admins, &Admin::ListWebhooks, kAnn) == StatusCode::OK);
  CHECK(billing.Call(admins, &Admin::ReplayWebhook, kAnn) != refused);
  CHECK(billing.Call(buyers, &Billing::CheckoutKey, kBob) != refused);
}

TEST_CASE("an organisation with all its threads is refused whoever buys for it") {
  Served billing;
  const auto places = TakeAll(billing.lanes.gate, kOrg);
  const auto buy = &v1::Billing::Stub::CheckoutKey;
  v1::CheckoutKeyRequest request = Shop::KeyRequest("a");
  CHECK(billing.Call(*billing.buyers, buy, kBob, request) == StatusCode::OK);
  request.set_org_id(kOrg);
  CHECK(billing.Call(*billing.buyers, buy, kAnn, request) == StatusCode::RESOURCE_EXHAUSTED);
  CHECK(billing.Call(*billing.buyers, buy, kBob, request) == StatusCode::RESOURCE_EXHAUSTED);
}

}  // namespace
}  // namespace keys::billing
