// Tests the changes of administrators over a real database.
#include "common/error/error.h"
#include "services/catalog/testing/catalog_world.h"

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
  // Nothing was changed, but the client must not see the answer before the revision that the answer
  // names.
  CHECK(again.revision() == before + 1);
  CHECK(Revision() == before + 1);
  auto db = Must(pool.Acquire(testing::Soon()));
  CHECK_FALSE(Must(audit.FirstBroken(db)).has_value());
}

TEST_CASE_METHOD(World, "a bundle that is not there matches no If-Match, not even any") {
  Publish(NodeAsset("x"));
  Publish(NodeAsset("y"));
  for (const char* tag : {"*", "\"k1\"", "x, *"}) {
    rpc::Call call = Admin(tag);
    CHECK(ReasonOf(bundles.Put(call, BundleOf("b", 100, {"x", "y"})).status()) ==
          Reason::PRECONDITION_FAILED);
  }
}

TEST_CASE_METHOD(World, "only administrators change anything") {
  Publish(NodeAsset("x"));
  rpc::Call user = SignedIn();
  CHECK(ReasonOf(key_admin.Update(user, PriceOf("x", 700)).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(bundles.Put(user, BundleOf("b", 100, {"x"})).status()) == Reason::NOT_ADMIN);
  CHECK(ReasonOf(bundles.Delete(user, {}).status()) == Reason::NOT_ADMIN);
  v1::YankVersionRequest yank;
  yank.set_slug("x");
  CHECK(ReasonOf(key_admin.Yank(user, yank).status()) == Reason::NOT_ADMIN);
  // A KEY that does not exist is NOT_FOUND for everybody.
  CHECK(ReasonOf(key_admin.Update(user, PriceOf("y", 700)).status()) == Reason::NOT_FOUND);
  yank.set_slug("y");
  CHECK(ReasonOf(key_admin.Yank(user, yank).status()) == Reason::NOT_FOUND);
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

v1::Asset OfTool(const std::string& slug, const std::string& tool, const std::string& maturity) {
  v1::Asset asset = NodeAsset(slug);
  asset.set_tool(tool);
  asset.set_maturity(maturity);
  return asset;
}

std::vector<std::string> KeysIn(World& world, const std::string& slug) {
  rpc::Call call = Anyone();
  v1::GetBundleRequest get;
  get.set_slug(slug);
  const v1::Bundle bundle = Must(world.bundles.Get(call, get)).bundle();
  std::vector<std::string> slugs;
  for (const v1::BundleKey& key : bundle.keys()) slugs.push_back(key.slug());
  return slugs;
}

// Returns "<actor> <bundle> <KEYS>" of each audit row about growth, the oldest first.
std::vector<std::string> Growths(World& world) {
  struct GrowthRow {
    std::string text;
  };
  constexpr pg::Statement kGrowths{
      "test.growths",
      "SELECT actor || ' ' || (details->>'slug') || ' ' || (details->>'keys') FROM catalog_audit "
      "WHERE action = 'bundle.grow' AND subject IN (SELECT id::text FROM marketplace_bundles) "
      "ORDER BY seq"};
  auto db = Must(world.pool.Acquire(testing::Soon()));
  std::vector<std::string> texts;
  for (GrowthRow& row : Must(db.Query<GrowthRow>(kGrowths))) texts.push_back(std::move(row.text));
  return texts;
}

TEST_CASE_METHOD(World, "a bundle with a rule grows as KEYS are published") {
  using Slugs = std::vector<std::string>;
  Publish(OfTool("s1", "stripe", "starter"));
  Publish(OfTool("n1", "node", "starter"));
  rpc::Call admin = Admin();
  v1::PutBundleRequest put = BundleOf("all-stripe", 900, {"n1"});
  put.mutable_rule()->set_tool("stripe");
  const v1::Bundle made = Must(bundles.Put(admin, put)).bundle();
  CHECK(made.rule().tool() == "stripe");
  CHECK(KeysIn(*this, "all-stripe") == Slugs{"n1", "s1"});
  const std::string etag = "\"" + admin.entity_tag() + ".h\"";
  Publish(OfTool("s2", "stripe", "scale"));
  Publish(OfTool("n2", "node", "scale"));
  CHECK(KeysIn(*this, "all-stripe") == Slugs{"n1", "s1", "s2"});
  CHECK(Growths(*this) == Slugs{"ingestion all-stripe [\"s2\"]"});
  // The entity tag from before the growth no longer fits If-Match.
  rpc::Call late = Admin(etag);
  CHECK(ReasonOf(bundles.Put(late, put).status()) == Reason::PRECONDITION_FAILED);
  put.mutable_rule()->set_maturity("scale");
  put.clear_key_slugs();
  Must(bundles.Put(admin, put));
  CHECK(KeysIn(*this, "all-stripe") == Slugs{"s2"});
  Publish(OfTool("s3", "stripe", "starter"));
  CHECK(KeysIn(*this, "all-stripe") == Slugs{"s2"});
  put.clear_rule();
  put.add_key_slugs("s1");
  Must(bundles.Put(admin, put));
  Publish(OfTool("s4", "stripe", "scale"));
  CHECK(KeysIn(*this, "all-stripe") == Slugs{"s1"});
}

TEST_CASE_METHOD(World, "a KEY that is published again comes into the bundles it fits") {
  Publish(OfTool("s1", "stripe", "starter"));
  Publish(OfTool("s2", "stripe", "starter"));
  rpc::Call admin = Admin();
  v1::UpdateKeyRequest update;
  update.set_slug("s2");
  update.set_status("draft");
  Must(key_admin.Update(admin, update));
  v1::PutBundleRequest put = BundleOf("kit", 900, {});
  put.mutable_rule()->set_tool("stripe");
  Must(bundles.Put(admin, put));
  CHECK(KeysIn(*this, "kit") == std::vector<std::string>{"s1"});
  update.set_status("published");
  Must(key_admin.Update(admin, update));
  CHECK(KeysIn(*this, "kit") == std::vector<std::string>{"s1", "s2"});
  CHECK(Growths(*this) == std::vector<std::string>{std::string(kUser) + R"( kit ["s2"])"});
}

TEST_CASE_METHOD(World, "a yank is held against If-Match, whichever version is withdrawn") {
  Publish(NodeAsset("x", "1.0.0"));
  Publish(NodeAsset("x", "2.0.0"));
  rpc::Call get = Anyone();
  v1::GetVersionRequest read;
  read.set_slug("x");
  read.set_version("1.0.0");
  Must(keys.GetVersion(get, read));
  const std::string etag = "\"" + get.entity_tag() + ".h\"";
  v1::YankVersionRequest yank;
  yank.set_slug("x");
  yank.set_version("1.0.0");
  yank.set_reason("broken");
  rpc::Call first = Admin(etag);
  Must(key_admin.Yank(first, yank));
  yank.set_version("2.0.0");
  rpc::Call late = Admin(etag);
  CHECK(ReasonOf(key_admin.Yank(late, yank).status()) == Reason::PRECONDITION_FAILED);
  CHECK(Detail("x").version() == "2.0.0");
}

TEST_CASE_METHOD(World, "a rule names known words, at least one, and finds a KEY") {
  Publish(NodeAsset("a"));
  rpc::Call admin = Admin();
  v1::PutBundleRequest put = BundleOf("kit", 900, {"a"});
  put.mutable_rule();
  CHECK(ReasonOf(bundles.Put(admin, put).status()) == Reason::INVALID_ARGUMENT);
  put.mutable_rule()->set_tool("fortran");
  put.mutable_rule()->set_maturity("old");
  CHECK(error::DetailOf(bundles.Put(admin, put).status())->violations_size() == 2);
  v1::PutBundleRequest empty = BundleOf("kit", 900, {});
  empty.mutable_rule()->set_tool("cursor");
  CHECK(ReasonOf(bundles.Put(admin, empty).status()) == Reason::INVALID_ARGUMENT);
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
