// The rule tables of marketplace.json and of the assets index.
#include <array>

#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/formats.h"

namespace keys::ingestion {
namespace {

// Stripe takes at most eight digits.
constexpr Limits kPriceLimits = {0, 99'999'999};
constexpr Limits kCurrencyLimits = {3, 3};

constexpr std::string_view kStatuses[] = {"draft", "published", "archived"};
constexpr std::string_view kBundleTypes[] = {"starter", "operator", "pro"};

constexpr std::array kKeyEntry = {
    FieldRule{.name = "price_cents",
              .type = ValueType::kInteger,
              .limits = kPriceLimits,
              .is_nullable = true,
              .meaning = "null: not sold singly; 0: free, claimed through checkout."},
    FieldRule{.name = "currency", .limits = kCurrencyLimits, .format = &format::kCurrency},
    FieldRule{.name = "status", .words = kStatuses},
};
constexpr FieldRule kKeyEntryRule = {.type = ValueType::kObject, .members = kKeyEntry};

constexpr FieldRule kKeySlugItem = {.limits = {1, 100}, .format = &format::kSlug};
constexpr std::array kBundle = {
    FieldRule{
        .name = "slug", .need = Need::kAlways, .limits = {1, 100}, .format = &format::kOwnSlug},
    FieldRule{
        .name = "title", .need = Need::kAlways, .limits = {1, 200}, .format = &format::kTitle},
    FieldRule{
        .name = "description", .limits = {0, 5000}, .format = &format::kProse, .is_nullable = true},
    FieldRule{.name = "bundle_type", .need = Need::kAlways, .words = kBundleTypes},
    FieldRule{.name = "price_cents",
              .type = ValueType::kInteger,
              .need = Need::kAlways,
              .limits = kPriceLimits},
    FieldRule{.name = "currency", .limits = kCurrencyLimits, .format = &format::kCurrency},
    FieldRule{.name = "key_slugs",
              .type = ValueType::kArray,
              .need = Need::kAlways,
              .limits = {1, 1000},
              .element = &kKeySlugItem},
};
constexpr FieldRule kBundleRule = {.type = ValueType::kObject, .members = kBundle};

constexpr std::array kMarketplace = {
    FieldRule{.name = "currency",
              .limits = kCurrencyLimits,
              .format = &format::kCurrency,
              .default_json = "\"usd\"",
              .meaning = "Of every entry that names none."},
    FieldRule{.name = "keys",
              .type = ValueType::kObject,
              .element = &kKeyEntryRule,
              .key_format = &format::kSlug,
              .meaning = "Prices and statuses by slug."},
    FieldRule{
        .name = "bundles", .type = ValueType::kArray, .limits = {0, 1000}, .element = &kBundleRule},
};

// Entries are checked one by one against their family, so that a bad one does not reject the
// others.
constexpr FieldRule kIndexEntry = {.type = ValueType::kObject, .is_open = true};

constexpr FieldRule Entries(std::string_view name) {
  return {.name = name, .type = ValueType::kArray, .limits = {0, 10'000}, .element = &kIndexEntry};
}

constexpr std::array kIndex = {
    FieldRule{
        .name = "version", .need = Need::kAlways, .limits = {1, 50}, .format = &format::kLine},
    FieldRule{.name = "generated_at", .limits = {1, 50}, .format = &format::kLine},
    Entries("runbooks"),
    Entries("node_keys"),
    Entries("stripe_keys"),
    Entries("github_keys"),
    Entries("supabase_keys"),
    Entries("cursor_keys"),
    Entries("jupyter_keys"),
    Entries(kLibraryMember),
};

}  // namespace

std::span<const FieldRule> MarketplaceRules() { return kMarketplace; }
std::span<const FieldRule> IndexRules() { return kIndex; }

}  // namespace keys::ingestion
