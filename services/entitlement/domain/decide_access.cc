#include "services/entitlement/domain/decide_access.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/time/rfc3339.h"

namespace keys::entitlement {
namespace {

using error::Reason;

// The reason that is closest to access comes first.
int DistanceFromAccess(Reason reason) {
  constexpr Reason kOrder[] = {
      Reason::REASON_UNSPECIFIED, Reason::NOT_STARTED, Reason::SUSPENDED_CREDIT,
      Reason::SUSPENDED_DISPUTE,  Reason::EXPIRED,     Reason::REVOKED_REFUND,
      Reason::REVOKED_MANUAL};
  return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), reason) -
                          std::begin(kOrder));
}

// Whether `a` is to be named before `b`. The order is total, so that the same grants always give
// the same answer.
bool Before(const Grant& a, const Grant& b, absl::Time now) {
  const int distance_a = DistanceFromAccess(WhyNot(a, now));
  const int distance_b = DistanceFromAccess(WhyNot(b, now));
  if (distance_a != distance_b) return distance_a < distance_b;
  const absl::Time end_a = a.ends_at.value_or(absl::InfiniteFuture());
  const absl::Time end_b = b.ends_at.value_or(absl::InfiniteFuture());
  if (end_a != end_b) return end_a > end_b;
  if (a.tenant.type != b.tenant.type) return a.tenant.type == "user";
  if (a.starts_at != b.starts_at) return a.starts_at < b.starts_at;
  return a.id < b.id;
}

std::string Origin(const std::string& source) {
  if (source == "bundle") return "as part of a bundle";
  if (source == "free") return "as a free KEY";
  if (source == "gift") return "as a gift";
  if (source == "manual") return "by an administrator";
  if (source == "transfer") return "by transfer";
  return "by purchase";
}

std::string SentenceOfAccess(const Grant& grant) {
  std::string sentence =
      StrCat(grant.tenant.type == "org" ? "Your organisation has" : "You have", " access ",
             Origin(grant.source), " since ", FormatRfc3339(grant.starts_at));
  if (grant.ends_at.has_value()) {
    StrAppend(&sentence, " until ", FormatRfc3339(*grant.ends_at));
  }
  return sentence + ".";
}

std::string HowToGet(const std::string& slug, Offer offer) {
  const std::string checkout = StrCat("POST /marketplace/keys/", slug, "/checkout");
  if (offer == Offer::kPriced) return StrCat("Buy it: ", checkout);
  if (offer == Offer::kFree) return StrCat("Claim it, it is free: ", checkout);
  return "It is not sold by itself; see whether a bundle holds it: GET /marketplace/bundles";
}

// The holder of a transferred grant did not place its order, and not every member may pay, so the
// sentence names nobody's order to such a person.
std::string PayShortfall(const Grant& grant) {
  if (grant.source == "transfer") {
    return "Ask whoever bought it to pay the shortfall of their order; access then returns by "
           "itself.";
  }
  const std::string pay =
      StrCat("POST /marketplace/orders/", grant.order_id.value_or("{id}"), "/checkout.");
  return grant.tenant.type == "org"
             ? StrCat("Let an owner or admin of your organisation pay the shortfall: ", pay)
             : StrCat("Pay the shortfall: ", pay);
}

}  // namespace

Reason WhyNot(const Grant& grant, absl::Time now) {
  switch (grant.standing) {
    case Standing::kRevokedRefund:
    case Standing::kRevokedDispute:  // the money went back either way
      return Reason::REVOKED_REFUND;
    case Standing::kRevokedManual:
    case Standing::kRevokedTransfer:
      return Reason::REVOKED_MANUAL;
    default:
      break;
  }
  if (grant.ends_at.has_value() && now >= *grant.ends_at) return Reason::EXPIRED;
  if (grant.standing == Standing::kSuspendedDispute) return Reason::SUSPENDED_DISPUTE;
  if (grant.standing == Standing::kSuspendedCredit) return Reason::SUSPENDED_CREDIT;
  const bool waits = grant.begins_later && now < grant.starts_at;
  return waits ? Reason::NOT_STARTED : Reason::REASON_UNSPECIFIED;
}

Decision DecideAccess(const std::vector<Grant>& grants, absl::Time now) {
  if (grants.empty()) return {.refusal = Reason::NOT_ENTITLED};
  const auto best =
      std::min_element(grants.begin(), grants.end(),
                       [now](const Grant& a, const Grant& b) { return Before(a, b, now); });
  const Reason refusal = WhyNot(*best, now);
  return {.has_access = refusal == Reason::REASON_UNSPECIFIED, .refusal = refusal, .grant = *best};
}

std::string SentenceOf(const Decision& decision) {
  switch (decision.refusal) {
    case Reason::REASON_UNSPECIFIED:
      return SentenceOfAccess(*decision.grant);
    case Reason::NOT_STARTED:
      return StrCat("Your access begins at ", FormatRfc3339(decision.grant->starts_at), ".");
    case Reason::SUSPENDED_CREDIT:
      return "A purchase whose price was credited to this one was refunded; access is suspended "
             "until the shortfall is paid.";
    case Reason::SUSPENDED_DISPUTE:
      return "The payment of this KEY is disputed; access is suspended until that is decided.";
    case Reason::EXPIRED:
      return StrCat("Your access ended at ", FormatRfc3339(*decision.grant->ends_at), ".");
    case Reason::REVOKED_REFUND:
      return decision.grant->standing == Standing::kRevokedDispute
                 ? "The payment of this KEY was taken back in a dispute."
                 : "The purchase of this KEY was refunded.";
    case Reason::REVOKED_MANUAL:
      return decision.grant->standing == Standing::kRevokedTransfer
                 ? "An administrator transferred this access to somebody else."
                 : "An administrator revoked this access.";
    default:
      return "You do not have access to this KEY.";
  }
}

std::string NextStep(const Decision& decision, const std::string& slug, Offer offer) {
  switch (decision.refusal) {
    case Reason::NOT_STARTED:
      return "Come back when your access begins.";
    case Reason::SUSPENDED_CREDIT:
      return PayShortfall(*decision.grant);
    case Reason::SUSPENDED_DISPUTE:
      return "Wait for the dispute to be decided, or withdraw it at your bank; access then returns "
             "by itself.";
    case Reason::EXPIRED:
    case Reason::REVOKED_REFUND:
      return StrCat(HowToGet(slug, offer), ".");
    case Reason::REVOKED_MANUAL:
      return "Ask the people who run this marketplace why.";
    default:
      return StrCat(HowToGet(slug, offer), "; or ask an owner of your organisation to get it.");
  }
}

absl::Status RefusalOf(const Decision& decision, const std::string& slug, Offer offer) {
  CHECK_THAT(!decision.has_access, "a refusal needs a refused decision");
  return error::WithAction(error::Make(decision.refusal, SentenceOf(decision)),
                           NextStep(decision, slug, offer));
}

std::string StatusOfGrant(const Grant& grant, absl::Time now) {
  switch (WhyNot(grant, now)) {
    case Reason::REASON_UNSPECIFIED:
      return "active";
    case Reason::NOT_STARTED:
      return "scheduled";
    case Reason::EXPIRED:
      return "expired";
    case Reason::SUSPENDED_CREDIT:
    case Reason::SUSPENDED_DISPUTE:
      return "suspended";
    default:
      return "revoked";
  }
}

}  // namespace keys::entitlement
