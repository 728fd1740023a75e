#include "services/ingestion/domain/manifest.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/file_lookup.h"
#include "services/ingestion/domain/formats.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/rule_check.h"
#include "services/ingestion/domain/spdx.h"

namespace keys::ingestion {
namespace {

// Members of a manifest that have columns of their own in the catalog and so are no attributes.
constexpr std::string_view kColumns[] = {"slug",     "title",    "description", "tool",
                                         "key_type", "category", "difficulty",  "tags",
                                         "version",  "outcome",  "maturity",    "license_spdx"};

// Names that the API uses for values of its own. An author's unknown member of such a name is kept
// in the archive but never shown, because otherwise a manifest could pretend a price or an address.
// `sha256` is the digest of the author's build, not of the shop's archive; `screenshots` are shown
// under their addresses.
constexpr std::string_view kNeverShown[] = {
    "id",           "key_types",         "price_cents",     "currency",    "available",
    "created_at",   "updated_at",        "hasAccess",       "has_access",  "relatedKeys",
    "related_keys", "versions",          "status",          "attributes",  "storage_path",
    "zip_path",     "stripe_product_id", "stripe_price_id", "object_path", "sha256",
    "size_bytes",   "content_hash",      "incomplete",      "source_rank", "is_bundle",
    "family",       "screenshots"};

struct ReferenceField {
  std::string_view name;
  std::string_view prefixes[2];
};
constexpr ReferenceField kReferenceFields[] = {
    {"references_jupyter_keys", {"jupyter-", ""}},
    {"references_node_keys", {"node-", "next-"}},
    {"related_runbooks", {"runbook-", ""}},
};

template <typename Range>
bool IsOneOf(const Range& range, std::string_view word) {
  return std::find(std::begin(range), std::end(range), word) != std::end(range);
}

bool HasTests(const std::vector<std::string>& files) {
  return std::any_of(files.begin(), files.end(), [](const std::string& path) {
    const std::string lower = ToAsciiLower(path);
    return lower.find("test") != std::string::npos || lower.find("spec") != std::string::npos;
  });
}

void CheckSlug(const Json& manifest, const std::string& file, const std::string& pointer,
               Findings& findings) {
  const std::string_view slug = manifest.FindText("slug");
  if (!format::IsReservedSlug(slug)) return;
  findings.Violate({file, ChildPointer(pointer, "slug"), std::string(code::kSlugReserved),
                    Concat({"\"", slug, "\" is a word of the API and cannot be a slug."})});
}

void CheckFolderNames(const Json& manifest, const ManifestSource& source, Findings& findings) {
  const std::string_view slug = manifest.FindText("slug");
  if (!slug.empty() && slug != source.slug) {
    findings.Violate({source.file, "/slug", std::string(code::kSlugFolderMismatch),
                      Concat({"The slug is \"", Shortened(slug, 100), "\", the folder \"",
                              source.slug, "\"; they must be equal."})});
  }
  const std::string_view version = manifest.FindText("version");
  if (!source.version_folder.empty() && !version.empty() && version != source.version_folder) {
    findings.Violate(
        {source.file, "/version", std::string(code::kVersionFolderMismatch),
         Concat({"The version is \"", Shortened(version, 50), "\", the folder \".versions/",
                 source.version_folder, "\"; they must be equal."})});
  }
}

std::string ChangelogPath(const Json& manifest, const std::vector<std::string>* files) {
  const Json* documentation = manifest.Find("documentation");
  const Json* assets = manifest.Find("assets");
  std::string_view path;
  if (documentation != nullptr) path = documentation->FindText("changelog");
  if (path.empty() && assets != nullptr) path = assets->FindText("changelog_md");
  path = format::WithoutDotSlash(path);
  if (files == nullptr) return std::string(path);
  if (const auto file = path.empty() ? std::nullopt : FindFile(*files, path)) {
    return std::string(*file);
  }
  return FindFile(*files, "CHANGELOG.md") ? "CHANGELOG.md" : "";
}

void WarnOfMissingFiles(const Json& manifest, const ManifestSource& source, Findings& findings) {
  const auto warn = [&](std::string_view code, std::string_view detail) {
    findings.Warn({source.file, "", std::string(code), std::string(detail)});
  };
  const Json* documentation = manifest.Find("documentation");
  const bool names_readme = documentation != nullptr && !documentation->FindText("readme").empty();
  if (!names_readme && !FindFile(*source.files, "README.md")) {
    warn(code::kReadmeMissing, "There is no README.md.");
  }
  if (ChangelogPath(manifest, source.files).empty()) {
    warn(code::kChangelogMissing, "There is no changelog.");
  }
  if (source.family.ships_code && !HasTests(*source.files)) {
    warn(code::kTestsMissing, "No file looks like a test.");
  }
}

// Returns the slug that a reference means, and whether it names a KEY.
std::pair<std::string, bool> Resolve(std::string_view reference, const ReferenceField& field,
                                     const AssetContext& context) {
  const auto is_known = [&](std::string_view slug) {
    return context.is_known != nullptr && context.is_known(slug);
  };
  if (is_known(reference)) return {std::string(reference), true};
  for (std::string_view prefix : field.prefixes) {
    if (prefix.empty() || reference.substr(0, prefix.size()) != prefix) continue;
    const std::string_view bare = reference.substr(prefix.size());
    return {std::string(bare), is_known(bare)};
  }
  return {std::string(reference), false};
}

Json ResolveAll(const Json& references, const ReferenceField& field, const AssetContext& context,
                catalog::v1::Asset& asset, Findings& findings) {
  Json slugs = Json::Array();
  for (std::size_t i = 0; i < references.items().size(); ++i) {
    auto [slug, is_known] = Resolve(references.items()[i].text(), field, context);
    if (!is_known) {
      const std::string pointer = ChildPointer(ChildPointer(context.pointer, field.name), i);
      findings.Warn({context.file, pointer, std::string(code::kReferenceUnresolved),
                     Concat({"No KEY is named \"", slug, "\"."})});
    }
    if (!IsOneOf(asset.references(), slug)) asset.add_references(slug);
    slugs.Append(Json::String(std::move(slug)));
  }
  return slugs;
}

std::string WithHyphens(std::string_view text) {
  std::string hyphened(text);
  std::replace(hyphened.begin(), hyphened.end(), '_', '-');
  return hyphened;
}

void SetTool(const Json& manifest, const Family& family, catalog::v1::Asset& asset) {
  std::string_view tool = manifest.FindText("tool");
  // An index may say "next" in this member only.
  const std::string_view runtime = manifest.FindText("runtime");
  if (tool.empty() && IsOneOf(family.tools, runtime)) tool = runtime;
  if (tool.empty()) tool = family.tools[0];
  if (!family.shown_tool.empty()) tool = family.shown_tool;
  asset.set_tool(std::string(tool));

  if (const Json* words = manifest.Find("key_type"); words != nullptr) {
    for (const Json& word : words->items()) {
      if (!IsOneOf(asset.key_types(), word.text())) asset.add_key_types(word.text());
    }
  }
  if (asset.key_types().empty() && !family.default_key_type.empty()) {
    asset.add_key_types(std::string(family.default_key_type));
  }
  // Only an index entry can leave it out; the KEY is then known by its family alone.
  if (asset.key_types().empty()) asset.add_key_types(asset.tool());
  asset.set_key_type(family.has_legacy_key_type ? asset.tool() : asset.key_types(0));
}

void SetOptionalFacts(const Json& manifest, catalog::v1::Asset& asset) {
  const auto text = [&](std::string_view name) { return std::string(manifest.FindText(name)); };
  const auto has = [&](std::string_view name) { return manifest.Find(name) != nullptr; };
  if (has("description")) asset.set_description(text("description"));
  if (has("category")) asset.set_category(text("category"));
  if (has("difficulty")) asset.set_difficulty(text("difficulty"));
  if (has("maturity")) asset.set_maturity(text("maturity"));
  if (has("severity_level")) asset.set_severity_level(text("severity_level"));
  if (has("outcome")) asset.set_outcome(WithHyphens(manifest.FindText("outcome")));
  if (has("license_spdx")) {
    auto license = NormalizeLicense(manifest.FindText("license_spdx"));
    if (license.ok()) asset.set_license_spdx(*std::move(license));
  }
  const Json* preview = manifest.Find("preview_public");
  asset.set_preview_public(preview == nullptr || preview->is_true());
  if (const Json* tags = manifest.Find("tags"); tags != nullptr) {
    for (const Json& tag : tags->items()) {
      if (!IsOneOf(asset.tags(), tag.text())) asset.add_tags(tag.text());
    }
  }
}

const ReferenceField* FindReferenceField(std::string_view name) {
  const auto found = std::find_if(std::begin(kReferenceFields), std::end(kReferenceFields),
                                  [&](const ReferenceField& field) { return field.name == name; });
  return found == std::end(kReferenceFields) ? nullptr : found;
}

// This sets the references too, because both show the same slugs.
void SetAttributes(const Json& manifest, const AssetContext& context, catalog::v1::Asset& asset,
                   Findings& findings) {
  Json attributes = Json::Object();
  for (std::size_t i = 0; i < manifest.keys().size(); ++i) {
    const std::string& name = manifest.keys()[i];
    const Json& value = manifest.items()[i];
    if (IsOneOf(kColumns, name) || IsOneOf(kNeverShown, name)) continue;
    const ReferenceField* field = value.is_array() ? FindReferenceField(name) : nullptr;
    attributes.Add(name,
                   field == nullptr ? value : ResolveAll(value, *field, context, asset, findings));
  }
  if (attributes.Find("preview_public") == nullptr) {
    attributes.Add("preview_public", Json::Bool(true));
  }
  asset.set_attributes(WriteJson(attributes));
}

}  // namespace

std::optional<Manifest> CheckManifest(std::string_view text, const ManifestSource& source,
                                      Findings& findings) {
  Findings own;
  auto value = ReadJson(text, {.file = source.file}, own);
  if (value.has_value()) {
    RuleCheck({.file = source.file, .files = source.files}, own).Run(*value, source.family.rules);
    CheckSlug(*value, source.file, "", own);
    CheckFolderNames(*value, source, own);
    if (source.files != nullptr) WarnOfMissingFiles(*value, source, own);
  }
  findings.Append(own);
  if (!own.ok()) return std::nullopt;
  return Manifest{.value = *std::move(value)};
}

std::optional<Manifest> CheckIndexEntry(const Json& entry, const Family& family,
                                        const std::string& pointer, Findings& findings) {
  Findings own;
  RuleCheck check({.file = "assetsIndex", .pointer = pointer, .allows_gaps = true}, own);
  check.Run(entry, family.rules);
  CheckSlug(entry, "assetsIndex", pointer, own);
  findings.Append(own);
  if (!own.ok()) return std::nullopt;
  return Manifest{.value = entry, .is_incomplete = check.has_gaps()};
}

catalog::v1::Asset ToAsset(const Manifest& manifest, const Family& family,
                           const AssetContext& context, Findings& findings) {
  catalog::v1::Asset asset;
  const Json& value = manifest.value;
  asset.set_slug(std::string(value.FindText("slug")));
  asset.set_family(std::string(family.folder));
  asset.set_title(std::string(value.FindText("title")));
  asset.set_version(std::string(value.FindText("version")));
  asset.set_incomplete(manifest.is_incomplete);
  asset.set_source_rank(context.source_rank);
  SetTool(value, family, asset);
  SetOptionalFacts(value, asset);
  SetAttributes(value, context, asset, findings);
  if (std::string changelog = ChangelogPath(value, context.files); !changelog.empty()) {
    asset.set_changelog_md_path(std::move(changelog));
  }
  return asset;
}

std::string ObjectPath(const catalog::v1::Asset& asset) {
  return Concat({"keys/", asset.tool(), "/", asset.slug(), "/", asset.version(), "/key.zip"});
}

}  // namespace keys::ingestion
