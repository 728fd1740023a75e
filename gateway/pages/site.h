// The frame of every page: the built storefront's index.html with its markers filled, or, where no
// storefront has been built, a plain one that says so.
//
//   ASSIGN_OR_RETURN(const auto site, Site::Make({.web_root = "gateway/web/dist", …}));
//   HttpResponse page = site->Respond({.route = "terms", .title = "Terms", …});
//
// Const after Make; thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/pages/page_texts.h"
#include "gateway/pages/web_root.h"
#include "gateway/server/http.h"

namespace keys::gateway {

inline constexpr char kShopName[] = "KEYS Marketplace";

// The policy for the shop's pages: they may load files of the shop and talk to this origin. Inline
// scripts and styles are forbidden. Blocks of JSON are data, which script-src does not concern.
inline constexpr char kPagePolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// The program that a page loads. Each is a bundle of its own with an HTML file of its own, so that
// visitors of the shop load nothing of the curator's console.
enum class Program { kStorefront, kConsole };

// One page. Texts are plain, `body` is HTML, `data` and `structured` are JSON.
struct PageContent {
  Program program = Program::kStorefront;
  // The page's name in the data block: home, list, key, bundles, bundle, orders, not-found, ….
  std::string route;
  int status = 200;
  // The title without the shop's name, which is added. Empty stands for the shop's name alone.
  std::string title;
  std::string description;
  // The address that search engines should index, "/marketplace/x". Empty for pages that they must
  // not index.
  std::string canonical;
  // The picture that is shown where somebody links to the page: one of the thing itself, or none
  // for the shop's icon.
  struct Image {
    std::string path;
    std::string alt;
    int64_t width = 0;
    int64_t height = 0;
  };
  Image image = {};
  // Objects of schema.org.
  std::vector<std::string> structured;
  // Further properties of Open Graph: {"og:type", "product"}, ….
  std::vector<std::pair<std::string, std::string>> properties;
  std::string body;
  // The answer of the JSON API that the page shows. Empty when there is none.
  std::string data;
};

class Site {
 public:
  struct Settings {
    // Empty when no storefront has been built.
    std::string web_root;
    // The shop's address, "https://shop.example", without a slash at the end. If it is empty,
    // addresses are written as paths.
    std::string public_url;
    // The text of /config.json.
    std::string config_json;
  };
  // Returns INVALID_ARGUMENT when WEB_ROOT cannot be served, its index.html or its admin.html lacks
  // a marker, or its page-texts.json is malformed. A build without admin.html has no console: its
  // pages are then written into a plain shell.
  static absl::StatusOr<std::unique_ptr<Site>> Make(Settings settings);

  const WebRoot& files() const { return files_; }
  const PageTexts& texts() const { return texts_; }
  // Returns `path` as an absolute address if PUBLIC_URL is set.
  std::string AddressOf(const std::string& path) const { return settings_.public_url + path; }

  std::string Write(const PageContent& content) const;
  // Returns the page with status, content type and policy, without an entity tag.
  HttpResponse Respond(const PageContent& content) const;

 private:
  explicit Site(Settings settings) : settings_(std::move(settings)) {}
  std::string HeadOf(const PageContent& content) const;
  std::string ImageOf(const PageContent& content) const;
  std::string DataOf(const PageContent& content) const;

  const Settings settings_;
  WebRoot files_;
  PageTexts texts_;
  // The place that a marker of the shell holds.
  enum class Slot { kHead, kBody, kData };
  struct Part {
    // The text of the shell up to the marker.
    std::string text;
    Slot slot;
  };
  // An HTML file of the build, cut at its markers.
  struct Shell {
    std::vector<Part> parts;
    // The text behind the last marker.
    std::string rest;
  };
  static absl::StatusOr<Shell> ReadShell(std::string_view file, const std::string& html);

  Shell storefront_;
  Shell console_;
};

}  // namespace keys::gateway
