#include "services/ingestion/domain/marketplace_file.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/formats.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/rule_check.h"

namespace keys::ingestion {
namespace {

// Whether there is no violation at `pointer` or below it.
bool IsClean(const Findings& findings, const std::string& pointer) {
  return std::none_of(findings.violations().begin(), findings.violations().end(),
                      [&](const Finding& finding) {
                        return finding.pointer == pointer ||
                               finding.pointer.substr(0, pointer.size() + 1) == pointer + "/";
                      });
}

void CheckBundle(const Json& bundle, const std::string& pointer, std::set<std::string>& seen,
                 Findings& findings) {
  const auto violate = [&](const std::string& at, std::string_view code, std::string detail) {
    findings.Violate({std::string(kMarketplaceFile), at, std::string(code), std::move(detail)});
  };
  const std::string slug(bundle.FindText("slug"));
  if (format::IsReservedSlug(slug)) {
    violate(pointer + "/slug", code::kSlugReserved,
            Concat({"\"", slug, "\" is a word of the API and cannot be a slug."}));
  }
  if (!slug.empty() && !seen.insert(slug).second) {
    violate(pointer + "/slug", code::kSlugDuplicate,
            Concat({"Another bundle is named \"", slug, "\"."}));
  }
  const Json* keys = bundle.Find("key_slugs");
  if (keys == nullptr || !keys->is_array()) return;
  std::set<std::string_view> members;
  for (std::size_t i = 0; i < keys->items().size(); ++i) {
    const std::string& key = keys->items()[i].text();
    if (members.insert(key).second) continue;
    violate(ChildPointer(pointer + "/key_slugs", i), code::kSlugDuplicate,
            Concat({"\"", key, "\" is in the bundle already."}));
  }
}

// Checks what the rule table cannot express: slugs that occur twice, and reserved ones.
void CheckBundles(const Json& file, Findings& findings) {
  const Json* bundles = file.Find("bundles");
  if (bundles == nullptr || !bundles->is_array()) return;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < bundles->items().size(); ++i) {
    const Json& bundle = bundles->items()[i];
    if (bundle.is_object()) CheckBundle(bundle, ChildPointer("/bundles", i), seen, findings);
  }
}

catalog::v1::KeyPricing ToKeyPricing(const std::string& slug, const Json& entry) {
  catalog::v1::KeyPricing pricing;
  pricing.set_slug(slug);
  const Json* price = entry.Find("price_cents");
  if (price != nullptr && !price->is_null()) pricing.set_price_cents(*price->AsInteger());
  if (const auto text = entry.FindText("currency"); !text.empty()) {
    pricing.set_currency(std::string(text));
  }
  if (const auto text = entry.FindText("status"); !text.empty()) {
    pricing.set_status(std::string(text));
  }
  return pricing;
}

catalog::v1::BundlePricing ToBundlePricing(const Json& entry) {
  catalog::v1::BundlePricing pricing;
  pricing.set_slug(std::string(entry.FindText("slug")));
  pricing.set_title(std::string(entry.FindText("title")));
  pricing.set_bundle_type(std::string(entry.FindText("bundle_type")));
  pricing.set_price_cents(*entry.Find("price_cents")->AsInteger());
  const Json* description = entry.Find("description");
  if (description != nullptr && description->is_string()) {
    pricing.set_description(description->text());
  }
  if (const auto text = entry.FindText("currency"); !text.empty()) {
    pricing.set_currency(std::string(text));
  }
  for (const Json& key : entry.Find("key_slugs")->items()) pricing.add_key_slugs(key.text());
  return pricing;
}

// Reads "12" as 12. Absent when the text is no index of a list with `size` items.
std::optional<std::size_t> IndexIn(std::string_view text, int size) {
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != text.npos) {
    return std::nullopt;
  }
  const int index = std::stoi(std::string(text));
  if (index >= size) return std::nullopt;
  return static_cast<std::size_t>(index);
}

}  // namespace

std::string MarketplaceFile::PointerInFile(std::string_view pointer) const {
  const auto parts = Split(pointer, '/');
  if (parts.size() < 3 || parts[1] != "bundles") return std::string(pointer);
  const auto index = IndexIn(parts[2], request.bundles_size());
  if (!index) return std::string(pointer);
  const std::string_view rest =
      pointer.substr(std::string_view("/bundles/").size() + parts[2].size());
  return ChildPointer("/bundles", bundle_places[*index]) + std::string(rest);
}

std::string MarketplaceFile::KeyAt(std::string_view pointer) const {
  const auto parts = Split(pointer, '/');
  if (parts.size() >= 3 && parts[1] == "keys") return std::string(parts[2]);
  if (parts.size() != 5 || parts[1] != "bundles" || parts[3] != "key_slugs") return "";
  const auto bundle = IndexIn(parts[2], request.bundles_size());
  if (!bundle) return "";
  const auto& slugs = request.bundles(static_cast<int>(*bundle)).key_slugs();
  const auto key = IndexIn(parts[4], slugs.size());
  return key ? slugs[static_cast<int>(*key)] : std::string();
}

std::optional<MarketplaceFile> ParseMarketplaceFile(std::string_view text, Findings& findings) {
  const std::string name(kMarketplaceFile);
  const auto file = ReadJson(text, {.file = name, .max_bytes = kMaxIndexBytes}, findings);
  if (!file.has_value()) return std::nullopt;
  Findings own;
  RuleCheck({.file = name}, own).Run(*file, MarketplaceRules());
  CheckBundles(*file, own);
  findings.Append(own);
  // Without the currency no price has a meaning.
  if (!IsClean(own, "/currency")) return std::nullopt;

  MarketplaceFile read;
  const std::string_view currency = file->FindText("currency");
  read.request.set_currency(currency.empty() ? "usd" : std::string(currency));
  if (const Json* keys = file->Find("keys"); keys != nullptr) {
    for (std::size_t i = 0; i < keys->keys().size(); ++i) {
      const std::string& slug = keys->keys()[i];
      if (!IsClean(own, ChildPointer("/keys", slug))) continue;
      *read.request.add_keys() = ToKeyPricing(slug, keys->items()[i]);
    }
  }
  if (const Json* bundles = file->Find("bundles"); bundles != nullptr) {
    for (std::size_t i = 0; i < bundles->items().size(); ++i) {
      if (!IsClean(own, ChildPointer("/bundles", i))) continue;
      *read.request.add_bundles() = ToBundlePricing(bundles->items()[i]);
      read.bundle_places.push_back(i);
    }
  }
  return read;
}

}  // namespace keys::ingestion
