#include "services/catalog/domain/related.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "common/base/text.h"
#include "common/text/fold.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {
namespace {

// The most tags that a reason names. Nobody would read more.
constexpr size_t kTagsNamed = 3;

// A smaller value is a closer relation.
enum Relation { kRefersToIt, kRefersToUs, kSameOutcome, kSharedTags, kSameFamily, kUnrelated };

struct Scored {
  const RelatedCandidate* candidate = nullptr;
  Relation relation = kUnrelated;
  std::vector<std::string> shared_tags;

  auto Order() const {
    return std::make_tuple(relation, -static_cast<int>(shared_tags.size()), candidate->slug);
  }
};

bool Has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::set<std::string> Folded(const std::vector<std::string>& words) {
  std::set<std::string> folded;
  for (const std::string& word : words) folded.insert(text::Fold(word));
  return folded;
}

// Whether `tags` of one KEY say that the runbook `slug` refers to it.
bool SaysReferencedBy(const std::vector<std::string>& tags, const std::string& slug) {
  return Has(tags, Concat({kReferencedByTag, slug}));
}

Relation RelationOf(const RelatedSubject& subject, const RelatedCandidate& candidate,
                    bool shares_tags) {
  if (Has(subject.references, candidate.slug) || SaysReferencedBy(candidate.tags, subject.slug)) {
    return kRefersToIt;
  }
  if (Has(candidate.references, subject.slug) || SaysReferencedBy(subject.tags, candidate.slug)) {
    return kRefersToUs;
  }
  if (!subject.outcome.empty() &&
      text::Fold(OutcomeWord(subject.outcome)) == text::Fold(OutcomeWord(candidate.outcome))) {
    return kSameOutcome;
  }
  if (shares_tags) return kSharedTags;
  return subject.tool == candidate.tool ? kSameFamily : kUnrelated;
}

std::string ReasonOf(const Scored& scored) {
  switch (scored.relation) {
    case kRefersToIt:
      return "Referenced by this KEY";
    case kRefersToUs:
      return "Refers to this KEY";
    case kSameOutcome:
      return "Similar outcome: " + OutcomeWord(scored.candidate->outcome);
    case kSharedTags: {
      std::string text = scored.shared_tags.size() == 1 ? "Shared tag: " : "Shared tags: ";
      for (size_t i = 0; i < std::min(kTagsNamed, scored.shared_tags.size()); ++i) {
        text += Concat({i == 0 ? "" : ", ", scored.shared_tags[i]});
      }
      return text;
    }
    case kSameFamily:
    case kUnrelated:
      break;
  }
  return Concat({"Related ", scored.candidate->tool, " key"});
}

}  // namespace

std::vector<std::string> TiesOf(const RelatedSubject& subject) {
  std::vector<std::string> slugs = subject.references;
  for (const std::string& tag : subject.tags) {
    if (tag.starts_with(kReferencedByTag)) slugs.push_back(tag.substr(kReferencedByTag.size()));
  }
  return slugs;
}

std::vector<Related> RankRelated(const RelatedSubject& subject,
                                 const std::vector<RelatedCandidate>& candidates) {
  std::vector<Scored> scored;
  for (const RelatedCandidate& candidate : candidates) {
    if (candidate.slug == subject.slug) continue;
    Scored one{.candidate = &candidate};
    const std::set<std::string> theirs = Folded(candidate.tags);
    for (const std::string& tag : subject.tags) {
      if (theirs.count(text::Fold(tag)) > 0) one.shared_tags.push_back(tag);
    }
    one.relation = RelationOf(subject, candidate, !one.shared_tags.empty());
    if (one.relation != kUnrelated) scored.push_back(std::move(one));
  }
  std::sort(scored.begin(), scored.end(),
            [](const Scored& a, const Scored& b) { return a.Order() < b.Order(); });
  std::vector<Related> related;
  for (size_t i = 0; i < std::min(kMostRelated, scored.size()); ++i) {
    related.push_back({.key = *scored[i].candidate, .reason = ReasonOf(scored[i])});
  }
  return related;
}

}  // namespace keys::catalog
