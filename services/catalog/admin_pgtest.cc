// What administrators change, over a real database.
#include "common/error/error.h"
#include "services/catalog/catalog_world.h"

namespace keys::catalog {
namespace {

using error::Reason;
using error::ReasonOf;

v1::UpdateKeyRequest PriceOf(const std::string& slug, int64_t cents) {
  v1::UpdateKeyRequest request;
  request.set_slug(slug);
  request.set_price_cents(cents);
  request.mutable_update_mask()->add_paths("price_cents");
  return request;
}

TEST_CASE_METHOD(World, "a price change is seen, audited, counted once, and guarded by If-Match") {
  Publish(NodeAsset("x"));
  const int64_t before = Revision();
  rpc::Call get = Anyone();
  v1::GetKeyRequest read;
  read.set_slug("x");
  Must(keys.Get(get, read));
  const std::string etag = "\"" + get.entity_tag() + ".hash\"";
  rpc::Call first = Admin(etag);
  CHECK(Must(key_admin.Update(first, PriceOf("x", 700))).key().price_cents() == 700);
  CHECK(first.revision() == before + 1);
  CHECK(Revision() == before + 1);
  rpc::Call second = Admin(etag);
  CHECK(ReasonOf(key_admin.Update(second, PriceOf("x", 800)).status()) ==
        Reason::PRECONDITION_FAILED);
  CHECK(Detail("x").price_cents() == 700);
  rpc::Call again = Admin();
  Must(key_admin.Update(again, PriceOf("x", 700)));
  CHECK_FALSE(again.revision().has_value());
  auto db = Must(pool.Acquire(testing::Soon()));
  CHECK_FALSE(Must(audit.FirstBroken(db)).has_value());
}

TEST_CASE_METHOD(World, "only administrators change anything") {
  Publish(NodeAsset("x"));
  rpc::Call user = SignedIn();
  CHECK(ReasonOf(key_admin.Update(user, PriceOf("x", 700)).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(bundles.Put(user, BundleOf("b", 100, {"x"})).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(bundles.Delete(user, {}).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(key_admin.Yank(user, {}).status()) == Reason::NOT_ADMIN);
}

TEST_CASE_METHOD(World, "null takes a KEY off single sale, 0 makes it free") {
  Sell("x", 700);
  rpc::Call call = Admin();
  v1::UpdateKeyRequest clear = PriceOf("x", 0);
  CHECK(Must(key_admin.Update(call, clear)).key().price_cents() == 0);
  clear.clear_price_cents();
  CHECK_FALSE(Must(key_admin.Update(call, clear)).key().has_price_cents());
  CHECK(ReasonOf(key_admin.Update(call, PriceOf("x", 49)).status()) == Reason::PRICE_BELOW_MINIMUM);
  CHECK(ReasonOf(key_admin.Update(call, PriceOf("none", 700)).status()) == Reason::NOT_FOUND);
}

TEST_CASE_METHOD(World, "a bundle is made, replaced, shown and taken off sale") {
  const std::string a = Sell("a", 500);
  Sell("b", 700);
  Sell("c", 900);
  rpc::Call call = Admin();
  const v1::Bundle made = Must(bundles.Put(call, BundleOf("kit", 1000, {"b", a}))).bundle();
  CHECK(made.keys(0).slug() == "b");
  CHECK(made.keys(1).slug() == "a");
  CHECK(call.revision() == Revision());
  const v1::Bundle again = Must(bundles.Put(call, BundleOf("kit", 1300, {"c", "a"}))).bundle();
  CHECK(again.id() == made.id());
  CHECK(again.keys(0).slug() == "c");
  rpc::Call anyone = Anyone();
  v1::ListBundlesRequest list;
  CHECK(Must(bundles.List(anyone, list)).bundles_size() == 1);
  list.set_bundle_type("pro");
  CHECK(Must(bundles.List(anyone, list)).bundles_size() == 0);
  list.set_bundle_type("huge");
  CHECK(ReasonOf(bundles.List(anyone, list).status()) == Reason::INVALID_ARGUMENT);
  v1::DeleteBundleRequest gone;
  gone.set_slug("kit");
  Must(bundles.Delete(call, gone));
  v1::GetBundleRequest get;
  get.set_slug(made.id());
  CHECK(ReasonOf(bundles.Get(anyone, get).status()) == Reason::NOT_FOUND);
  CHECK(ReasonOf(bundles.Delete(call, gone).status()) == Reason::NOT_FOUND);
  CHECK(Must(bundles.Put(call, BundleOf("kit", 1300, {"c", "a"}))).bundle().id() == made.id());
}

TEST_CASE_METHOD(World, "a bundle that is wrong is refused and nothing is written") {
  Sell("a", 500);
  Sell("b", 700);
  const int64_t before = Revision();
  rpc::Call call = Admin();
  CHECK(ReasonOf(bundles.Put(call, BundleOf("kit", 1200, {"a", "b"})).status()) ==
        Reason::BUNDLE_PRICE);
  CHECK(ReasonOf(bundles.Put(call, BundleOf("admin", 1000, {"a", "b"})).status()) ==
        Reason::SLUG_RESERVED);
  const absl::Status unknown = bundles.Put(call, BundleOf("kit", 100, {"x", "a", "y"})).status();
  CHECK(error::DetailOf(unknown)->violations_size() == 2);
  CHECK(Revision() == before);
  CHECK(Count("marketplace_bundles") == 0);
}

TEST_CASE_METHOD(World, "a bundle's public face leaves out KEYS that are not published") {
  Sell("a", 500);
  Sell("b", 700);
  rpc::Call call = Admin();
  Must(bundles.Put(call, BundleOf("kit", 1000, {"a", "b"})));
  v1::UpdateKeyRequest archive;
  archive.set_slug("b");
  archive.set_status("archived");
  Must(key_admin.Update(call, archive));
  rpc::Call anyone = Anyone();
  v1::GetBundleRequest get;
  get.set_slug("kit");
  CHECK(Must(bundles.Get(anyone, get)).bundle().key_ids_size() == 1);
  v1::GetBundleForSaleRequest sale;
  sale.set_bundle("kit");
  const auto for_sale = Must(sales.GetBundleForSale(anyone, sale)).bundle();
  REQUIRE(for_sale.keys_size() == 2);
  CHECK(for_sale.keys(1).status() == "archived");
}

v1::YankVersionRequest YankOf(const std::string& slug, const std::string& version) {
  v1::YankVersionRequest request;
  request.set_slug(slug);
  request.set_version(version);
  request.set_reason("leaks a file handle");
  return request;
}

TEST_CASE_METHOD(World, "a yanked version is served only to those who name it") {
  Publish(NodeAsset("x", "1.0.0"));
  v1::Asset newer = NodeAsset("x", "1.1.0");
  newer.set_title("Newer title");
  Publish(newer);
  CHECK(Detail("x").title() == "Newer title");
  rpc::Call call = Admin();
  CHECK(Must(key_admin.Yank(call, YankOf("x", "1.1.0"))).version().yanked());
  CHECK(Detail("x").version() == "1.0.0");
  CHECK(Detail("x").title() == "Title of x");
  v1::ResolveVersionRequest resolve;
  resolve.set_key("x");
  CHECK(Must(sales.ResolveVersion(call, resolve)).version() == "1.0.0");
  resolve.set_version("1.1.0");
  CHECK(Must(sales.ResolveVersion(call, resolve)).version() == "1.1.0");
  Must(key_admin.Yank(call, YankOf("x", "1.0.0")));
  CHECK_FALSE(Detail("x").available());
  resolve.set_version("latest");
  CHECK(ReasonOf(sales.ResolveVersion(call, resolve).status()) == Reason::VERSION_UNKNOWN);
}

TEST_CASE_METHOD(World, "the same Idempotency-Key is the same yank") {
  Publish(NodeAsset("x"));
  rpc::Call first = Admin("", "once");
  Must(key_admin.Yank(first, YankOf("x", "1.0.0")));
  const int64_t revision = Revision();
  rpc::Call second = Admin("", "once");
  CHECK(Must(key_admin.Yank(second, YankOf("x", "1.0.0"))).version().yanked());
  CHECK(second.replayed());
  CHECK(Revision() == revision);
  rpc::Call other = Admin("", "once");
  CHECK(ReasonOf(key_admin.Yank(other, YankOf("x", "2.0.0")).status()) ==
        Reason::IDEMPOTENCY_KEY_REUSED);
}

}  // namespace
}  // namespace keys::catalog
