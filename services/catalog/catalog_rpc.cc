#include "services/catalog/catalog_rpc.h"

#include "common/rpc/service.h"
#include "keys/catalog/v1/catalog.grpc.pb.h"
#include "keys/catalog/v1/changes.grpc.pb.h"

namespace keys::catalog {

std::vector<std::unique_ptr<grpc::Service>> MakeCatalogServices(rpc::Unary& unary,
                                                                Handlers& handlers) {
  std::vector<std::unique_ptr<grpc::Service>> services;
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
  services.push_back(rpc::MakeService<v1::CatalogChanges>(
      unary, {
                 rpc::On("ListChangedKeys", handlers.changes, &KeyChanges::List),
             }));
  return services;
}

}  // namespace keys::catalog
