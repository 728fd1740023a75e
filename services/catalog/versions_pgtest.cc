// Tests the content of versions over a real database.
#include "common/error/error.h"
#include "services/catalog/domain/publish.h"
#include "services/catalog/testing/catalog_world.h"

namespace keys::catalog {
namespace {

using error::Reason;
using error::ReasonOf;

v1::Asset Full(const std::string& version, const std::string& env) {
  v1::Asset asset = NodeAsset("full", version);
  asset.set_manifest(R"({"required_env":[")" + env + R"("]})");
  for (const std::string& path : {std::string("same.ts"), version + ".ts"}) {
    v1::AssetFile* file = asset.add_files();
    file->set_path(path);
    file->set_sha256(std::string(32, 'a'));
    file->set_mode(0644);
  }
  asset.set_readme_html("<h1>" + version + "</h1>");
  asset.set_changelog_html("<p>New.</p>");
  asset.set_preview_html("<!doctype html><p>Preview</p>");
  return asset;
}

v1::DiffVersionsRequest Between(const std::string& from, const std::string& to = "") {
  v1::DiffVersionsRequest request;
  request.set_slug("full");
  request.set_from(from);
  if (!to.empty()) request.set_to(to);
  return request;
}

TEST_CASE_METHOD(World, "a detail shows the pages of the latest version") {
  Publish(Full("1.0.0", "A"));
  Publish(Full("0.9.0", "A"));
  CHECK(Detail("full").readme_html() == "<h1>1.0.0</h1>");
  CHECK(Detail("full").changelog_html() == "<p>New.</p>");
  Publish(NodeAsset("bare"));
  CHECK_FALSE(Detail("bare").has_readme_html());
}

TEST_CASE_METHOD(World, "a preview is named where there is one to see") {
  Publish(Full("1.0.0", "A"));
  CHECK(Detail("full").preview_html_path() == "/marketplace/keys/full/preview");
  v1::Asset kept = Full("1.1.0", "A");
  kept.set_preview_public(false);
  Publish(kept);
  CHECK_FALSE(Detail("full").has_preview_html_path());
  Publish(NodeAsset("bare"));
  CHECK_FALSE(Detail("bare").has_preview_html_path());
}

TEST_CASE_METHOD(World, "each version has its own screenshots, licence, requirements and preview") {
  v1::Asset first = Full("1.0.0", "A");
  first.set_license_spdx("MIT");
  first.set_attributes(R"({"required_env":["A"]})");
  v1::AssetPicture* picture = first.add_screenshots();
  picture->set_object_path("screenshots/" + std::string(64, 'a') + ".png");
  picture->set_alt("What it looked like");
  picture->set_width(1280);
  picture->set_height(720);
  Publish(first);
  v1::Asset second = Full("2.0.0+build.5", "B");
  second.set_license_spdx("Apache-2.0");
  second.clear_preview_html();
  Publish(second);
  rpc::Call call = Anyone();
  v1::GetVersionRequest get;
  get.set_slug("full");
  get.set_version("1.0.0");
  const v1::KeyVersionDetail old = Must(keys.GetVersion(call, get)).version();
  CHECK(old.license_spdx() == "MIT");
  CHECK(old.attributes() == R"({"required_env":["A"]})");
  CHECK(old.preview_html_path() == "/marketplace/keys/full/preview?version=1.0.0");
  REQUIRE(old.screenshots_size() == 1);
  CHECK(old.screenshots(0).path() == "/marketplace/screenshots/" + std::string(64, 'a') + ".png");
  CHECK(old.screenshots(0).alt() == "What it looked like");
  CHECK(old.screenshots(0).width() == 1280);
  get.set_version("2.0.0+build.5");
  const v1::KeyVersionDetail newest = Must(keys.GetVersion(call, get)).version();
  CHECK(newest.license_spdx() == "Apache-2.0");
  CHECK_FALSE(newest.has_preview_html_path());
  CHECK(newest.screenshots().empty());
  CHECK(Detail("full").screenshots().empty());
  second.set_version("3.0.0+build.5");
  second.set_preview_html("<!doctype html><p>Preview</p>");
  *second.add_screenshots() = *picture;
  Publish(second);
  CHECK(Detail("full").screenshots(0).height() == 720);
  get.set_version("3.0.0+build.5");
  CHECK(Must(keys.GetVersion(call, get)).version().preview_html_path() ==
        "/marketplace/keys/full/preview?version=3.0.0%2Bbuild.5");
}

TEST_CASE_METHOD(World, "a screenshot that has no size or another path is refused") {
  for (const std::string& path :
       {std::string(), std::string("keys/node/x/1.0.0/key.zip"),
        "screenshots/" + std::string(63, 'a') + ".png", "screenshots/" + std::string(64, 'a'),
        "screenshots/" + std::string(64, 'a') + ".svg"}) {
    v1::Asset asset = Full("1.0.0", "A");
    v1::AssetPicture* picture = asset.add_screenshots();
    picture->set_object_path(path);
    picture->set_width(1);
    picture->set_height(1);
    INFO(path);
    CHECK(ReasonOf(CheckAsset(asset)) == Reason::INVALID_ARGUMENT);
  }
  v1::Asset many = Full("1.0.0", "A");
  for (int i = 0; i < 10; ++i) {
    v1::AssetPicture* picture = many.add_screenshots();
    picture->set_object_path("screenshots/" + std::string(64, 'a') + ".png");
    picture->set_width(1);
    picture->set_height(1);
  }
  CHECK(ReasonOf(CheckAsset(many)) == Reason::INVALID_ARGUMENT);
  many.mutable_screenshots()->RemoveLast();
  CHECK(CheckAsset(many).ok());
}

TEST_CASE_METHOD(World, "each version has its own pages and files") {
  v1::Asset first = Full("1.0.0", "A");
  first.mutable_files(0)->set_size_bytes(7);
  first.mutable_files(1)->set_size_bytes(35);
  Publish(first);
  Publish(Full("2.0.0", "A"));
  Publish(ListedAsset("bare"));
  rpc::Call call = Anyone();
  v1::GetVersionRequest get;
  get.set_slug("full");
  get.set_version("1.0.0");
  const v1::KeyVersionDetail version = Must(keys.GetVersion(call, get)).version();
  CHECK(version.readme_html() == "<h1>1.0.0</h1>");
  CHECK(version.changelog_html() == "<p>New.</p>");
  CHECK(version.size_bytes() == 1234);
  v1::ListFilesRequest list;
  list.set_slug("full");
  list.set_version("1.0.0");
  const v1::ListFilesResponse files = Must(keys.ListFiles(call, list));
  REQUIRE(files.files_size() == 2);
  CHECK(files.files(0).path() == "1.0.0.ts");
  CHECK(files.files(0).size_bytes() == 35);
  CHECK(files.total_bytes() == 42);
  CHECK(files.count() == 2);
  CHECK(files.files_known());
  list.set_version("1.5.0");
  CHECK(ReasonOf(keys.ListFiles(call, list).status()) == Reason::VERSION_UNKNOWN);
  list.set_slug("nobody");
  CHECK(ReasonOf(keys.ListFiles(call, list).status()) == Reason::NOT_FOUND);
  list.set_slug("bare");
  list.set_version("1.0.0");
  CHECK_FALSE(Must(keys.ListFiles(call, list)).files_known());
}

TEST_CASE_METHOD(World, "two versions are compared by files and manifest") {
  Publish(Full("1.0.0", "A"));
  Publish(Full("1.1.0", "B"));
  rpc::Call call = Anyone();
  const v1::VersionDiff diff = Must(keys.Diff(call, Between("1.0.0"))).diff();
  CHECK(diff.to() == "1.1.0");
  CHECK(diff.files().added(0) == "1.1.0.ts");
  CHECK(diff.files().removed(0) == "1.0.0.ts");
  CHECK(diff.files().changed_size() == 0);
  REQUIRE(diff.manifest_size() == 2);
  CHECK(diff.manifest(1).pointer() == "/required_env/0");
  CHECK(diff.manifest(1).to() == "\"B\"");
  CHECK(diff.severity() == "major");
  CHECK_FALSE(diff.honest());
  CHECK(Must(keys.Diff(call, Between("1.1.0", "1.1.0"))).diff().severity() == "none");
  CHECK(ReasonOf(keys.Diff(call, Between("1.0.0", "9.9.9")).status()) == Reason::VERSION_UNKNOWN);
  CHECK(ReasonOf(keys.Diff(call, Between("")).status()) == Reason::INVALID_ARGUMENT);
}

TEST_CASE_METHOD(World, "a version published without manifest is compared by its attributes") {
  Publish(NodeAsset("full", "1.0.0"));
  v1::Asset next = NodeAsset("full", "1.0.1");
  next.set_attributes(R"({"runtime":"next","b":1,"a":[1.50]})");
  Publish(next);
  rpc::Call call = Anyone();
  const v1::VersionDiff diff = Must(keys.Diff(call, Between("1.0.0"))).diff();
  REQUIRE(diff.manifest_size() == 1);
  CHECK(diff.manifest(0).breaking());
  CHECK_FALSE(diff.files_known());
}

TEST_CASE_METHOD(World, "a preview is there only when its author shows it") {
  Publish(Full("1.0.0", "A"));
  rpc::Call call = Anyone();
  v1::GetPreviewRequest request;
  request.set_slug("full");
  CHECK(Must(keys.GetPreview(call, request)).html() == "<!doctype html><p>Preview</p>");
  v1::Asset kept = Full("1.1.0", "A");
  kept.set_preview_public(false);
  Publish(kept);
  CHECK(ReasonOf(keys.GetPreview(call, request).status()) == Reason::NOT_FOUND);
  request.set_version("1.0.0");
  CHECK(Must(keys.GetPreview(call, request)).html().size() > 10);
  request.set_version("3.0.0");
  CHECK(ReasonOf(keys.GetPreview(call, request).status()) == Reason::VERSION_UNKNOWN);
}

TEST_CASE_METHOD(World, "content beyond its limits is refused with all that is wrong") {
  v1::Asset asset = Full("1.0.0", "A");
  asset.set_manifest("[]");
  asset.mutable_files(0)->set_sha256("short");
  asset.set_preview_html(std::string((size_t{1} << 20) + 1, 'x'));
  asset.set_readme_html(std::string("a\0b", 3));
  rpc::Call call = Anyone();
  v1::PublishVersionRequest request;
  *request.mutable_asset() = asset;
  const absl::Status status = publishing.Publish(call, request).status();
  CHECK(error::DetailOf(status)->violations_size() == 4);
}

TEST_CASE_METHOD(World, "contents go with their version, and new ones replace the old") {
  Publish(Full("1.0.0", "A"));
  v1::Asset again = Full("1.0.0", "A");
  again.set_readme_html("<h1>Better</h1>");
  again.set_content_hash("other");
  Publish(again);
  CHECK(Detail("full").readme_html() == "<h1>Better</h1>");
  CHECK(Count("marketplace_key_contents") == 1);
}

}  // namespace
}  // namespace keys::catalog
