#include "services/ingestion/domain/markdown_catalogue.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/base/text.h"
#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/json_reader.h"
#include "services/ingestion/domain/manifest.h"

namespace keys::ingestion {
namespace {

std::string_view WithoutBackticks(std::string_view text) {
  text = StripBlanks(text);
  if (text.size() >= 2 && text.front() == '`' && text.back() == '`') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

int HeadingLevel(std::string_view line) {
  const auto level = line.find_first_not_of('#');
  if (level == 0 || level == std::string_view::npos || level > 6 || line[level] != ' ') return 0;
  return static_cast<int>(level);
}

// The slug of "### 12. some-slug"; absent for other lines.
std::optional<std::string_view> SectionSlug(std::string_view line) {
  if (HeadingLevel(line) != 3) return std::nullopt;
  std::string_view rest = StripBlanks(line.substr(3));
  const auto digits = rest.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || rest[digits] != '.') return std::nullopt;
  return WithoutBackticks(rest.substr(digits + 1));
}

struct Section {
  std::string slug;
  std::size_t line = 0;
  std::map<std::string, std::string> fields;  // "Title" → text, continuation lines joined
  std::vector<std::string> references;        // "runbook:webhook-backlog-recovery"
};

// Splits the text into sections, line by line.
class SectionReader {
 public:
  void Take(std::string_view raw, std::size_t number) {
    const std::string_view line = StripBlanks(raw);
    if (line.substr(0, 3) == "```" || line.substr(0, 3) == "~~~") {
      in_fence_ = !in_fence_;
      return;
    }
    if (in_fence_) return;
    if (const auto slug = SectionSlug(line)) {
      sections_.push_back({.slug = std::string(*slug), .line = number});
      in_section_ = true;
      field_.clear();
      return;
    }
    const int level = HeadingLevel(line);
    if (level > 0 && level <= 3) in_section_ = false;
    if (in_section_) TakeContent(line);
  }

  std::vector<Section> TakeAll() { return std::move(sections_); }

 private:
  void TakeContent(std::string_view line) {
    Section& section = sections_.back();
    constexpr std::string_view kBold = "**";
    const auto end = line.find("**:", 2);
    if (line.substr(0, 2) == kBold && end != std::string_view::npos) {
      field_ = std::string(line.substr(2, end - 2));
      section.fields[field_] = std::string(StripBlanks(line.substr(end + 3)));
    } else if (field_ == "Referenced By" && line.substr(0, 2) == "- ") {
      TakeReference(line.substr(2), section);
    } else if (line.empty()) {
      if (field_ != "Referenced By") field_.clear();
    } else if (!field_.empty() && field_ != "Referenced By") {
      std::string& text = section.fields[field_];
      text += (text.empty() ? "" : " ") + std::string(line);
    }
  }

  // Runbook: `slug`
  static void TakeReference(std::string_view line, Section& section) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || StripBlanks(line.substr(0, colon)) != "Runbook") return;
    section.references.push_back(Concat({"runbook:", WithoutBackticks(line.substr(colon + 1))}));
  }

  std::vector<Section> sections_;
  std::string field_;
  bool in_section_ = false;
  bool in_fence_ = false;
};

// "15 minutes" → 15; other wordings say nothing a machine should rely on.
std::optional<std::string> Minutes(std::string_view text) {
  const auto digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || digits > 6) return std::nullopt;
  if (StripBlanks(text.substr(digits)).substr(0, 3) != "min") return std::nullopt;
  return std::to_string(std::stol(std::string(text.substr(0, digits))));
}

// The section as a manifest, so that the Jupyter rule table checks it too.
Json ToManifest(const Section& section) {
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
  add("maturity", WithoutBackticks(field("Maturity")));
  if (const auto minutes = Minutes(field("Runtime"))) {
    manifest.Add("runtime_minutes", Json::Number(*minutes));
  }
  Json tags = Json::Array();
  for (const std::string& tag : section.references) tags.Append(Json::String(tag));
  manifest.Add("tags", std::move(tags));
  return manifest;
}

CatalogueEntry ToEntry(const Section& section) {
  CatalogueEntry entry;
  const Family& family = *FindFamily("jupyter-keys");
  const auto violate = [&](std::string_view code, std::string detail) {
    entry.findings.Violate({std::string(kCataloguePath), "", std::string(code),
                            Concat({"Line ", std::to_string(section.line), ": ", detail})});
  };
  const auto slug_field = section.fields.find("Slug");
  const std::string_view slug =
      slug_field == section.fields.end() ? "" : WithoutBackticks(slug_field->second);
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

std::vector<CatalogueEntry> ParseCatalogue(std::string_view text, Findings& findings) {
  const auto violate = [&](std::string_view code, std::string detail) {
    findings.Violate({std::string(kCataloguePath), "", std::string(code), std::move(detail)});
  };
  if (text.size() > kMaxCatalogueBytes) {
    violate(code::kJsonTooLarge, "The catalogue is larger than 4 MiB.");
    return {};
  }
  if (!IsUtf8(text)) {
    violate(code::kJsonInvalidUtf8, "The catalogue is not valid UTF-8.");
    return {};
  }
  SectionReader reader;
  std::size_t number = 0;
  for (std::string_view line : Split(text, '\n')) reader.Take(line, ++number);

  std::vector<CatalogueEntry> entries;
  std::set<std::string> slugs;
  for (const Section& section : reader.TakeAll()) {
    if (entries.size() == kMaxCatalogueEntries) {
      violate(code::kTooMany, "The catalogue has more than 10,000 sections.");
      break;
    }
    CatalogueEntry entry = ToEntry(section);
    if (!slugs.insert(section.slug).second) {
      entry.findings.Violate({std::string(kCataloguePath), "", std::string(code::kSlugDuplicate),
                              Concat({"Line ", std::to_string(section.line), ": the slug \"",
                                      section.slug, "\" was used before."})});
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace keys::ingestion
