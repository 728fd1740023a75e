#include "services/ingestion/domain/markdown_catalogue.h"

#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_replace.h"
#include "common/base/text.h"
#include "common/text/fold.h"
#include "services/ingestion/domain/catalogue_sections.h"
#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/manifest.h"

namespace keys::ingestion {
namespace {

// Makes "runbook:webhook-backlog" of "Runbook: webhook-backlog". Other items are for readers only.
std::optional<std::string> ReferenceOf(std::string_view item) {
  const auto colon = item.find(':');
  if (colon == std::string_view::npos || StripBlanks(item.substr(0, colon)) != "Runbook") {
    return std::nullopt;
  }
  return Concat({"runbook:", StripBlanks(item.substr(colon + 1))});
}

// Reads "15 minutes" as 15. Other wordings give nothing on which a program should rely.
std::optional<std::string> Minutes(std::string_view text) {
  const auto digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || digits > 6) return std::nullopt;
  if (StripBlanks(text.substr(digits)).substr(0, 3) != "min") return std::nullopt;
  return std::to_string(std::stol(std::string(text.substr(0, digits))));
}

std::int64_t LineOf(const CatalogueSection& section) {
  return static_cast<std::int64_t>(section.line);
}

// Writes the section as a manifest, so that the Jupyter rule table checks it too.
Json ToManifest(const CatalogueSection& section) {
  const auto field = [&](const char* name) {
    const auto found = section.fields.find(name);
    return found == section.fields.end() ? std::string_view() : std::string_view(found->second);
  };
  Json manifest = Json::Object();
  const auto add = [&](const char* name, std::string_view text) {
    if (!text.empty()) manifest.Add(name, Json::String(std::string(text)));
  };
  add("slug", section.slug);
  add("title", field("Title"));
  add("description", field("What It Unlocks"));
  add("version", "1.0.0");
  add("license_spdx", "MIT");
  add("maturity", field("Maturity"));
  if (const auto minutes = Minutes(field("Runtime"))) {
    manifest.Add("runtime_minutes", Json::Number(*minutes));
  }
  Json tags = Json::Array();
  for (const std::string& item : section.references) {
    if (auto tag = ReferenceOf(item)) tags.Append(Json::String(*std::move(tag)));
  }
  manifest.Add("tags", std::move(tags));
  return manifest;
}

CatalogueEntry ToCatalogueEntry(const CatalogueSection& section) {
  CatalogueEntry entry;
  const Family& family = *FindFamily("jupyter-keys");
  const auto violate = [&](std::string_view code, std::string detail) {
    entry.findings.Violate({std::string(kCataloguePath), "", std::string(code),
                            Concat({"Line ", std::to_string(section.line), ": ", detail}),
                            LineOf(section)});
  };
  const auto slug_field = section.fields.find("Slug");
  const std::string_view slug =
      slug_field == section.fields.end() ? std::string_view() : slug_field->second;
  if (slug != section.slug) {
    violate(code::kCatalogueEntryInvalid,
            Concat({"the heading says \"", Shortened(section.slug, 100), "\", **Slug** says \"",
                    Shortened(slug, 100), "\"."}));
  }
  const Json value = ToManifest(section);
  Findings found;
  const auto manifest = CheckIndexEntry(value, family, "", found);
  for (const Finding& finding : found.violations()) violate(finding.code, finding.detail);
  entry.asset.set_slug(section.slug);
  if (!manifest) return entry;
  Findings references;
  entry.asset =
      ToAsset(*manifest, family,
              {.file = std::string(kCataloguePath), .source_rank = kCatalogueRank}, references);
  entry.asset.set_incomplete(true);
  return entry;
}

}  // namespace

std::vector<CatalogueEntry> ParseCatalogue(std::string_view written, Findings& findings) {
  // A carriage return ends a line, with or without a line feed behind it, and counts once.
  const std::string text = absl::StrReplaceAll(ToAbsl(text::WithoutByteOrderMark(written)),
                                               {{"\r\n", "\n"}, {"\r", "\n"}});
  const auto violate = [&](std::string_view code, std::string detail) {
    findings.Violate({std::string(kCataloguePath), "", std::string(code), std::move(detail)});
  };
  if (text.size() > kMaxCatalogueBytes) {
    violate(code::kJsonTooLarge, "The catalogue is larger than 4 MiB.");
    return {};
  }
  if (const auto problem = EncodingProblem(written); !problem.empty()) {
    violate(code::kJsonInvalidUtf8, std::string(problem));
    return {};
  }
  const CatalogueSections sections = ReadCatalogueSections(text, kMaxCatalogueEntries);
  for (const SkippedSection& skipped : sections.skipped) {
    findings.Warn({std::string(kCataloguePath), "", std::string(code::kCatalogueSectionSkipped),
                   Concat({"Line ", std::to_string(skipped.line),
                           " looks like a section but is none: ", skipped.why, "."}),
                   static_cast<std::int64_t>(skipped.line)});
  }

  std::vector<CatalogueEntry> entries;
  std::set<std::string> slugs;
  for (const CatalogueSection& section : sections.taken) {
    if (entries.size() == kMaxCatalogueEntries) {
      violate(code::kTooMany, "The catalogue has more than 10,000 sections.");
      break;
    }
    CatalogueEntry entry = ToCatalogueEntry(section);
    if (!slugs.insert(section.slug).second) {
      entry.findings.Violate({std::string(kCataloguePath), "", std::string(code::kSlugDuplicate),
                              Concat({"Line ", std::to_string(section.line), ": the slug \"",
                                      section.slug, "\" was used before."}),
                              LineOf(section)});
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace keys::ingestion
