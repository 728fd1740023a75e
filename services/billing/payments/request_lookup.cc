#include "services/billing/payments/request_lookup.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/lookup.h"
#include "services/billing/stripe/objects.h"
#include "services/billing/stripe/retrieve.h"

namespace keys::billing {
namespace {

constexpr int kMaxPages = 10;
constexpr char kPortalSessions[] = "/v1/billing_portal/sessions";

}  // namespace

absl::StatusOr<RequestLookup::Found> RequestLookup::FindInList(const stripe::Post& post,
                                                               const std::string& list,
                                                               Deadline deadline) const {
  std::string path = list;
  for (int i = 0; i < kMaxPages; ++i) {
    const absl::StatusOr<std::string> body = stripe::Retrieve(client_, path, deadline);
    // A list that is too long for the time counts as an answer as far as it was read.
    if (!body.ok() && i > 0) return Found{};
    RETURN_IF_ERROR(body.status());
    absl::StatusOr<stripe::Page<std::string>> page = stripe::ParsePage(*body);
    if (!page.ok()) return Found{};
    for (std::string& object : page->items) {
      if (stripe::IsMadeBy(post, object)) return Found{std::move(object), true};
    }
    if (!page->has_more || page->last_id.empty()) return Found{std::nullopt, true};
    path = Concat({list, "&starting_after=", stripe::PercentEncode(page->last_id)});
  }
  return Found{};
}

absl::StatusOr<RequestLookup::Found> RequestLookup::Find(const StoredRequest& request,
                                                         Deadline deadline) const {
  const stripe::Post post{request.path, request.body};
  const stripe::Lookup lookup = stripe::LookupOf(post, request.created_at, request.updated_at);
  // An object that cannot be looked for counts as absent, because nobody was given its address.
  if (lookup.path.empty()) return Found{std::nullopt, request.path == kPortalSessions};
  if (lookup.is_list) return FindInList(post, lookup.path, deadline);
  absl::StatusOr<std::string> object = stripe::Retrieve(client_, lookup.path, deadline);
  if (error::ReasonOf(object.status()) == error::Reason::NOT_FOUND) {
    return Found{std::nullopt, true};
  }
  RETURN_IF_ERROR(object.status());
  if (!stripe::IsMadeBy(post, *object)) return Found{std::nullopt, true};
  return Found{*std::move(object), true};
}

}  // namespace keys::billing
