#include "gateway/pages/site.h"

#include <map>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "gateway/pages/markup.h"

namespace keys::gateway {
namespace {

constexpr size_t kLongestDescription = 300;
// The icon lies in the root of the build. Previews of links show no SVG, so it is a PNG.
constexpr char kIcon[] = "icon-512.png";
constexpr char kPageTexts[] = "page-texts.json";
constexpr char kStorefrontShell[] = "index.html";
constexpr char kConsoleShell[] = "admin.html";

// The shell where no storefront has been built. The HTML that the gateway itself writes is readable
// in it.
constexpr char kPlainShell[] = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<!--keys:head--></head>
<body>
<p>The storefront has not been built, so this is its plain text. To build it, install Node 18 or newer
with npm and start the shop with <code>scripts/run.sh</code>, or run <code>npm ci &amp;&amp; npm run
build</code> in <code>gateway/web</code> and set <code>WEB_ROOT</code> to its <code>dist</code> folder.</p>
<main id="app"><!--keys:body--></main>
<!--keys:data--></body>
</html>
)html";

std::string Meta(std::string_view kind, std::string_view name, std::string_view content) {
  return StrCat("<meta ", kind, "=\"", EscapeMarkup(name), "\" content=\"", EscapeMarkup(content),
                "\">\n");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Site>> Site::Make(Settings settings) {
  while (settings.public_url.ends_with('/')) settings.public_url.pop_back();
  auto site = std::unique_ptr<Site>(new Site(std::move(settings)));
  ASSIGN_OR_RETURN(site->storefront_, ReadShell("the plain shell", kPlainShell));
  site->console_ = site->storefront_;
  if (site->settings_.web_root.empty()) return site;
  ASSIGN_OR_RETURN(site->files_, WebRoot::Load(site->settings_.web_root));
  ASSIGN_OR_RETURN(site->storefront_,
                   ReadShell(kStorefrontShell, site->files_.Find(kStorefrontShell)->plain.bytes));
  if (const WebFile* console = site->files_.Find(kConsoleShell); console != nullptr) {
    ASSIGN_OR_RETURN(site->console_, ReadShell(kConsoleShell, console->plain.bytes));
  }
  if (const WebFile* texts = site->files_.Find(kPageTexts); texts != nullptr) {
    ASSIGN_OR_RETURN(site->texts_, PageTexts::Parse(texts->plain.bytes));
  }
  return site;
}

absl::StatusOr<Site::Shell> Site::ReadShell(std::string_view file, const std::string& html) {
  constexpr std::pair<std::string_view, Slot> kMarkers[] = {{"<!--keys:head-->", Slot::kHead},
                                                            {"<!--keys:body-->", Slot::kBody},
                                                            {"<!--keys:data-->", Slot::kData}};
  // Markers are sorted by place, because a build tool may move scripts, and with them their data,
  // into the head.
  std::map<size_t, std::pair<std::string_view, Slot>> found;
  for (const auto& marker : kMarkers) {
    const size_t at = html.find(marker.first);
    if (at == std::string::npos || html.find(marker.first, at + 1) != std::string::npos) {
      return absl::InvalidArgumentError(
          StrCat("WEB_ROOT: ", file, " must have the marker ", marker.first, " once"));
    }
    found.emplace(at, marker);
  }
  Shell shell;
  size_t from = 0;
  for (const auto& [at, marker] : found) {
    shell.parts.push_back({html.substr(from, at - from), marker.second});
    from = at + marker.first.size();
  }
  shell.rest = html.substr(from);
  return shell;
}

std::string Site::HeadOf(const PageContent& content) const {
  const std::string title =
      content.title.empty() ? kShopName : StrCat(content.title, " – ", kShopName);
  const std::string description = OneLine(content.description, kLongestDescription);
  std::string head = StrCat("<title>", EscapeMarkup(title), "</title>\n");
  if (!description.empty()) head += Meta("name", "description", description);
  if (content.canonical.empty()) return head + Meta("name", "robots", "noindex");
  const std::string address = AddressOf(content.canonical);
  StrAppend(&head, "<link rel=\"canonical\" href=\"", EscapeMarkup(address), "\">\n");
  head += Meta("property", "og:site_name", kShopName);
  head += Meta("property", "og:title", content.title.empty() ? kShopName : content.title);
  if (!description.empty()) head += Meta("property", "og:description", description);
  head += Meta("property", "og:url", address);
  for (const auto& [name, value] : content.properties) head += Meta("property", name, value);
  head += ImageOf(content);
  for (const std::string& json : content.structured) {
    StrAppend(&head, "<script type=\"application/ld+json\">", EscapeScript(json), "</script>\n");
  }
  return head;
}

std::string Site::ImageOf(const PageContent& content) const {
  const PageContent::Image& image = content.image;
  if (image.path.empty()) {
    const std::string icon = files_.Find(kIcon) == nullptr ? "" : AddressOf(StrCat("/web/", kIcon));
    return StrCat(icon.empty() ? "" : Meta("property", "og:image", icon),
                  Meta("name", "twitter:card", "summary"));
  }
  return StrCat(Meta("property", "og:image", AddressOf(image.path)),
                Meta("property", "og:image:width", std::to_string(image.width)),
                Meta("property", "og:image:height", std::to_string(image.height)),
                Meta("property", "og:image:alt", image.alt),
                Meta("name", "twitter:card", "summary_large_image"));
}

std::string Site::DataOf(const PageContent& content) const {
  const std::string data = content.data.empty() ? "" : StrCat(",\"data\":", content.data);
  return StrCat("<script type=\"application/json\" id=\"keys-data\">",
                EscapeScript(StrCat("{\"config\":", settings_.config_json, ",\"route\":\"",
                                    content.route, "\",\"status\":", content.status, data, "}")),
                "</script>\n");
}

std::string Site::Write(const PageContent& content) const {
  const Shell& shell = content.program == Program::kConsole ? console_ : storefront_;
  std::string page;
  for (const Part& part : shell.parts) {
    page += part.text;
    switch (part.slot) {
      case Slot::kHead:
        page += HeadOf(content);
        break;
      case Slot::kBody:
        page += content.body;
        break;
      case Slot::kData:
        page += DataOf(content);
        break;
    }
  }
  return page + shell.rest;
}

HttpResponse Site::Respond(const PageContent& content) const {
  HttpResponse response{.status = content.status, .body = Write(content)};
  response.headers.Add("Content-Type", "text/html; charset=utf-8");
  response.headers.Add("Cache-Control", "no-cache");
  response.headers.Add("Content-Security-Policy", kPagePolicy);
  return response;
}

}  // namespace keys::gateway
