#include "tests/fakes/stripe_sandbox/transaction.h"

#include <algorithm>
#include <random>
#include <string_view>
#include <utility>

#include "tests/fakes/stripe_sandbox/event_text.h"
#include "tests/fakes/stripe_sandbox/ids.h"
#include "tests/fakes/stripe_sandbox/shape.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kEventDays = 30;  // how far back GET /v1/events reaches

constexpr std::pair<std::string_view, std::string_view> kPrefixes[] = {
    {"cs_", "checkout.session"}, {"pi_", "payment_intent"},   {"ch_", "charge"},
    {"py_", "charge"},           {"re_", "refund"},           {"dp_", "dispute"},
    {"cus_", "customer"},        {"price_", "price"},         {"prod_", "product"},
    {"evt_", "event"},           {"we_", "webhook_endpoint"},
};

bool Listens(const Json& endpoint, const std::string& type) {
  if (endpoint["status"].AsString() != "enabled") return false;
  const Json::Array& types = endpoint["enabled_events"].items();
  return std::any_of(types.begin(), types.end(), [&type](const Json& word) {
    return word.AsString() == "*" || word.AsString() == type;
  });
}

int64_t DelayMillis(const WebhookMode& mode) {
  if (mode.kind == WebhookMode::Kind::kDelay) return static_cast<int64_t>(mode.seconds * 1000);
  if (mode.kind != WebhookMode::Kind::kShuffle) return 0;
  // A random moment within the window: events overtake each other.
  static thread_local std::mt19937 random{std::random_device{}()};
  return std::uniform_int_distribution<int64_t>(
      1, static_cast<int64_t>(mode.seconds * 1000) + 1)(random);
}

}  // namespace

Transaction::Transaction(World& world, std::string request_id, std::string idempotency_key)
    : world_(world),
      lock_(world.store.mutex()),
      request_id_(std::move(request_id)),
      idempotency_key_(std::move(idempotency_key)),
      now_(world.clock.NowSeconds()) {}

const Json* Transaction::Find(const std::string& type, const std::string& id) const {
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    if (change->type == type && change->id == id) {
      return change->object.is_null() ? nullptr : &change->object;
    }
  }
  return world_.store.Find(type, id);
}

const Json* Transaction::FindById(const std::string& id) const {
  for (const auto& [prefix, type] : kPrefixes) {
    if (!id.starts_with(prefix)) continue;
    if (const Json* found = Find(std::string(type), id)) return found;
  }
  // Products and coupons may carry ids of the shop's own choosing.
  if (const Json* product = Find("product", id)) return product;
  return Find("coupon", id);
}

Json Transaction::Make(const std::string& type, const std::string& id) const {
  Json object = Skeleton(subset(), subset().Schema(type));
  object.Set("id", id);
  if (object.Has("created")) object.Set("created", now_);
  return object;
}

void Transaction::Put(const std::string& type, Json object) {
  const std::string id = object["id"].AsString();
  for (Change& change : changes_) {
    if (change.type == type && change.id == id) {
      change.object = std::move(object);
      return;
    }
  }
  changes_.push_back({type, id, std::move(object)});
}

void Transaction::Delete(const std::string& type, const std::string& id) {
  changes_.push_back({type, id, Json()});
}

std::string Transaction::Emit(const std::string& event_type, const Json& object,
                              const Json& previous) {
  const Json shown = Shown(*this, object);
  world_.self_check.Report(event_type,
                           Misfits(subset(), subset().Schema(shown["object"].AsString()), shown));
  Json data = Json::MakeObject({{"object", shown}});
  if (previous.is_object()) data.Set("previous_attributes", previous);
  return AddEvent(event_type, data.Write(), false);
}

std::string Transaction::EmitForged(const std::string& event_type, const Json& object,
                                    bool livemode) {
  return AddEvent(event_type, Json::MakeObject({{"object", object}}).Write(), livemode);
}

std::string Transaction::AddEvent(const std::string& type, const std::string& data_text,
                                  bool livemode) {
  const WebhookMode mode = world_.webhook_modes.Take(type);
  std::string id;
  for (int i = 0; i < (mode.twin ? 2 : 1); ++i) {
    id = NewId("evt_1");
    Json event = Make("event", id);
    event.Set("type", type)
        .Set("api_version", subset().version())
        .Set("livemode", livemode)
        .Set("data", Json(Json::Raw{data_text}))
        .Set("_deadline", now_ + kEventDays * 24 * 3600);
    Json request = Json::MakeObject({{"id", Json()}, {"idempotency_key", Json()}});
    if (!request_id_.empty()) request.Set("id", request_id_);
    if (!idempotency_key_.empty()) request.Set("idempotency_key", idempotency_key_);
    event.Set("request", std::move(request));
    AddDeliveries(mode, &event);
    Put("event", std::move(event));
  }
  return id;
}

void Transaction::AddDeliveries(const WebhookMode& mode, Json* event) {
  const std::string& event_id = (*event)["id"].AsString();
  const std::string& type = (*event)["type"].AsString();
  const bool dropped = mode.kind == WebhookMode::Kind::kDrop;
  const bool copied = mode.kind == WebhookMode::Kind::kDuplicate && !mode.twin;
  Json deliveries = Json::MakeArray();
  Newest("webhook_endpoint", [&](const Json& endpoint) {
    if (!Listens(endpoint, type)) return true;
    const std::string id = "del_" + RandomLetters(16);
    Put("delivery", Json::MakeObject({{"id", id},
                                      {"event", event_id},
                                      {"endpoint", endpoint["id"]},
                                      {"created", now_},
                                      {"state", dropped ? "dropped" : "pending"},
                                      {"attempts", 0},
                                      {"copies", copied ? mode.copies : 1},
                                      {"status", 0}}));
    deliveries.Append(id);
    if (dropped) {
      ++world_.webhooks.counts().dropped;
    } else {
      planned_.push_back({id, event_id, DelayMillis(mode)});
    }
    return true;
  });
  event->Set("_deliveries", std::move(deliveries));
}

int64_t Transaction::Redeliver(const Json& event) {
  int64_t planned = 0;
  for (const Json& id : event["_deliveries"].items()) {
    const Json* found = Find("delivery", id.AsString());
    if (found == nullptr) continue;
    Json delivery = *found;
    // One that is still pending gets a second, independent attempt, as a resend by hand does.
    delivery.Set("state", "pending").Set("created", now_);
    Put("delivery", std::move(delivery));
    planned_.push_back({id.AsString(), event["id"].AsString()});
    ++planned;
  }
  return planned;
}

void Transaction::Commit() {
  world_.store.Apply({changes_.begin(), changes_.end()});
  changes_.clear();
  world_.webhooks.Plan(planned_);
  planned_.clear();
}

bool CouponValid(const Json& coupon, int64_t now) {
  const Json& redeem_by = coupon["redeem_by"];
  if (redeem_by.is_int() && redeem_by.AsInt() <= now) return false;
  const Json& limit = coupon["max_redemptions"];
  return !limit.is_int() || coupon["times_redeemed"].AsInt() < limit.AsInt();
}

Json Shown(const Transaction& tx, const Json& object) {
  const std::string& type = object["object"].AsString();
  if (type == "event") return EventAsShown(tx.store(), object);
  Json shown = Json::MakeObject();
  for (const Json::Member& member : object.members()) {
    if (!member.name.starts_with('_')) shown.Set(member.name, member.value);
  }
  if (type == "coupon" && !shown.Has("deleted")) shown.Set("valid", CouponValid(object, tx.now()));
  return shown;
}

}  // namespace stripe_sandbox
