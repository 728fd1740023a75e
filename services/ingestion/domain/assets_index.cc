#include "services/ingestion/domain/assets_index.h"

#include <map>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/rule_check.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kIndexName = "assetsIndex";

IndexEntry ToEntry(const Json& value, const Family& family, std::string pointer) {
  IndexEntry entry{.family = &family, .pointer = std::move(pointer)};
  entry.slug = std::string(value.FindText("slug"));
  entry.manifest = CheckIndexEntry(value, family, entry.pointer, entry.findings);
  return entry;
}

void AddEntries(const Json& index, std::string_view member, const Family& family,
                std::vector<IndexEntry>& entries) {
  const Json* list = index.Find(member);
  if (list == nullptr || !list->is_array()) return;
  const std::string pointer = ChildPointer("", member);
  for (std::size_t i = 0; i < list->items().size(); ++i) {
    // An entry that is no object has been reported with the index as a whole.
    if (!list->items()[i].is_object()) continue;
    entries.push_back(ToEntry(list->items()[i], family, ChildPointer(pointer, i)));
  }
}

// Refuses the later of two entries with one slug, even if they are in different families.
void RefuseDuplicates(std::vector<IndexEntry>& entries) {
  std::map<std::string, std::string> first;  // slug → pointer
  for (IndexEntry& entry : entries) {
    if (entry.slug.empty()) continue;
    const auto [place, is_new] = first.emplace(entry.slug, entry.pointer);
    if (is_new) continue;
    entry.manifest.reset();
    entry.findings.Violate({std::string(kIndexName), entry.pointer + "/slug",
                            std::string(code::kSlugDuplicate),
                            Concat({"The slug stands at ", place->second, " already."})});
  }
}

}  // namespace

std::optional<std::vector<IndexEntry>> ParseAssetsIndex(std::string_view text, Findings& findings) {
  Findings own;
  const auto index = ReadJson(text, {.file = kIndexName, .max_bytes = kMaxIndexBytes}, own);
  if (index.has_value()) {
    RuleCheck({.file = std::string(kIndexName)}, own).Run(*index, IndexRules());
  }
  findings.Append(own);
  if (!index.has_value()) return std::nullopt;
  std::vector<IndexEntry> entries;
  for (const Family& family : Families()) {
    AddEntries(*index, family.index_member, family, entries);
  }
  AddEntries(*index, kLibraryMember, *FindFamily("jupyter-keys"), entries);
  RefuseDuplicates(entries);
  return entries;
}

}  // namespace keys::ingestion
