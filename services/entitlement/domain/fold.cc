#include "services/entitlement/domain/fold.h"

#include <map>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace keys::entitlement {
namespace {

constexpr std::pair<FactKind, const char*> kWords[] = {{FactKind::kGranted, "granted"},
                                                       {FactKind::kSuspended, "suspended"},
                                                       {FactKind::kRestored, "restored"},
                                                       {FactKind::kRevoked, "revoked"}};

absl::Status CannotFollow(const Fact& fact) {
  return absl::InternalError(StrCat("fact ", fact.id, " (", FactWord(fact.kind),
                                    ") cannot follow what is known of grant ", fact.grant.id));
}

}  // namespace

std::string FactWord(FactKind kind) {
  for (const auto& [known, word] : kWords) {
    if (known == kind) return word;
  }
  return "";
}

std::optional<FactKind> ParseFactWord(const std::string& word) {
  for (const auto& [kind, known] : kWords) {
    if (known == word) return kind;
  }
  return std::nullopt;
}

FactKind KindLeadingTo(Standing standing) {
  if (standing == Standing::kActive) return FactKind::kRestored;
  return IsSuspended(standing) ? FactKind::kSuspended : FactKind::kRevoked;
}

absl::StatusOr<Grant> Apply(const std::optional<Grant>& grant, const Fact& fact) {
  if (fact.kind == FactKind::kGranted) {
    if (grant.has_value() || fact.grant.standing != Standing::kActive) return CannotFollow(fact);
    return fact.grant;
  }
  if (!grant.has_value() || KindLeadingTo(fact.grant.standing) != fact.kind) {
    return CannotFollow(fact);
  }
  Grant next = *grant;
  next.standing = fact.grant.standing;
  return next;
}

absl::StatusOr<std::vector<Grant>> Fold(const std::vector<Fact>& facts) {
  std::vector<Grant> grants;
  std::map<std::string, size_t> position;
  for (const Fact& fact : facts) {
    const auto known = position.find(fact.grant.id);
    if (known == position.end()) {
      ASSIGN_OR_RETURN(Grant grant, Apply(std::nullopt, fact));
      position[fact.grant.id] = grants.size();
      grants.push_back(std::move(grant));
    } else {
      ASSIGN_OR_RETURN(grants[known->second], Apply(grants[known->second], fact));
    }
  }
  return grants;
}

}  // namespace keys::entitlement
