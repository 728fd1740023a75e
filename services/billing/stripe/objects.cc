#include "services/billing/stripe/objects.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace keys::billing::stripe {
namespace {

using Json = rapidjson::Value;

// Reads members of one object and remembers the first that is missing or of another type.
class Reader {
 public:
  explicit Reader(const Json& object) : object_(object) {}

  std::string Text(const char* name) {
    const Json* member = Find(name);
    if (member != nullptr && member->IsString()) return StringOf(*member);
    Miss(name);
    return "";
  }

  // Empty when absent or null; the id of an expanded object.
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
    if (member != nullptr && member->IsInt64()) return member->GetInt64();
    Miss(name);
    return 0;
  }

  bool Flag(const char* name) {
    const Json* member = Find(name);
    if (member != nullptr && member->IsBool()) return member->GetBool();
    Miss(name);
    return false;
  }

  // Empty when there is no such entry.
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

// Stripe expands at most four levels; what is deeper would only use up the stack of whoever walks
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
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
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

absl::StatusOr<Session> ReadSession(const Json& json) {
  Reader reader(json);
  Session session;
  session.id = reader.Text("id");
  session.url = reader.Reference("url");
  session.status = reader.Text("status");
  session.payment_status = reader.Text("payment_status");
  session.payment_intent = reader.Reference("payment_intent");
  session.currency = reader.Text("currency");
  session.amount_subtotal = reader.Integer("amount_subtotal");
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

}  // namespace

absl::StatusOr<Session> ParseSession(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  return ReadSession(document);
}

absl::StatusOr<Charge> ParseCharge(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  Charge charge;
  charge.id = reader.Text("id");
  charge.status = reader.Text("status");
  charge.payment_intent = reader.Reference("payment_intent");
  charge.currency = reader.Text("currency");
  charge.amount = reader.Integer("amount");
  charge.amount_refunded = reader.Integer("amount_refunded");
  charge.livemode = reader.Flag("livemode");
  charge.order_id = reader.Metadata("order_id");
  return Checked(std::move(charge), reader);
}

absl::StatusOr<Refund> ParseRefund(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  Refund refund;
  refund.id = reader.Text("id");
  refund.status = reader.Reference("status");
  refund.charge = reader.Reference("charge");
  refund.payment_intent = reader.Reference("payment_intent");
  refund.currency = reader.Text("currency");
  refund.amount = reader.Integer("amount");
  refund.reason = reader.Reference("reason");
  refund.order_id = reader.Metadata("order_id");
  refund.order_line_id = reader.Metadata("order_line_id");
  return Checked(std::move(refund), reader);
}

absl::StatusOr<Dispute> ParseDispute(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  Dispute dispute;
  dispute.id = reader.Text("id");
  dispute.status = reader.Text("status");
  dispute.charge = reader.Reference("charge");
  dispute.payment_intent = reader.Reference("payment_intent");
  dispute.currency = reader.Text("currency");
  dispute.amount = reader.Integer("amount");
  dispute.reason = reader.Reference("reason");
  dispute.livemode = reader.Flag("livemode");
  return Checked(std::move(dispute), reader);
}

absl::StatusOr<PaymentIntent> ParsePaymentIntent(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  PaymentIntent intent;
  intent.id = reader.Text("id");
  intent.status = reader.Text("status");
  intent.livemode = reader.Flag("livemode");
  intent.order_id = reader.Metadata("order_id");
  return Checked(std::move(intent), reader);
}

absl::StatusOr<Event> ParseEvent(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
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
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  object->Accept(writer);
  event.object_json = std::string(buffer.GetString(), buffer.GetSize());
  return event;
}

absl::StatusOr<SessionPage> ParseSessionPage(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  SessionPage page;
  page.has_more = reader.Flag("has_more");
  RETURN_IF_ERROR(reader.status());
  const auto found = document.FindMember("data");
  if (found == document.MemberEnd() || !found->value.IsArray()) {
    return absl::InvalidArgumentError("Stripe's list lacks data");
  }
  for (const Json& item : found->value.GetArray()) {
    if (!item.IsObject()) return absl::InvalidArgumentError("Stripe's list holds no objects");
    ASSIGN_OR_RETURN(Session session, ReadSession(item));
    page.sessions.push_back(std::move(session));
  }
  return page;
}

absl::StatusOr<std::string> ParseId(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  return Checked(reader.Text("id"), reader);
}

absl::StatusOr<std::string> ParseUrl(std::string_view json) {
  ASSIGN_OR_RETURN(const rapidjson::Document document, Parse(json));
  Reader reader(document);
  return Checked(reader.Text("url"), reader);
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
