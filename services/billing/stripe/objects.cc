#include "services/billing/stripe/objects.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/base/word_table.h"
#include "common/json/number.h"

namespace keys::billing::stripe {
namespace {

// The words of Stripe that billing acts on. kOther has none.
constexpr auto kSessionStatuses =
    MakeWordTable<SessionStatus>("session status", {{SessionStatus::kOpen, "open"},
                                                    {SessionStatus::kComplete, "complete"},
                                                    {SessionStatus::kExpired, "expired"}});
constexpr auto kPaymentStatuses = MakeWordTable<PaymentStatus>(
    "payment status", {{PaymentStatus::kPaid, "paid"},
                       {PaymentStatus::kUnpaid, "unpaid"},
                       {PaymentStatus::kNoPaymentRequired, "no_payment_required"}});
constexpr auto kIntentStatuses = MakeWordTable<IntentStatus>(
    "payment intent status", {{IntentStatus::kRequiresPaymentMethod, "requires_payment_method"},
                              {IntentStatus::kCanceled, "canceled"}});

using Json = rapidjson::Value;

// Reads members of one object and remembers the first one that is missing or of another type.
class Reader {
 public:
  explicit Reader(const Json& object) : object_(object) {}

  std::string Text(const char* name) {
    const Json* member = Find(name);
    if (member != nullptr && member->IsString()) return StringOf(*member);
    Miss(name);
    return "";
  }

  // Returns an empty text when the member is absent or null, and the id of an expanded object.
  std::string Reference(const char* name) {
    const Json* member = Find(name);
    if (member == nullptr || member->IsNull()) return "";
    if (member->IsString()) return StringOf(*member);
    if (member->IsObject()) return Reader(*member).Reference("id");
    Miss(name);
    return "";
  }

  int64_t Integer(const char* name) {
    const Json* member = Find(name);
    const auto number = member == nullptr ? std::nullopt : json::WholeNumber(*member);
    if (number.has_value()) return *number;
    Miss(name);
    return 0;
  }

  // Returns 0 for null or an absent member.
  int64_t NullableInteger(const char* name) {
    const Json* member = Find(name);
    return member == nullptr || member->IsNull() ? 0 : Integer(name);
  }

  bool Flag(const char* name) {
    const Json* member = Find(name);
    if (member != nullptr && member->IsBool()) return member->GetBool();
    Miss(name);
    return false;
  }

  // Returns an empty text when there is no such entry.
  std::string Metadata(const char* name) const {
    const Json* metadata = Find("metadata");
    if (metadata == nullptr || !metadata->IsObject()) return "";
    const auto found = metadata->FindMember(name);
    const bool text = found != metadata->MemberEnd() && found->value.IsString();
    return text ? StringOf(found->value) : "";
  }

  const Json* Object(const char* name) const {
    const Json* member = Find(name);
    return member != nullptr && member->IsObject() ? member : nullptr;
  }

  absl::Status status() const {
    if (missing_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(Concat({"Stripe's answer lacks ", missing_}));
  }

 private:
  static std::string StringOf(const Json& value) {
    return {value.GetString(), value.GetStringLength()};
  }
  const Json* Find(const char* name) const {
    const auto found = object_.FindMember(name);
    return found == object_.MemberEnd() ? nullptr : &found->value;
  }
  void Miss(const char* name) {
    if (missing_.empty()) missing_ = name;
  }

  const Json& object_;
  std::string missing_;
};

// Stripe expands at most four levels. A deeper document could exhaust the stack of code that walks
// it.
constexpr int kMaxDepth = 64;

bool IsTooDeep(std::string_view json) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
      continue;
    }
    if (c == '"') in_text = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kMaxDepth) return true;
  }
  return false;
}

absl::StatusOr<rapidjson::Document> Parse(std::string_view json) {
  if (IsTooDeep(json)) return absl::InvalidArgumentError("Stripe's answer is nested too deep");
  rapidjson::Document document;
  // Text that is not UTF-8 could not be stored.
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
      json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) {
    return absl::InvalidArgumentError("Stripe's answer is no JSON object");
  }
  return document;
}

template <typename T>
absl::StatusOr<T> Checked(T value, const Reader& reader) {
  RETURN_IF_ERROR(reader.status());
  return value;
}

// Reads one object, whose members `fill` takes.
template <typename T>
absl::StatusOr<T> ReadItem(const Json& json, T (*fill)(Reader&)) {
  Reader reader(json);
  T value = fill(reader);
  return Checked(std::move(value), reader);
}

template <typename T>
absl::StatusOr<T> Read(std::string_view json, T (*fill)(Reader&)) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  return ReadItem(document, fill);
}

template <typename T>
absl::StatusOr<Page<T>> ReadPage(std::string_view json, absl::StatusOr<T> (*read)(const Json&)) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  Page<T> page;
  page.has_more = reader.Flag("has_more");
  RETURN_IF_ERROR(reader.status());
  const auto found = document.FindMember("data");
  if (found == document.MemberEnd() || !found->value.IsArray()) {
    return absl::InvalidArgumentError("Stripe's list lacks data");
  }
  for (const Json& item : found->value.GetArray()) {
    if (!item.IsObject()) return absl::InvalidArgumentError("Stripe's list holds no objects");
    page.last_id = Reader(item).Reference("id");
    absl::StatusOr<T> value = read(item);
    if (value.ok()) {
      page.items.push_back(*std::move(value));
    } else {
      ++page.unreadable;
    }
  }
  return page;
}

std::string Write(const Json& json) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  json.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// Reads the members that payments, refunds and disputes share.
template <typename T>
T ReadMoney(Reader& reader) {
  T money;
  money.id = reader.Text("id");
  money.payment_intent = reader.Reference("payment_intent");
  money.currency = reader.Text("currency");
  money.amount = reader.Integer("amount");
  return money;
}

Charge ReadCharge(Reader& reader) {
  Charge charge = ReadMoney<Charge>(reader);
  charge.status = reader.Text("status");
  charge.amount_refunded = reader.Integer("amount_refunded");
  charge.livemode = reader.Flag("livemode");
  charge.order_id = reader.Metadata("order_id");
  charge.created = absl::FromUnixSeconds(reader.Integer("created"));
  return charge;
}

Refund ReadRefund(Reader& reader) {
  Refund refund = ReadMoney<Refund>(reader);
  refund.status = reader.Reference("status");
  refund.charge = reader.Reference("charge");
  refund.reason = reader.Reference("reason");
  refund.order_id = reader.Metadata("order_id");
  refund.order_line_id = reader.Metadata("order_line_id");
  refund.created = absl::FromUnixSeconds(reader.Integer("created"));
  return refund;
}

Dispute ReadDispute(Reader& reader) {
  Dispute dispute = ReadMoney<Dispute>(reader);
  dispute.status = reader.Text("status");
  dispute.charge = reader.Reference("charge");
  dispute.reason = reader.Reference("reason");
  dispute.livemode = reader.Flag("livemode");
  return dispute;
}

PaymentIntent ReadPaymentIntent(Reader& reader) {
  return {reader.Text("id"),
          kIntentStatuses.Find(reader.Text("status")).value_or(IntentStatus::kOther),
          reader.Flag("livemode"), reader.Metadata("order_id")};
}

Product ReadProduct(Reader& reader) {
  return {reader.Text("id"), reader.Text("name"), reader.Flag("active")};
}

Price ReadPrice(Reader& reader) {
  return {reader.Text("id"), reader.Reference("product"), reader.Text("currency"),
          reader.NullableInteger("unit_amount"), reader.Flag("active")};
}

Owner ReadOwner(Reader& reader) {
  return {reader.Text("id"), reader.Metadata("order_id"), reader.Reference("payment_intent"),
          reader.Reference("charge")};
}

absl::StatusOr<Session> ReadSession(const Json& json) {
  Reader reader(json);
  Session session;
  session.id = reader.Text("id");
  session.url = reader.Reference("url");
  session.status =
      kSessionStatuses.Find(reader.Reference("status")).value_or(SessionStatus::kOther);
  session.payment_word = reader.Text("payment_status");
  session.payment_status =
      kPaymentStatuses.Find(session.payment_word).value_or(PaymentStatus::kOther);
  session.payment_intent = reader.Reference("payment_intent");
  // A paid session has a sum. Sessions that are not about a payment have none.
  const bool paid = session.payment_status == PaymentStatus::kPaid;
  session.currency = paid ? reader.Text("currency") : reader.Reference("currency");
  session.amount_subtotal =
      paid ? reader.Integer("amount_subtotal") : reader.NullableInteger("amount_subtotal");
  if (const Json* totals = reader.Object("total_details")) {
    Reader details(*totals);
    session.amount_discount = details.Integer("amount_discount");
    RETURN_IF_ERROR(details.status());
  }
  session.livemode = reader.Flag("livemode");
  session.expires_at = absl::FromUnixSeconds(reader.Integer("expires_at"));
  session.order_id = reader.Metadata("order_id");
  return Checked(std::move(session), reader);
}

absl::StatusOr<Event> ReadEvent(const Json& json) {
  Reader reader(json);
  if (reader.Reference("object") != "event") {
    return absl::InvalidArgumentError("the body is no snapshot event");
  }
  Event event;
  event.id = reader.Text("id");
  event.type = reader.Text("type");
  event.api_version = reader.Reference("api_version");
  event.livemode = reader.Flag("livemode");
  event.account = reader.Reference("account");
  RETURN_IF_ERROR(reader.status());
  const Json* payload = reader.Object("data");
  const Json* object = payload == nullptr ? nullptr : Reader(*payload).Object("object");
  if (object == nullptr) return absl::InvalidArgumentError("the event carries no object");
  Reader inner(*object);
  event.object_type = inner.Reference("object");
  event.object_id = inner.Reference("id");
  event.object_json = Write(*object);
  event.json = Write(json);
  return event;
}

absl::StatusOr<Charge> ReadListedCharge(const Json& json) { return ReadItem(json, ReadCharge); }
absl::StatusOr<Refund> ReadListedRefund(const Json& json) { return ReadItem(json, ReadRefund); }

}  // namespace

absl::StatusOr<Owner> ParseOwner(std::string_view json) { return Read(json, ReadOwner); }

absl::StatusOr<Session> ParseSession(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  return ReadSession(document);
}

absl::StatusOr<Charge> ParseCharge(std::string_view json) { return Read(json, ReadCharge); }

absl::StatusOr<Refund> ParseRefund(std::string_view json) { return Read(json, ReadRefund); }

absl::StatusOr<Dispute> ParseDispute(std::string_view json) { return Read(json, ReadDispute); }

absl::StatusOr<PaymentIntent> ParsePaymentIntent(std::string_view json) {
  return Read(json, ReadPaymentIntent);
}

absl::StatusOr<Product> ParseProduct(std::string_view json) { return Read(json, ReadProduct); }

absl::StatusOr<Price> ParsePrice(std::string_view json) { return Read(json, ReadPrice); }

absl::StatusOr<bool> ParseDeleted(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  const auto deleted = document.FindMember("deleted");
  return deleted != document.MemberEnd() && deleted->value.IsBool() && deleted->value.GetBool();
}

absl::StatusOr<Event> ParseEvent(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  return ReadEvent(document);
}

absl::StatusOr<Page<std::string>> ParsePage(std::string_view json) {
  return ReadPage<std::string>(
      json, [](const Json& item) -> absl::StatusOr<std::string> { return Write(item); });
}

absl::StatusOr<Page<Event>> ParseEventPage(std::string_view json) {
  return ReadPage(json, ReadEvent);
}

absl::StatusOr<Page<Charge>> ParseChargePage(std::string_view json) {
  return ReadPage(json, ReadListedCharge);
}

absl::StatusOr<Page<Refund>> ParseRefundPage(std::string_view json) {
  return ReadPage(json, ReadListedRefund);
}

absl::StatusOr<bool> ParseActive(std::string_view json) {
  return Read<bool>(json, [](Reader& reader) { return reader.Flag("active"); });
}

absl::StatusOr<std::string> ParseId(std::string_view json) {
  return Read<std::string>(json, [](Reader& reader) { return reader.Text("id"); });
}

absl::StatusOr<std::string> ParseUrl(std::string_view json) {
  return Read<std::string>(json, [](Reader& reader) { return reader.Text("url"); });
}

ErrorBody ParseError(std::string_view json) {
  const absl::StatusOr<rapidjson::Document> document = Parse(json);
  if (!document.ok()) return {};
  const Json* error = Reader(*document).Object("error");
  if (error == nullptr) return {};
  Reader reader(*error);
  return {reader.Reference("type"), reader.Reference("code"), reader.Reference("param"),
          reader.Reference("message")};
}

}  // namespace keys::billing::stripe
