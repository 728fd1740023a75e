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
  // What the API shows: `tools` are a manifest's words, shown as they are but for the runbook's.
  std::span<const std::string_view> tools;
  std::string_view shown_tool;  // empty: the manifest's word
  // The legacy `key_type` is the tool shown; otherwise it is the first of the array.
  bool has_legacy_key_type;
  // Meant when absent; empty when nothing can be meant.
  std::string_view default_key_type;
  // Code that should come with tests.
  bool ships_code;
  // .ipynb files in it are checked, and one of them makes the preview.
  bool ships_notebooks;
  std::span<const FieldRule> rules;
};

// In the order of the table of docs/contract.md §2.
std::span<const Family> Families();

// Null pointer for a folder that is no family.
const Family* FindFamily(std::string_view folder);

// marketplace.json in the assets root.
std::span<const FieldRule> MarketplaceRules();

// Where a library.json of Jupyter packs has its entries; they are those of jupyter-keys.
inline constexpr std::string_view kLibraryMember = "packs";

// The outer shape of {assetsIndex: …}; its entries are checked one by one against their family.
std::span<const FieldRule> IndexRules();

}  // namespace keys::ingestion
