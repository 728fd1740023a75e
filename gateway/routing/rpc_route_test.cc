#include "gateway/routing/rpc_route.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "gateway/routing/path_table.h"
#include "google/protobuf/descriptor.pb.h"
#include "keys/catalog/v1/catalog.pb.h"

namespace keys::gateway {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptorProto;

TEST_CASE("the contract's routes can be read, and none collides with another") {
  ShapeSet shapes;
  const auto routes = ReadRoutes(ContractFiles(), shapes);
  REQUIRE(routes.ok());
  PathTable table;
  for (size_t i = 0; i < routes->size(); ++i) {
    CHECK(table.Add((*routes)[i].verb, (*routes)[i].path_template, i).ok());
  }
  const auto list = table.Find("GET", "/marketplace/keys");
  REQUIRE(list.route.has_value());
  const RpcRoute& route = (*routes)[*list.route];
  CHECK(route.grpc_path == "/keys.catalog.v1.Catalog/ListKeys");
  CHECK(route.process == "catalog");
  CHECK(route.access_set != nullptr);
  CHECK(route.success_status == 200);
  CHECK(route.timeout_ms == kBrowsingTimeoutMs);
  const auto orders = table.Find("GET", "/marketplace/admin/orders");
  CHECK((*routes)[*orders.route].timeout_ms == kDefaultTimeoutMs);
  const auto index = table.Find("POST", "/marketplace/admin/ingest-index");
  CHECK((*routes)[*index.route].max_body_bytes == 8 * 1024 * 1024);
}

TEST_CASE("whatever people browse by is answered within a second") {
  ShapeSet shapes;
  const auto routes = ReadRoutes(ContractFiles(), shapes);
  REQUIRE(routes.ok());
  size_t browsed = 0;
  for (const RpcRoute& route : *routes) {
    const std::string& service = route.method->service()->full_name();
    const bool browsing =
        service == "keys.catalog.v1.Catalog" || service == "keys.discovery.v1.Discovery";
    if (!browsing || route.verb != "GET") continue;
    ++browsed;
    INFO(route.grpc_path);
    CHECK(route.timeout_ms <= kBrowsingTimeoutMs);
  }
  CHECK(browsed >= 16);
}

TEST_CASE("whatever people read of their own is answered within two seconds") {
  ShapeSet shapes;
  const auto routes = ReadRoutes(ContractFiles(), shapes);
  REQUIRE(routes.ok());
  size_t read = 0;
  for (const RpcRoute& route : *routes) {
    if (route.rule.access() != http::v1::ACCESS_USER || route.verb != "GET") continue;
    INFO(route.grpc_path);
    // A link to Stripe's portal comes from Stripe.
    if (route.path_template == "/billing/portal") {
      CHECK(route.timeout_ms == kDefaultTimeoutMs);
      continue;
    }
    ++read;
    CHECK(route.timeout_ms <= kOwnReadTimeoutMs);
  }
  CHECK(read >= 13);
}

TEST_CASE("all services of all six processes are linked in") {
  std::vector<std::string> services;
  for (const ContractFile& contract : ContractFiles()) {
    for (int i = 0; i < contract.file->service_count(); ++i) {
      services.push_back(contract.file->service(i)->full_name());
    }
  }
  CHECK(services.size() >= 14);
  for (const char* name : {"keys.catalog.v1.Catalog", "keys.billing.v1.BillingWebhook",
                           "keys.entitlement.v1.EntitlementGateway", "keys.analytics.v1.Analytics",
                           "keys.discovery.v1.Discovery", "keys.ingestion.v1.IngestionAdmin"}) {
    CHECK(std::count(services.begin(), services.end(), name) == 1);
  }
}

// The catalog's file with changed rules, read into another pool.
class ChangedCatalog {
 public:
  ChangedCatalog() : pool_(DescriptorPool::generated_pool()) {
    catalog::v1::Key::descriptor()->file()->CopyTo(&file_);
    file_.set_name("changed.proto");
    file_.set_package("changed");
    const std::string from = ".keys.catalog.v1.";
    for (auto& service : *file_.mutable_service()) {
      for (auto& method : *service.mutable_method()) {
        for (std::string* type : {method.mutable_input_type(), method.mutable_output_type()}) {
          if (type->rfind(from, 0) == 0) type->replace(0, from.size(), ".changed.");
        }
      }
    }
    for (auto& message : *file_.mutable_message_type()) Rename(message);
  }
  auto* Method(int service, int method) {
    return file_.mutable_service(service)->mutable_method(method);
  }
  http::v1::Rule* Rule(int service, int method) {
    return Method(service, method)->mutable_options()->MutableExtension(http::v1::rule);
  }
  std::string Problems() {
    const auto* built = pool_.BuildFile(file_);
    REQUIRE(built != nullptr);
    ShapeSet shapes;
    const auto routes = ReadRoutes({{"catalog", built}}, shapes);
    return std::string(routes.status().message());
  }

 private:
  static void Rename(google::protobuf::DescriptorProto& message) {
    const std::string from = ".keys.catalog.v1.";
    for (auto& field : *message.mutable_field()) {
      if (field.type_name().rfind(from, 0) == 0) {
        field.mutable_type_name()->replace(0, from.size(), ".changed.");
      }
    }
    for (auto& nested : *message.mutable_nested_type()) Rename(nested);
  }
  DescriptorPool pool_;
  FileDescriptorProto file_;
};

TEST_CASE("an unchanged copy of the catalog has no problems") {
  CHECK(ChangedCatalog().Problems().empty());
}

TEST_CASE("a public RPC without a rule and an internal one with a rule stop the start") {
  ChangedCatalog file;
  file.Method(0, 0)->mutable_options()->ClearExtension(http::v1::rule);
  file.Rule(2, 0)->set_get("/internal");
  CHECK(file.Problems() ==
        "changed.Catalog.ListKeys: a public RPC has no rule\n"
        "changed.CatalogIngest.PublishVersion: an internal RPC has a rule");
}

TEST_CASE("a rule that contradicts itself stops the start") {
  ChangedCatalog file;
  file.Rule(0, 0)->clear_access();
  file.Rule(0, 1)->set_get("/marketplace/keys/{nothing}");
  file.Rule(0, 2)->set_body("*");
  file.Rule(0, 3)->set_timeout_ms(10'001);
  file.Rule(0, 4)->add_needs(http::v1::NEED_ACCESS_SET);
  file.Rule(0, 5)->clear_summary();
  file.Rule(1, 0)->set_cache(http::v1::CACHE_REVALIDATE);
  file.Rule(1, 1)->set_idempotency(http::v1::IDEMPOTENCY_KEY);
  file.Rule(1, 2)->set_page(true);
  file.Rule(1, 3)->clear_body();
  const std::string problems = file.Problems();
  INFO(problems);
  CHECK(std::count(problems.begin(), problems.end(), '\n') == 8);
  CHECK(problems.find("Catalog.ListKeys: the rule does not say who may call") != std::string::npos);
  CHECK(problems.find("Catalog.GetKey: {nothing} is not a single string") != std::string::npos);
}

}  // namespace
}  // namespace keys::gateway
