#include "services/catalog/known_parts.h"

#include <set>

#include "common/base/status_macros.h"
#include "services/catalog/store/key_store.h"

namespace keys::catalog {

BundleWrite KnownParts::ToWrite(const BundleInput& input, std::string new_id) const {
  BundleWrite write{.new_id = std::move(new_id),
                    .slug = input.slug,
                    .title = input.title,
                    .description = input.description,
                    .bundle_type = input.bundle_type,
                    .price_cents = input.price_cents,
                    .currency = input.currency,
                    .rule = input.rule.value_or(MemberRule{})};
  for (const std::string& ref : input.keys) write.key_ids.push_back(ids.at(ref));
  return write;
}

absl::Status AddMembers(pg::Executor& db, BundleInput& input) {
  if (!input.rule.has_value() || !input.rule->any()) return absl::OkStatus();
  const std::set<std::string> named(input.keys.begin(), input.keys.end());
  ASSIGN_OR_RETURN(const KnownParts known, FindParts(db, input.keys));
  std::set<std::string> slugs;
  for (const std::string& name : named) {
    const auto part = known.parts.find(name);
    if (part != known.parts.end()) slugs.insert(part->second.slug);
  }
  // One more than is allowed is read, so that too many are noticed.
  ASSIGN_OR_RETURN(const std::vector<std::string> members,
                   FindMembers(db, *input.rule, static_cast<int>(kMostBundleKeys) + 1));
  for (const std::string& slug : members) {
    if (slugs.count(slug) == 0) input.keys.push_back(slug);
  }
  return absl::OkStatus();
}

absl::StatusOr<KnownParts> FindParts(pg::Executor& db, const std::vector<std::string>& refs) {
  ASSIGN_OR_RETURN(const std::vector<v1::KeyForSale> keys, FindKeysForSale(db, refs));
  KnownParts known;
  for (const v1::KeyForSale& key : keys) {
    Part part{.slug = key.slug(),
              .currency = key.currency(),
              .sellable = key.status() == "published" && key.available()};
    if (key.has_price_cents()) part.price_cents = key.price_cents();
    for (const std::string& name : {key.slug(), key.id()}) {
      known.parts[name] = part;
      known.ids[name] = key.id();
    }
  }
  return known;
}

}  // namespace keys::catalog
