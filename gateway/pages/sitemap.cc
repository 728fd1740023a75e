#include "gateway/pages/sitemap.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "gateway/pages/markup.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

constexpr char kXml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr char kSchema[] = "http://www.sitemaps.org/schemas/sitemap/0.9";
constexpr const char* kOwnPages[] = {"/",      "/marketplace", "/marketplace/bundles",
                                     "/terms", "/refunds",     "/docs"};
constexpr absl::Duration kPageDeadline = absl::Seconds(8);
constexpr absl::Duration kLeastFresh = absl::Seconds(1);
constexpr int kCostShare = 100;

std::string TextOf(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return "";
  return {found->value.GetString(), found->value.GetStringLength()};
}

size_t PartsOf(size_t addresses, size_t per_part) {
  return addresses == 0 ? 1 : (addresses + per_part - 1) / per_part;
}

absl::Status NoSuchPart() {
  return error::Make(error::Reason::NOT_FOUND, "The sitemap has no such part.");
}

// Returns 3 for "3.xml", and 0 for anything else.
size_t PartNumber(std::string_view name) {
  size_t number = 0;
  const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
  const std::string_view rest(end, static_cast<size_t>(name.data() + name.size() - end));
  return problem == std::errc() && rest == ".xml" && !name.starts_with('0') ? number : 0;
}

HttpResponse XmlResponse(std::string body) {
  HttpResponse response{.body = std::move(body)};
  response.headers.Add("Content-Type", "application/xml");
  response.headers.Add("Cache-Control", "no-cache");
  return response;
}

}  // namespace

struct Sitemap::Reading {
  std::vector<SitemapAddress> addresses;
  bool bundles = false;
  std::string cursor;
  // This deadline is far away; the time that has passed of it is the cost of reading.
  Deadline began = Deadline::After(absl::Hours(24));
};

std::string WriteSitemap(const Site& site, const std::vector<SitemapAddress>& addresses,
                         size_t part, size_t per_part) {
  if (part == 0 || part > PartsOf(addresses.size(), per_part)) return "";
  std::string xml = StrCat(kXml, "<urlset xmlns=\"", kSchema, "\">\n");
  const size_t end = std::min(part * per_part, addresses.size());
  for (size_t i = (part - 1) * per_part; i < end; ++i) {
    const SitemapAddress& address = addresses[i];
    StrAppend(&xml, "<url><loc>", EscapeMarkup(site.AddressOf(address.path)), "</loc>",
              address.changed.empty()
                  ? ""
                  : StrCat("<lastmod>", EscapeMarkup(address.changed), "</lastmod>"),
              "</url>\n");
  }
  return xml + "</urlset>\n";
}

std::string WriteSitemapIndex(const Site& site, size_t addresses, size_t per_part) {
  std::string xml = StrCat(kXml, "<sitemapindex xmlns=\"", kSchema, "\">\n");
  for (size_t part = 1; part <= PartsOf(addresses, per_part); ++part) {
    StrAppend(&xml, "<sitemap><loc>",
              EscapeMarkup(site.AddressOf(StrCat("/sitemap/", part, ".xml"))),
              "</loc></sitemap>\n");
  }
  return xml + "</sitemapindex>\n";
}

void Sitemap::Get(Use use) {
  std::unique_lock lock(mutex_);
  const List known = list_;
  const bool begin = !reading_ && fresh_.Expired();
  if (known == nullptr && waiting_.size() == kMaxSitemapWaiting) {
    lock.unlock();
    return use(absl::ResourceExhaustedError("too many wait for the sitemap"));
  }
  if (known == nullptr) waiting_.push_back(use);
  reading_ = reading_ || begin;
  lock.unlock();
  if (begin) {
    auto reading = std::make_shared<Reading>();
    for (const char* path : kOwnPages) reading->addresses.push_back({path, ""});
    Next(reading);
  }
  // The old list is used until the new one has been read.
  if (known != nullptr) use(known);
}

void Sitemap::Next(const ReadingPtr& reading) {
  const bool taken =
      workers_.TrySubmit([self = shared_from_this(), reading] { self->Ask(reading); });
  if (!taken) End(reading, absl::ResourceExhaustedError("the pool is full"));
}

void Sitemap::Ask(const ReadingPtr& reading) {
  auto exchange = std::make_shared<Exchange>();
  exchange->request.method = "GET";
  exchange->request.target =
      reading->bundles
          ? "/marketplace/bundles"
          : StrCat(
                "/marketplace/keys?limit=100",
                reading->cursor.empty() ? "" : StrCat("&cursor=", EscapeSegment(reading->cursor)));
  exchange->request_id = "sitemap";
  exchange->trace = trace::New();
  exchange->deadline = Deadline::After(kPageDeadline);
  const RpcEndpoint& endpoint = reading->bundles ? *bundles_ : *keys_;
  endpoint.Serve(exchange,
                 [self = shared_from_this(), reading](const absl::StatusOr<HttpResponse>& answer) {
                   self->Take(reading, answer);
                 });
}

void Sitemap::Take(const ReadingPtr& reading, const absl::StatusOr<HttpResponse>& answer) {
  if (!answer.ok()) return End(reading, answer.status());
  rapidjson::Document document;
  const std::string& json = TextOf(*answer);
  document.Parse(json.data(), json.size());
  const char* name = reading->bundles ? "bundles" : "keys";
  if (document.HasParseError() || !document.IsObject() || !document.HasMember(name) ||
      !document[name].IsArray()) {
    return End(reading, absl::InternalError("the list is no list"));
  }
  for (const rapidjson::Value& item : document[name].GetArray()) {
    if (reading->addresses.size() == kMaxSitemapAddresses) break;
    const std::string slug = EscapeSegment(TextOf(item, "slug"));
    reading->addresses.push_back(
        {StrCat(reading->bundles ? "/marketplace/bundles/" : "/marketplace/", slug),
         TextOf(item, "updated_at")});
  }
  const bool full = reading->addresses.size() == kMaxSitemapAddresses;
  if (full) log::Warning("sitemap.full", {{"addresses", kMaxSitemapAddresses}});
  reading->cursor = TextOf(document, "next_cursor");
  if (reading->bundles || full) return End(reading, absl::OkStatus());
  reading->bundles = reading->cursor.empty();
  Next(reading);
}

void Sitemap::End(const ReadingPtr& reading, const absl::Status& status) {
  List list;
  std::vector<Use> waiting;
  {
    std::lock_guard lock(mutex_);
    const absl::Duration cost = absl::Hours(24) - reading->began.Remaining();
    fresh_ = Deadline::After(std::max(kLeastFresh, cost * kCostShare));
    reading_ = false;
    if (status.ok()) {
      list = std::make_shared<const std::vector<SitemapAddress>>(std::move(reading->addresses));
      list_ = list;
    } else {
      fresh_ = Deadline::After(absl::ZeroDuration());
    }
    waiting = std::exchange(waiting_, {});
  }
  const absl::StatusOr<List> outcome = status.ok() ? absl::StatusOr<List>(list) : status;
  for (const Use& use : waiting) use(outcome);
}

void SitemapEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  const size_t part = part_ ? PartNumber(exchange->variables.front().second) : 1;
  sitemap_->Get(
      [sitemap = sitemap_, whole = !part_, part, reply](const absl::StatusOr<Sitemap::List>& list) {
        if (!list.ok()) return reply(list.status());
        const auto& addresses = **list;
        if (whole && addresses.size() > kSitemapAddresses) {
          return reply(XmlResponse(WriteSitemapIndex(sitemap->site(), addresses.size())));
        }
        std::string xml = WriteSitemap(sitemap->site(), addresses, part);
        if (xml.empty()) return reply(NoSuchPart());
        reply(XmlResponse(std::move(xml)));
      });
}

std::string RobotsText(const Site& site) {
  std::string text = "User-agent: *\n";
  for (const char* path : {"/account/", "/admin", "/auth/", "/billing/", "/marketplace/admin/",
                           "/organisation/", "/sign-in"}) {
    StrAppend(&text, "Disallow: ", path, "\n");
  }
  return StrCat(text, "Sitemap: ", site.AddressOf("/sitemap.xml"), "\n");
}

}  // namespace keys::gateway
