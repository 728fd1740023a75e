#include "services/ingestion/screenshots.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "services/ingestion/domain/testing/picture_samples.h"
#include "services/ingestion/testing/workshop.h"

namespace keys::ingestion {
namespace {

void AddPictured(Workshop& workshop, const std::string& slug, const std::string& screenshots) {
  workshop.AddAsset("runbook-keys", slug);
  workshop.assets.Write("runbook-keys/" + slug + "/pack.json", ManifestBuilder("runbook-keys")
                                                                   .With("slug", "\"" + slug + "\"")
                                                                   .With("version", R"("1.0.0")")
                                                                   .With("screenshots", screenshots)
                                                                   .Text());
}

TEST_CASE("screenshots are stored under the digest of their bytes and named in their order") {
  Workshop workshop;
  AddPictured(workshop, "outage",
              R"([{"path":"./img/one.png","alt":"The first minute"},{"path":"two","alt":"Two"},
                  {"path":"again.png","alt":"The same bytes"}])");
  workshop.assets.Write("runbook-keys/outage/img/one.png", Png(1280, 720));
  workshop.assets.Write("runbook-keys/outage/two", Webp(640, 400));
  workshop.assets.Write("runbook-keys/outage/again.png", Png(1280, 720));
  auto response = workshop.Run();
  REQUIRE(Errors(response).empty());
  const auto asset = workshop.catalog.Get("outage", "1.0.0");
  REQUIRE(asset.screenshots_size() == 3);
  const std::string path = "screenshots/" + crypto::Sha256Hex(Png(1280, 720)) + ".png";
  CHECK(asset.screenshots(0).object_path() == path);
  CHECK(asset.screenshots(0).alt() == "The first minute");
  CHECK(asset.screenshots(0).width() == 1280);
  CHECK(asset.screenshots(0).height() == 720);
  // The type is that of the bytes, whatever the file's name says.
  CHECK(asset.screenshots(1).object_path() ==
        "screenshots/" + crypto::Sha256Hex(Webp(640, 400)) + ".webp");
  CHECK(asset.screenshots(2).object_path() == path);
  CHECK(workshop.StoredSha256(path) == crypto::Sha256Hex(Png(1280, 720)));
  // Paths and texts are not attributes as well.
  CHECK(asset.attributes().find("screenshots") == std::string::npos);

  std::filesystem::remove(workshop.storage.At("marketplace/" + path));
  response = workshop.Run();
  CHECK(response.unchanged() == 1);
  CHECK(workshop.StoredSha256(path) == crypto::Sha256Hex(Png(1280, 720)));
}

TEST_CASE("nothing of a KEY is stored when a screenshot is no picture, or in a dry run") {
  Workshop workshop;
  AddPictured(workshop, "outage", R"([{"path":"a.png","alt":"Not a picture"}])");
  workshop.assets.Write("runbook-keys/outage/a.png", "<svg onload=alert(1)>");
  CHECK(Errors(workshop.Run()) ==
        std::set<std::string>{
            "outage PICTURE_INVALID runbook-keys/outage/pack.json#/screenshots/0/path"});
  workshop.assets.Write("runbook-keys/outage/a.png", Png(64, 64));
  CHECK(Errors(workshop.Run(true)).empty());
  CHECK_FALSE(std::filesystem::exists(workshop.storage.At("marketplace")));
}

TEST_CASE("a notebook's cover is shown behind its screenshots where it is a picture") {
  Workshop workshop;
  workshop.AddAsset("jupyter-keys", "study");
  const auto write = [&](const std::string& version) {
    workshop.assets.Write("jupyter-keys/study/key.json",
                          ManifestBuilder("jupyter-keys")
                              .With("slug", R"("study")")
                              .With("version", "\"" + version + "\"")
                              .With("assets", R"({"cover":"cover.svg"})")
                              .With("screenshots", R"([{"path":"plot.jpg","alt":"The plot"}])")
                              .Text());
  };
  write("1.0.0");
  workshop.assets.Write("jupyter-keys/study/plot.jpg", Jpeg(320, 200));
  workshop.assets.Write("jupyter-keys/study/cover.svg", "<svg/>");
  auto response = workshop.Run();
  REQUIRE(Errors(response).empty());
  CHECK(WarningCodes(response).count("COVER_NOT_SHOWN") == 1);
  CHECK(workshop.catalog.Get("study", "1.0.0").screenshots_size() == 1);
  write("1.1.0");
  workshop.assets.Write("jupyter-keys/study/cover.svg", Png(400, 300));
  workshop.Run();
  const auto& asset = workshop.catalog.Get("study", "1.1.0");
  REQUIRE(asset.screenshots_size() == 2);
  CHECK(asset.screenshots(1).alt() == "Cover of A sample");
  CHECK(asset.screenshots(1).height() == 300);
}

}  // namespace
}  // namespace keys::ingestion
