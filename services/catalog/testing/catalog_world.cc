#include "services/catalog/testing/catalog_world.h"

#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "services/catalog/store/revision_store.h"

namespace keys::catalog {

v1::Asset ListedAsset(const std::string& slug, const std::string& version) {
  v1::Asset asset;
  asset.set_slug(slug);
  asset.set_family("node-next-keys");
  asset.set_title("Title of " + slug);
  asset.set_tool("node");
  asset.set_key_type("node");
  asset.add_key_types("job");
  asset.set_version(version);
  asset.set_license_spdx("MIT");
  asset.set_preview_public(true);
  asset.set_attributes(R"({"runtime":"node","b":1,"a":[1.50]})");
  asset.set_source_rank(3);
  asset.set_content_hash(crypto::Sha256Hex(slug + version));
  return asset;
}

v1::Asset NodeAsset(const std::string& slug, const std::string& version) {
  v1::Asset asset = ListedAsset(slug, version);
  asset.set_source_rank(1);
  asset.set_sha256(crypto::Sha256Hex("bytes of " + slug + version));
  asset.set_size_bytes(1234);
  asset.set_storage_path(Concat({"keys/node/", slug, "/", version, "/key.zip"}));
  asset.set_content_hash(crypto::Sha256Hex("folder " + slug + version));
  return asset;
}

World::World() { clock.Set(absl::FromUnixSeconds(1'800'000'000)); }

v1::PublishVersionResponse World::Publish(const v1::Asset& asset) {
  clock.Advance(absl::Seconds(1));
  rpc::Call call = Anyone();
  v1::PublishVersionRequest request;
  *request.mutable_asset() = asset;
  return Must(publishing.Publish(call, request));
}

std::string World::Sell(const std::string& slug, int64_t cents) {
  const std::string id = Publish(NodeAsset(slug)).key_id();
  rpc::Call call = Admin();
  v1::UpdateKeyRequest request;
  request.set_slug(slug);
  request.set_price_cents(cents);
  Must(key_admin.Update(call, request));
  return id;
}

v1::KeyDetail World::Detail(const std::string& slug) {
  rpc::Call call = Anyone();
  v1::GetKeyRequest request;
  request.set_slug(slug);
  return Must(keys.Get(call, request)).key();
}

v1::ListKeysResponse World::List(const v1::ListKeysRequest& request) {
  rpc::Call call = request.has_access_set() ? SignedIn() : Anyone();
  return Must(keys.List(call, request));
}

v1::PutBundleRequest World::BundleOf(const std::string& slug, int64_t cents,
                                     const std::vector<std::string>& key_slugs) {
  v1::PutBundleRequest request;
  request.set_slug(slug);
  request.set_title("Bundle " + slug);
  request.set_bundle_type("starter");
  request.set_price_cents(cents);
  for (const std::string& key : key_slugs) request.add_key_slugs(key);
  return request;
}

namespace {
struct CountRow {
  int64_t count;
};
}  // namespace

int64_t World::Revision() {
  auto db = Must(pool.Acquire(testing::Soon()));
  constexpr pg::Statement kRevision{"test.revision", "SELECT revision FROM catalog_revision"};
  return Must(db.QueryOne<CountRow>(kRevision))->count;
}

int64_t World::Count(const std::string& table) {
  auto db = Must(pool.Acquire(testing::Soon()));
  const std::string name = "test.count_" + table;
  const std::string sql = "SELECT count(*) FROM " + table;
  return Must(db.QueryOne<CountRow>(pg::Statement{name, sql}))->count;
}

}  // namespace keys::catalog
