#include "services/billing/payments/stripe_products.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "services/billing/stripe/answers.h"
#include "services/billing/stripe/form.h"
#include "services/billing/stripe/objects.h"

namespace keys::billing {
namespace {

// A product may have to be made, revived or renamed, and each once more when somebody else was
// faster or it was gone.
constexpr int kProductRounds = 5;

std::string ProductSubject(const std::string& item_id) { return Concat({"prod_", item_id}); }
std::string PriceSubject(const PriceKey& key) {
  return Concat({"price_", key.item_id, "_", key.currency, "_", std::to_string(key.unit_amount)});
}
// Each update is a numbered request of its own, because a name may come back.
std::string UpdateSubject(const std::string& subject, int32_t updates) {
  return Concat({subject, ":update:", std::to_string(updates + 1)});
}

bool IsMissing(const Sent& sent) {
  return stripe::RuleOf(sent.answer).meaning == stripe::Meaning::kGone;
}

}  // namespace

absl::Status StripeProducts::ForgetProduct(pg::Transaction& tx, const std::string& item_id) const {
  RETURN_IF_ERROR(parts_.stripe.ForgetProduct(tx, item_id));
  return parts_.stripe.ForgetRequest(tx, ProductSubject(item_id), parts_.clock.Now());
}

absl::Status StripeProducts::ForgetPrice(pg::Transaction& tx, const PriceKey& key) const {
  RETURN_IF_ERROR(parts_.stripe.ForgetPrice(tx, key));
  return parts_.stripe.ForgetRequest(tx, PriceSubject(key), parts_.clock.Now());
}

absl::Status StripeProducts::CreateProduct(const ItemText& text, Deadline deadline) const {
  const std::string& item_id = text.item.id();
  // The product's id is ours, so that it is found under it even if the answer is lost for good.
  const std::string id = Concat({"keys_", WordOf(text.kind), "_", item_id});
  const stripe::Post post =
      stripe::CreateProduct({.id = id,
                             .name = text.item.title(),
                             .description = text.description,
                             .metadata = {{"itemId", item_id}, {"itemSlug", text.item.slug()}}});
  StoredProduct product{.item_id = item_id, .item_kind = text.kind, .id = id};
  const auto keep = [&](pg::Transaction& tx, const stripe::Answer& answer) {
    // Another process may have made it with another name, so Stripe's answer counts. If the answer
    // has no name, an empty one is stored, so that the next look renames the product.
    const auto made = stripe::ParseProduct(answer.body);
    if (made.ok()) product.name = made->name;
    product.active = made.ok() && made->active;
    return parts_.stripe.PutProduct(tx, product, parts_.clock.Now());
  };
  ASSIGN_OR_RETURN(
      const Sent sent,
      parts_.requests.Send({.subject = ProductSubject(item_id), .post = post, .on_done = keep},
                           deadline));
  if (sent.done()) return absl::OkStatus();
  if (sent.answer.error_code != "resource_already_exists") {
    return stripe::ToClientStatus(sent.answer);
  }
  return pg::RunTransaction(parts_.pool, deadline,
                            [&](pg::Transaction& tx) { return keep(tx, sent.answer); });
}

absl::StatusOr<bool> StripeProducts::UpdateProduct(const StoredProduct& product,
                                                   const std::string& name, bool active,
                                                   Deadline deadline) const {
  StoredProduct next = product;
  ++next.updates;
  const auto keep = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    ASSIGN_OR_RETURN(const stripe::Product now, stripe::ParseProduct(answer.body));
    next.name = now.name;
    next.active = now.active;
    return parts_.stripe.PutProduct(tx, next, parts_.clock.Now());
  };
  ASSIGN_OR_RETURN(const Sent sent,
                   parts_.requests.Send(
                       {.subject = UpdateSubject(ProductSubject(product.item_id), product.updates),
                        .post = stripe::UpdateProduct(product.id, name, active),
                        .on_done = keep},
                       deadline));
  if (sent.done()) return true;
  if (!IsMissing(sent)) return stripe::ToClientStatus(sent.answer);
  RETURN_IF_ERROR(pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) {
    return ForgetProduct(tx, product.item_id);
  }));
  return false;
}

absl::StatusOr<StripeProducts::Done> StripeProducts::EnsureProduct(const ItemText& text,
                                                                   Deadline deadline) const {
  const std::string name = stripe::ProductName(text.item.title());
  Done done;
  for (int round = 0; round < kProductRounds; ++round) {
    std::optional<StoredProduct> known;
    {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
      ASSIGN_OR_RETURN(known, parts_.stripe.FindProduct(db, text.item.id()));
    }
    if (!known.has_value()) {
      RETURN_IF_ERROR(CreateProduct(text, deadline));
      done.change = Change::kCreated;
      continue;
    }
    done.id = known->id;
    // If Stripe keeps a name in another form than it was sent, the update is sent only once.
    const bool renamed = done.change == Change::kUpdated;
    if (known->active && (known->name == name || renamed)) return done;
    RETURN_IF_ERROR(UpdateProduct(*known, name, true, deadline).status());
    if (done.change == Change::kNone) done.change = Change::kUpdated;
  }
  return stripe::ToClientStatus(stripe::Answer{});
}

absl::StatusOr<Sent> StripeProducts::CreatePrice(const PriceKey& key, const std::string& product_id,
                                                 Deadline deadline) const {
  const stripe::Post post = stripe::CreatePrice({.product_id = product_id,
                                                 .currency = key.currency,
                                                 .unit_amount = key.unit_amount,
                                                 .metadata = {{"itemId", key.item_id}}});
  const auto keep = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string id, stripe::ParseId(answer.body));
    return parts_.stripe.PutPrice(tx, {.key = key, .id = id, .active = true}, parts_.clock.Now());
  };
  return parts_.requests.Send({.subject = PriceSubject(key), .post = post, .on_done = keep},
                              deadline);
}

absl::StatusOr<bool> StripeProducts::UpdatePrice(const StoredPrice& price, bool active,
                                                 Deadline deadline) const {
  StoredPrice next = price;
  next.active = active;
  ++next.updates;
  const auto keep = [&](pg::Transaction& tx, const stripe::Answer& answer) -> absl::Status {
    ASSIGN_OR_RETURN(next.active, stripe::ParseActive(answer.body));
    return parts_.stripe.PutPrice(tx, next, parts_.clock.Now());
  };
  ASSIGN_OR_RETURN(
      const Sent sent,
      parts_.requests.Send({.subject = UpdateSubject(PriceSubject(price.key), price.updates),
                            .post = stripe::UpdatePrice(price.id, active),
                            .on_done = keep},
                           deadline));
  if (sent.done()) return true;
  if (!IsMissing(sent)) return stripe::ToClientStatus(sent.answer);
  RETURN_IF_ERROR(pg::RunTransaction(
      parts_.pool, deadline, [&](pg::Transaction& tx) { return ForgetPrice(tx, price.key); }));
  return false;
}

absl::StatusOr<StripeProducts::Done> StripeProducts::EnsurePrice(const ItemText& text,
                                                                 const PriceKey& key,
                                                                 Deadline deadline) const {
  Done done;
  for (int round = 0; round < kProductRounds; ++round) {
    ASSIGN_OR_RETURN(const Done product, EnsureProduct(text, deadline));
    std::optional<StoredPrice> known;
    {
      ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
      ASSIGN_OR_RETURN(known, parts_.stripe.FindPrice(db, key));
    }
    if (known.has_value() && known->active) {
      done.id = known->id;
      return done;
    }
    if (known.has_value()) {
      RETURN_IF_ERROR(UpdatePrice(*known, true, deadline).status());
      done.change = Change::kUpdated;
      continue;
    }
    ASSIGN_OR_RETURN(const Sent sent, CreatePrice(key, product.id, deadline));
    done.change = Change::kCreated;
    if (sent.done()) continue;
    if (!IsMissing(sent)) return stripe::ToClientStatus(sent.answer);
    // The product is gone at Stripe.
    RETURN_IF_ERROR(pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) {
      return ForgetProduct(tx, text.item.id());
    }));
  }
  return stripe::ToClientStatus(stripe::Answer{});
}

absl::StatusOr<bool> StripeProducts::LookAtProduct(const std::string& item_id,
                                                   Deadline deadline) const {
  std::optional<StoredProduct> known;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(known, parts_.stripe.FindProduct(db, item_id));
  }
  if (!known.has_value()) return false;
  const auto body =
      parts_.sync.Retrieve(Concat({"/v1/products/", stripe::PercentEncode(known->id)}), deadline);
  const bool gone = error::ReasonOf(body.status()) == error::Reason::NOT_FOUND;
  if (!gone) RETURN_IF_ERROR(body.status());
  const auto now = gone ? stripe::Product{} : stripe::ParseProduct(*body);
  RETURN_IF_ERROR(now.status());
  if (!gone && now->active == known->active && now->name == known->name) return false;
  RETURN_IF_ERROR(pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) {
    if (gone) return ForgetProduct(tx, item_id);
    known->name = now->name;
    known->active = now->active;
    return parts_.stripe.PutProduct(tx, *known, parts_.clock.Now());
  }));
  return true;
}

absl::StatusOr<bool> StripeProducts::LookAtPrice(const PriceKey& key, Deadline deadline) const {
  std::optional<StoredPrice> known;
  std::optional<StoredProduct> product;
  {
    ASSIGN_OR_RETURN(pg::Connection db, parts_.pool.Acquire(deadline));
    ASSIGN_OR_RETURN(known, parts_.stripe.FindPrice(db, key));
    ASSIGN_OR_RETURN(product, parts_.stripe.FindProduct(db, key.item_id));
  }
  if (!known.has_value()) return false;
  const auto body =
      parts_.sync.Retrieve(Concat({"/v1/prices/", stripe::PercentEncode(known->id)}), deadline);
  const bool missing = error::ReasonOf(body.status()) == error::Reason::NOT_FOUND;
  if (!missing) RETURN_IF_ERROR(body.status());
  const auto now = missing ? stripe::Price{} : stripe::ParsePrice(*body);
  RETURN_IF_ERROR(now.status());
  // A price with another amount or product is another price, whatever its id.
  const bool fits = now->unit_amount == key.unit_amount && now->currency == key.currency &&
                    product.has_value() && now->product == product->id;
  if (fits && now->active == known->active) return false;
  RETURN_IF_ERROR(pg::RunTransaction(parts_.pool, deadline, [&](pg::Transaction& tx) {
    if (!fits) return ForgetPrice(tx, key);
    known->active = now->active;
    return parts_.stripe.PutPrice(tx, *known, parts_.clock.Now());
  }));
  return true;
}

absl::StatusOr<bool> StripeProducts::LookAgain(const std::string& item_id, const PriceKey* price,
                                               Deadline deadline) const {
  ASSIGN_OR_RETURN(const bool product_differs, LookAtProduct(item_id, deadline));
  if (price == nullptr) return product_differs;
  ASSIGN_OR_RETURN(const bool price_differs, LookAtPrice(*price, deadline));
  return product_differs || price_differs;
}

absl::StatusOr<Change> StripeProducts::ArchiveProduct(const StoredProduct& product,
                                                      Deadline deadline) const {
  if (!product.active) return Change::kNone;
  RETURN_IF_ERROR(UpdateProduct(product, product.name, false, deadline).status());
  return Change::kArchived;
}

absl::StatusOr<Change> StripeProducts::ArchivePrice(const StoredPrice& price,
                                                    Deadline deadline) const {
  if (!price.active) return Change::kNone;
  RETURN_IF_ERROR(UpdatePrice(price, false, deadline).status());
  return Change::kArchived;
}

}  // namespace keys::billing
