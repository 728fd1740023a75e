// Chooses the KEYS to show beside a KEY, with a reason for each (docs/contract.md §3). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keys::catalog {

inline constexpr size_t kMostRelated = 5;

struct RelatedSubject {
  std::string slug;
  std::string tool;
  std::string outcome;  // empty when absent
  std::vector<std::string> tags;
  std::vector<std::string> references;
};

struct RelatedCandidate {
  std::string id;
  std::string slug;
  std::string title;
  std::string tool;
  std::string outcome;
  std::vector<std::string> tags;
  std::vector<std::string> references;
  // These do not affect the choice; they are shown.
  std::optional<int64_t> price_cents;
  std::string currency;
  bool available = false;
};

struct Related {
  RelatedCandidate key;
  std::string reason;
};

// Ingestion writes this tag for each line below `**Referenced By**` of a catalogue entry; the
// runbook's slug follows it (docs/contract.md §2).
inline constexpr std::string_view kReferencedByTag = "runbook:";

// Returns the slugs to which a KEY is explicitly tied: those that it refers to, and those that its
// tags say refer to it.
std::vector<std::string> TiesOf(const RelatedSubject& subject);

// Ranks explicit references in either direction first, then the same outcome, then shared tags
// (more first), then the same family; ties by slug. Candidates without any relation, and the
// subject itself, are left out.
std::vector<Related> RankRelated(const RelatedSubject& subject,
                                 const std::vector<RelatedCandidate>& candidates);

}  // namespace keys::catalog
