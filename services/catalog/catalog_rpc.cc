#include "services/catalog/catalog_rpc.h"

#include "common/rpc/service.h"
#include "keys/catalog/v1/catalog.grpc.pb.h"
#include "keys/catalog/v1/changes.grpc.pb.h"

namespace keys::catalog {
<<<<<<< HEAD
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

class CatalogRpc final : public v1::Catalog::CallbackService {
 public:
  CatalogRpc(rpc::Unary& unary, Handlers& handlers) : unary_(unary), handlers_(handlers) {}

  ServerUnaryReactor* ListKeys(CallbackServerContext* context, const v1::ListKeysRequest* request,
                               v1::ListKeysResponse* response) override {
    return unary_.Run(
        context, {kName, "ListKeys"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.keys.List(call, in); });
  }
  ServerUnaryReactor* GetKey(CallbackServerContext* context, const v1::GetKeyRequest* request,
                             v1::GetKeyResponse* response) override {
    return unary_.Run(
        context, {kName, "GetKey"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.keys.Get(call, in); });
  }
  ServerUnaryReactor* ListVersions(CallbackServerContext* context,
                                   const v1::ListVersionsRequest* request,
                                   v1::ListVersionsResponse* response) override {
    return unary_.Run(
        context, {kName, "ListVersions"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.keys.ListVersions(call, in); });
  }
  ServerUnaryReactor* GetVersion(CallbackServerContext* context,
                                 const v1::GetVersionRequest* request,
                                 v1::GetVersionResponse* response) override {
    return unary_.Run(
        context, {kName, "GetVersion"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.keys.GetVersion(call, in); });
  }
  ServerUnaryReactor* ListFiles(CallbackServerContext* context, const v1::ListFilesRequest* request,
                                v1::ListFilesResponse* response) override {
    return unary_.Run(
        context, {kName, "ListFiles"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.keys.ListFiles(call, in); });
  }
  ServerUnaryReactor* DiffVersions(CallbackServerContext* context,
                                   const v1::DiffVersionsRequest* request,
                                   v1::DiffVersionsResponse* response) override {
    return unary_.Run(
        context, {kName, "DiffVersions"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.keys.Diff(call, in); });
  }
  ServerUnaryReactor* GetPreview(CallbackServerContext* context,
                                 const v1::GetPreviewRequest* request,
                                 v1::GetPreviewResponse* response) override {
    return unary_.Run(
        context, {kName, "GetPreview"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.keys.GetPreview(call, in); });
  }
  ServerUnaryReactor* ListBundles(CallbackServerContext* context,
                                  const v1::ListBundlesRequest* request,
                                  v1::ListBundlesResponse* response) override {
    return unary_.Run(
        context, {kName, "ListBundles"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.bundles.List(call, in); });
  }
  ServerUnaryReactor* GetBundle(CallbackServerContext* context, const v1::GetBundleRequest* request,
                                v1::GetBundleResponse* response) override {
    return unary_.Run(
        context, {kName, "GetBundle"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.bundles.Get(call, in); });
  }

 private:
  static constexpr std::string_view kName = "keys.catalog.v1.Catalog";
  rpc::Unary& unary_;
  Handlers& handlers_;
};

class CatalogAdminRpc final : public v1::CatalogAdmin::CallbackService {
 public:
  CatalogAdminRpc(rpc::Unary& unary, Handlers& handlers) : unary_(unary), handlers_(handlers) {}

  ServerUnaryReactor* UpdateKey(CallbackServerContext* context, const v1::UpdateKeyRequest* request,
                                v1::UpdateKeyResponse* response) override {
    return unary_.Run(
        context, {kName, "UpdateKey"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.key_admin.Update(call, in); });
  }
  ServerUnaryReactor* PutBundle(CallbackServerContext* context, const v1::PutBundleRequest* request,
                                v1::PutBundleResponse* response) override {
    return unary_.Run(
        context, {kName, "PutBundle"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.bundles.Put(call, in); });
  }
  ServerUnaryReactor* DeleteBundle(CallbackServerContext* context,
                                   const v1::DeleteBundleRequest* request,
                                   v1::DeleteBundleResponse* response) override {
    return unary_.Run(
        context, {kName, "DeleteBundle"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.bundles.Delete(call, in); });
  }
  ServerUnaryReactor* YankVersion(CallbackServerContext* context,
                                  const v1::YankVersionRequest* request,
                                  v1::YankVersionResponse* response) override {
    return unary_.Run(
        context, {kName, "YankVersion"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.key_admin.Yank(call, in); });
  }

 private:
  static constexpr std::string_view kName = "keys.catalog.v1.CatalogAdmin";
  rpc::Unary& unary_;
  Handlers& handlers_;
};

class CatalogIngestRpc final : public v1::CatalogIngest::CallbackService {
 public:
  CatalogIngestRpc(rpc::Unary& unary, Handlers& handlers) : unary_(unary), handlers_(handlers) {}

  ServerUnaryReactor* PublishVersion(CallbackServerContext* context,
                                     const v1::PublishVersionRequest* request,
                                     v1::PublishVersionResponse* response) override {
    return unary_.Run(
        context, {kName, "PublishVersion"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.publishing.Publish(call, in); });
  }
  ServerUnaryReactor* GetPublished(CallbackServerContext* context,
                                   const v1::GetPublishedRequest* request,
                                   v1::GetPublishedResponse* response) override {
    return unary_.Run(context, {kName, "GetPublished"}, request, response,
                      [this](rpc::Call& call, const auto& in) {
                        return handlers_.publishing.GetPublished(call, in);
                      });
  }
  ServerUnaryReactor* ApplyPricing(CallbackServerContext* context,
                                   const v1::ApplyPricingRequest* request,
                                   v1::ApplyPricingResponse* response) override {
    return unary_.Run(
        context, {kName, "ApplyPricing"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.pricing_file.Apply(call, in); });
  }

 private:
  static constexpr std::string_view kName = "keys.catalog.v1.CatalogIngest";
  rpc::Unary& unary_;
  Handlers& handlers_;
};

class CatalogInternalRpc final : public v1::CatalogInternal::CallbackService {
 public:
  CatalogInternalRpc(rpc::Unary& unary, Handlers& handlers) : unary_(unary), handlers_(handlers) {}

  ServerUnaryReactor* BatchGetKeys(CallbackServerContext* context,
                                   const v1::BatchGetKeysRequest* request,
                                   v1::BatchGetKeysResponse* response) override {
    return unary_.Run(
        context, {kName, "BatchGetKeys"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.sales.BatchGetKeys(call, in); });
  }
  ServerUnaryReactor* GetBundleForSale(CallbackServerContext* context,
                                       const v1::GetBundleForSaleRequest* request,
                                       v1::GetBundleForSaleResponse* response) override {
    return unary_.Run(context, {kName, "GetBundleForSale"}, request, response,
                      [this](rpc::Call& call, const auto& in) {
                        return handlers_.sales.GetBundleForSale(call, in);
                      });
  }
  ServerUnaryReactor* ResolveVersion(CallbackServerContext* context,
                                     const v1::ResolveVersionRequest* request,
                                     v1::ResolveVersionResponse* response) override {
    return unary_.Run(context, {kName, "ResolveVersion"}, request, response,
                      [this](rpc::Call& call, const auto& in) {
                        return handlers_.sales.ResolveVersion(call, in);
                      });
  }
  ServerUnaryReactor* ListCandidates(CallbackServerContext* context,
                                     const v1::ListCandidatesRequest* request,
                                     v1::ListCandidatesResponse* response) override {
    return unary_.Run(context, {kName, "ListCandidates"}, request, response,
                      [this](rpc::Call& call, const auto& in) {
                        return handlers_.sales.ListCandidates(call, in);
                      });
  }

 private:
  static constexpr std::string_view kName = "keys.catalog.v1.CatalogInternal";
  rpc::Unary& unary_;
  Handlers& handlers_;
};

class CatalogChangesRpc final : public v1::CatalogChanges::CallbackService {
 public:
  CatalogChangesRpc(rpc::Unary& unary, Handlers& handlers) : unary_(unary), handlers_(handlers) {}

  ServerUnaryReactor* ListChangedKeys(CallbackServerContext* context,
                                      const v1::ListChangedKeysRequest* request,
                                      v1::ListChangedKeysResponse* response) override {
    return unary_.Run(
        context, {v1::CatalogChanges::service_full_name(), "ListChangedKeys"}, request, response,
        [this](rpc::Call& call, const auto& in) { return handlers_.changes.List(call, in); });
  }

 private:
  rpc::Unary& unary_;
  Handlers& handlers_;
};

}  // namespace
=======
>>>>>>> 1efbe3ef (rpc: one line an RPC, checked against the proto at the start)

std::vector<std::unique_ptr<grpc::Service>> MakeCatalogServices(rpc::Unary& unary,
                                                                Handlers& handlers) {
  std::vector<std::unique_ptr<grpc::Service>> services;
<<<<<<< HEAD
  services.push_back(std::make_unique<CatalogRpc>(unary, handlers));
  services.push_back(std::make_unique<CatalogAdminRpc>(unary, handlers));
  services.push_back(std::make_unique<CatalogIngestRpc>(unary, handlers));
  services.push_back(std::make_unique<CatalogInternalRpc>(unary, handlers));
  services.push_back(std::make_unique<CatalogChangesRpc>(unary, handlers));
=======
  services.push_back(rpc::MakeService<v1::Catalog>(
      unary, {
                 rpc::On("ListKeys", handlers.keys, &Keys::List),
                 rpc::On("GetKey", handlers.keys, &Keys::Get),
                 rpc::On("ListVersions", handlers.keys, &Keys::ListVersions),
                 rpc::On("GetVersion", handlers.keys, &Keys::GetVersion),
                 rpc::On("ListFiles", handlers.keys, &Keys::ListFiles),
                 rpc::On("DiffVersions", handlers.keys, &Keys::Diff),
                 rpc::On("GetPreview", handlers.keys, &Keys::GetPreview),
                 rpc::On("ListBundles", handlers.bundles, &Bundles::List),
                 rpc::On("GetBundle", handlers.bundles, &Bundles::Get),
             }));
  services.push_back(rpc::MakeService<v1::CatalogAdmin>(
      unary, {
                 rpc::On("UpdateKey", handlers.key_admin, &KeyAdmin::Update),
                 rpc::On("PutBundle", handlers.bundles, &Bundles::Put),
                 rpc::On("DeleteBundle", handlers.bundles, &Bundles::Delete),
                 rpc::On("YankVersion", handlers.key_admin, &KeyAdmin::Yank),
             }));
  services.push_back(rpc::MakeService<v1::CatalogIngest>(
      unary, {
                 rpc::On("PublishVersion", handlers.publishing, &Publishing::Publish),
                 rpc::On("GetPublished", handlers.publishing, &Publishing::GetPublished),
                 rpc::On("ApplyPricing", handlers.pricing_file, &PricingFile::Apply),
             }));
  services.push_back(rpc::MakeService<v1::CatalogInternal>(
      unary, {
                 rpc::On("BatchGetKeys", handlers.sales, &Sales::BatchGetKeys),
                 rpc::On("GetBundleForSale", handlers.sales, &Sales::GetBundleForSale),
                 rpc::On("ResolveVersion", handlers.sales, &Sales::ResolveVersion),
                 rpc::On("ListCandidates", handlers.sales, &Sales::ListCandidates),
             }));
>>>>>>> 1efbe3ef (rpc: one line an RPC, checked against the proto at the start)
  return services;
}

}  // namespace keys::catalog
