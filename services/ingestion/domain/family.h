// The seven families of KEYS that live in folders, each with its rule table (docs/contract.md §2).
#pragma once

#include <span>
#include <string_view>

#include "services/ingestion/domain/field_rule.h"

namespace keys::ingestion {

struct Family {
  std::string_view folder;        // below the assets root; the slug's owner in the catalog
  std::string_view manifest;      // file name
  std::string_view index_member;  // in {assetsIndex: …}
  // `tools` are the words that a manifest may use. The API shows them unchanged, except the
  // runbook's.
  std::span<const std::string_view> tools;
  std::string_view shown_tool;  // empty: the manifest's word
  // True when `key_type` is the tool as shown; otherwise it is the first of `key_types`.
  bool has_legacy_key_type;
  // The key type that an absent one means. Empty when no default makes sense.
  std::string_view default_key_type;
  // The family has code, which should come with tests.
  bool ships_code;
  // Its .ipynb files are checked, and one of them makes the preview.
  bool ships_notebooks;
  std::span<const FieldRule> rules;
};

// Returns the families in the order of the table of docs/contract.md §2.
std::span<const Family> Families();

// Returns a null pointer for a folder that is no family.
const Family* FindFamily(std::string_view folder);

// The rules of marketplace.json in the assets root.
std::span<const FieldRule> MarketplaceRules();

// The member with the entries of a library.json of Jupyter packs, which belong to jupyter-keys.
inline constexpr std::string_view kLibraryMember = "packs";

// The rules of {assetsIndex: …} itself. Its entries are checked one by one against their family.
std::span<const FieldRule> IndexRules();

}  // namespace keys::ingestion
