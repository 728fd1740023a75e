#include "services/catalog/bundles.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/pg/transaction.h"
#include "services/catalog/domain/bundle.h"
#include "services/catalog/domain/precondition.h"
#include "services/catalog/domain/vocabulary.h"
#include "services/catalog/known_parts.h"
#include "services/catalog/store/bundle_store.h"
#include "services/catalog/store/revision_store.h"

namespace keys::catalog {
namespace {

BundleInput InputOf(const v1::PutBundleRequest& request) {
  BundleInput input{.slug = request.slug(),
                    .title = request.title(),
                    .bundle_type = request.bundle_type(),
                    .price_cents = request.price_cents(),
                    .currency = CurrencyOr(request.currency(), "usd"),
                    .keys = {request.key_slugs().begin(), request.key_slugs().end()}};
  if (request.has_description()) input.description = request.description();
  if (request.has_rule()) {
    input.rule.emplace();
    if (request.rule().has_tool()) input.rule->tool = request.rule().tool();
    if (request.rule().has_maturity()) input.rule->maturity = request.rule().maturity();
  }
  return input;
}

std::string AuditDetails(const BundleInput& input) {
  return Concat({R"({"slug":")", log::EscapeJson(input.slug), R"(","price_cents":)",
                 std::to_string(input.price_cents), R"(,"keys":)",
                 std::to_string(input.keys.size()), "}"});
}

}  // namespace

v1::Bundle ToPublic(const v1::BundleForSale& bundle) {
  v1::Bundle shown;
  shown.set_id(bundle.id());
  shown.set_slug(bundle.slug());
  shown.set_title(bundle.title());
  if (bundle.has_description()) shown.set_description(bundle.description());
  shown.set_bundle_type(bundle.bundle_type());
  shown.set_price_cents(bundle.price_cents());
  shown.set_currency(bundle.currency());
  if (bundle.has_rule()) *shown.mutable_rule() = bundle.rule();
  for (const v1::KeyForSale& key : bundle.keys()) {
    if (key.status() != "published") continue;
    shown.add_key_ids(key.id());
    v1::BundleKey* part = shown.add_keys();
    part->set_id(key.id());
    part->set_slug(key.slug());
    part->set_title(key.title());
    part->set_key_type(key.key_type());
    part->set_tool(key.tool());
    if (key.has_price_cents()) part->set_price_cents(key.price_cents());
  }
  return shown;
}

absl::StatusOr<v1::ListBundlesResponse> Bundles::List(rpc::Call& call,
                                                      const v1::ListBundlesRequest& request) {
  std::optional<std::string> type;
  if (request.has_bundle_type()) type = request.bundle_type();
  if (type.has_value() && !IsOneOf(*type, kBundleTypes)) {
    return error::Invalid("?bundle_type", "UNKNOWN_WORD",
                          Concat({"`bundle_type` is ", Enumerate(kBundleTypes), "."}));
  }
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(const std::vector<StoredBundle> bundles, FindBundles(db, type));
  v1::ListBundlesResponse response;
  for (const StoredBundle& bundle : bundles) *response.add_bundles() = ToPublic(bundle.sale);
  return response;
}

absl::StatusOr<v1::GetBundleResponse> Bundles::Get(rpc::Call& call,
                                                   const v1::GetBundleRequest& request) {
  ASSIGN_OR_RETURN(pg::Transaction db, Look(parts_, call));
  ASSIGN_OR_RETURN(const std::optional<StoredBundle> bundle, FindBundle(db, request.slug()));
  if (!bundle.has_value()) return NoSuchBundle(request.slug());
  call.set_entity_tag(EntityTag(bundle->row_version));
  v1::GetBundleResponse response;
  *response.mutable_bundle() = ToPublic(bundle->sale);
  return response;
}

absl::StatusOr<v1::PutBundleResponse> Bundles::Put(rpc::Call& call,
                                                   const v1::PutBundleRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  const absl::Time now = parts_.clock.Now();
  const auto write = [&](pg::Transaction& tx) -> absl::StatusOr<v1::PutBundleResponse> {
    BundleInput input = InputOf(request);
    RETURN_IF_ERROR(LockCatalog(tx));
    ASSIGN_OR_RETURN(const std::optional<StoredBundle> before, FindBundle(tx, input.slug));
    if (!before.has_value() && !call.if_match().empty()) return ChangedMeanwhile();
    if (before.has_value()) RETURN_IF_ERROR(CheckIfMatch(call.if_match(), before->row_version));
    RETURN_IF_ERROR(AddMembers(tx, input));
    ASSIGN_OR_RETURN(const KnownParts known, FindParts(tx, input.keys));
    RETURN_IF_ERROR(ToStatus(CheckBundle(input, parts_.currencies, known.parts)));
    RETURN_IF_ERROR(WriteBundle(tx, known.ToWrite(input, parts_.ids.NewUuid()), now));
    ASSIGN_OR_RETURN(const std::optional<StoredBundle> after, FindBundle(tx, input.slug));
    if (!after.has_value()) return absl::InternalError("a bundle that was written is not there");
    RETURN_IF_ERROR(parts_.audit.Append(tx,
                                        {.actor = call.caller().user_id,
                                         .action = "bundle.put",
                                         .subject = after->sale.id(),
                                         .details_json = AuditDetails(input)},
                                        now));
    ASSIGN_OR_RETURN(const int64_t revision, CountRevision(tx));
    call.set_revision(revision);
    call.set_entity_tag(EntityTag(after->row_version));
    v1::PutBundleResponse response;
    *response.mutable_bundle() = ToPublic(after->sale);
    return response;
  };
  return pg::RunTransaction(parts_.pool, call.deadline(), write);
}

absl::StatusOr<v1::DeleteBundleResponse> Bundles::Delete(rpc::Call& call,
                                                         const v1::DeleteBundleRequest& request) {
  RETURN_IF_ERROR(RequireAdmin(call));
  const absl::Time now = parts_.clock.Now();
  const auto take_off = [&](pg::Transaction& tx) -> absl::StatusOr<v1::DeleteBundleResponse> {
    RETURN_IF_ERROR(LockCatalog(tx));
    ASSIGN_OR_RETURN(const std::optional<StoredBundle> bundle, FindBundle(tx, request.slug()));
    if (!bundle.has_value()) return NoSuchBundle(request.slug());
    RETURN_IF_ERROR(CheckIfMatch(call.if_match(), bundle->row_version));
    RETURN_IF_ERROR(TakeOffSale(tx, bundle->sale.id(), now));
    RETURN_IF_ERROR(parts_.audit.Append(
        tx,
        {.actor = call.caller().user_id, .action = "bundle.delete", .subject = bundle->sale.id()},
        now));
    ASSIGN_OR_RETURN(const int64_t revision, CountRevision(tx));
    call.set_revision(revision);
    v1::DeleteBundleResponse response;
    *response.mutable_bundle() = ToPublic(bundle->sale);
    return response;
  };
  return pg::RunTransaction(parts_.pool, call.deadline(), take_off);
}

}  // namespace keys::catalog
