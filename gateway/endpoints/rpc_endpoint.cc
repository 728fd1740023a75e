#include "gateway/endpoints/rpc_endpoint.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/filters/common_fields.h"
#include "gateway/filters/entity_tag.h"
#include "gateway/filters/media_type.h"
#include "gateway/filters/problem.h"
#include "gateway/transcode/json_writer.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace keys::gateway {
namespace {

using error::Reason;
using google::protobuf::Arena;
using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr char kAccessSetMethod[] = "keys.entitlement.v1.EntitlementGateway.GetAccessSet";
constexpr char kAccessSetPath[] = "/keys.entitlement.v1.EntitlementGateway/GetAccessSet";
constexpr absl::Duration kAccessSetTimeout = absl::Seconds(2);
constexpr size_t kMaxIdempotencyKey = 255;
// Enough for a list of a few tags, because metadata between processes is limited.
constexpr size_t kMaxIfMatch = 256;

bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }

Message* NewMessage(const Descriptor& descriptor, Arena* arena) {
  return MessageFactory::generated_factory()->GetPrototype(&descriptor)->New(arena);
}

bool OnlyReads(const HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

// The service that knows the thing checks the If-Match of a change; ApplyConditions checks that of
// a GET against the answer's own tag. Several fields form one list.
absl::StatusOr<std::string> IfMatchOf(const HttpRequest& request) {
  const auto sent = request.headers.Joined("if-match");
  if (!sent.has_value() || OnlyReads(request)) return std::string();
  const bool plain =
      std::all_of(sent->begin(), sent->end(), [](char c) { return c == ' ' || IsVisible(c); });
  if (sent->empty() || sent->size() > kMaxIfMatch || !plain) {
    return error::Make(Reason::INVALID_ARGUMENT, "If-Match is not a list of entity tags.");
  }
  return *sent;
}

// Services ignore conditions (RFC 9110 §13.1) and Content-Range (§14.5). On a write, ignoring them
// could apply a change that the client did not ask for, so they are refused here. Only things of
// the catalog have tags.
absl::Status CheckHeeded(const HttpRequest& request, bool has_tags, const std::string& if_match) {
  if (OnlyReads(request)) return absl::OkStatus();
  if (request.headers.Find("if-none-match") != nullptr) {
    return error::Make(Reason::INVALID_ARGUMENT,
                       "If-None-Match is understood where something is read, not changed.");
  }
  if (request.headers.Find("content-range") != nullptr) {
    return error::Make(Reason::INVALID_ARGUMENT, "Send the body whole, without Content-Range.");
  }
  const bool any = if_match.empty() || if_match == "*";
  return any || has_tags ? absl::OkStatus() : PreconditionFailed();
}

// The policy of documents that others wrote: nothing in them may run, load or navigate, however
// they were made.
constexpr char kRawPolicy[] =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox";

// ReadRoutes has checked that the message has such a field.
std::string OneText(const Message& message) {
  return message.GetReflection()->GetString(message, message.GetDescriptor()->field(0));
}

// Services that answer from a copy of the catalog are told which revision the client may have seen,
// so that their copy is no older.
void TellSeenRevision(const CatalogCache& cache, Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("seen_revision");
  const std::optional<int64_t> seen = field == nullptr ? std::nullopt : cache.SeenRevision();
  if (seen.has_value()) request.GetReflection()->SetInt64(&request, field, *seen);
}

// An encoded body would have to be decoded first, which bodies of a few KiB do not need.
bool HasContentCoding(const HeaderFields& headers) {
  const auto codings = headers.Joined("content-encoding");
  if (!codings.has_value()) return false;
  const auto members = Split(*codings, ',');
  return std::any_of(members.begin(), members.end(), [](std::string_view member) {
    const std::string coding = ToAsciiLower(StripBlanks(member));
    return !coding.empty() && coding != "identity";
  });
}

HttpResponse Shared(SharedAnswerPtr answer) {
  const int status = answer->status;
  return {.status = status, .shared = std::move(answer)};
}

}  // namespace

struct RpcEndpoint::Flight {
  ExchangePtr exchange;
  Reply reply;
  Arena arena;
  Message* request = nullptr;
  Message* response = nullptr;
  Message* access = nullptr;
  std::string idempotency_key;
  std::string if_match;
  // If it is empty, the answer is not kept.
  std::string cache_key;
  // The time for all calls that this answer needs, one after the other.
  Deadline answer_by = Deadline::Never();
};

void RpcEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  if (const KeptAnswerPtr kept = FindSpelled(*exchange)) {
    return reply(Shared(kept->Choose(exchange->request.headers)));
  }
  auto flight = std::make_shared<Flight>();
  flight->exchange = std::move(exchange);
  flight->answer_by = Deadline::After(absl::Milliseconds(route_.timeout_ms));
  flight->reply = std::move(reply);
  const absl::Status prepared = Prepare(*flight);
  if (!prepared.ok()) return flight->reply(prepared);
  const bool signed_in = flight->exchange->caller.signed_in();
  if (MayBeKept() && signed_in) cache_.CountPrivate();
  if (MayBeKept() && !signed_in) {
    flight->cache_key = CacheKey(*flight);
    if (const KeptAnswerPtr kept = cache_.Find(flight->cache_key)) {
      cache_.Spell(flight->cache_key, SpellingOf(*flight->exchange));
      return flight->reply(Shared(kept->Choose(flight->exchange->request.headers)));
    }
  }
  if (route_.access_set != nullptr && signed_in) return FetchAccessSet(flight);
  if (events_ != nullptr) {
    return events_->names.Check(flight->exchange, flight->request,
                                [this, flight] { Gather(flight); });
  }
  Call(flight);
}

bool RpcEndpoint::MayBeKept() const {
  return route_.process == "catalog" && route_.rule.cache() == http::v1::CACHE_REVALIDATE;
}

// A request that reads means the same as any other with the same address. A request with a body is
// bound all the same, because it may have to be refused.
KeptAnswerPtr RpcEndpoint::FindSpelled(const Exchange& exchange) const {
  if (!MayBeKept() || exchange.caller.signed_in() || !exchange.request.body.empty()) return nullptr;
  return cache_.FindSpelled(SpellingOf(exchange));
}

std::string RpcEndpoint::SpellingOf(const Exchange& exchange) const {
  return Concat({route_.grpc_path, " ", presentation_.name, " ", exchange.request.target});
}

// The key is the request as it was understood: the order and spelling of parameters do not matter,
// and the answer depends on nothing else. Accept is not part of it, because a page of the same
// answer is another presentation.
std::string RpcEndpoint::CacheKey(const Flight& flight) const {
  std::string key = StrCat(route_.grpc_path, " ", presentation_.name, " ");
  google::protobuf::io::StringOutputStream stream(&key);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  flight.request->SerializeToCodedStream(&coded);
  return key;
}

absl::Status RpcEndpoint::Prepare(Flight& flight) const {
  const HttpRequest& request = flight.exchange->request;
  if (route_.rule.idempotency() == http::v1::IDEMPOTENCY_KEY) {
    ASSIGN_OR_RETURN(flight.idempotency_key, IdempotencyKeyOf(request.headers));
  }
  ASSIGN_OR_RETURN(flight.if_match, IfMatchOf(request));
  if (route_.binder.has_body()) RETURN_IF_ERROR(CheckJsonContentType(request));
  ASSIGN_OR_RETURN(flight.request,
                   route_.binder.Bind({flight.exchange->variables, request.query(), request.body},
                                      &flight.arena));
  RETURN_IF_ERROR(CheckHeeded(request, route_.process == "catalog", flight.if_match));
  flight.response = NewMessage(*route_.method->output_type(), &flight.arena);
  return absl::OkStatus();
}

void RpcEndpoint::FetchAccessSet(const FlightPtr& flight) const {
  const auto& method = FindMethod(kAccessSetMethod);
  const Message* nobody = NewMessage(*method.input_type(), &flight->arena);
  flight->access = NewMessage(*method.output_type(), &flight->arena);
  upstream_.Call(
      {.process = "entitlement",
       .grpc_path = kAccessSetPath,
       .request = nobody,
       .response = flight->access,
       .exchange = *flight->exchange,
       .timeout = std::min(kAccessSetTimeout, flight->answer_by.Remaining())},
      [this, flight](const UpstreamAnswer& answer) {
        // Without the access set the answer would be a guess, so the call fails.
        if (!answer.status.ok()) return flight->reply(answer.status);
        const auto* set = flight->access->GetDescriptor()->FindFieldByName("access_set");
        flight->request->GetReflection()
            ->MutableMessage(flight->request, route_.access_set)
            ->CopyFrom(flight->access->GetReflection()->GetMessage(*flight->access, set));
        Call(flight);
      });
}

void RpcEndpoint::Call(const FlightPtr& flight) const {
  TellSeenRevision(cache_, *flight->request);
  upstream_.Call({.process = route_.process,
                  .grpc_path = route_.grpc_path,
                  .request = flight->request,
                  .response = flight->response,
                  .exchange = *flight->exchange,
                  .timeout = flight->answer_by.Remaining(),
                  .idempotency_key = flight->idempotency_key,
                  .if_match = flight->if_match,
                  .may_be_refused = OnlyReads(flight->exchange->request) &&
                                    route_.timeout_ms <= kBrowsingTimeoutMs},
                 [this, flight](const UpstreamAnswer& answer) { OnAnswer(flight, answer); });
}

void RpcEndpoint::Gather(const FlightPtr& flight) const {
  using analytics::v1::RecordEventRequest;
  using analytics::v1::RecordEventResponse;
  const auto* event = google::protobuf::DynamicCastToGenerated<RecordEventRequest>(flight->request);
  auto* response = google::protobuf::DynamicCastToGenerated<RecordEventResponse>(flight->response);
  CHECK_THAT(event != nullptr && response != nullptr, "only client events are gathered");
  events_->gatherer.Add(flight->exchange, *event, flight->answer_by,
                        [this, flight, response](absl::Status stored) {
                          response->set_success(stored.ok());
                          OnAnswer(flight, {.status = std::move(stored)});
                        });
}

void RpcEndpoint::OnAnswer(const FlightPtr& flight, const UpstreamAnswer& answer) const {
  if (route_.verb != "GET" && answer.revision.has_value()) {
    // Something was changed, perhaps even by a call that failed. A client that has this answer and
    // reads again must see the change.
    return cache_.AwaitRevision(*answer.revision, flight->exchange->deadline,
                                [this, flight, answer] {
                                  if (!answer.status.ok()) return flight->reply(answer.status);
                                  flight->reply(Respond(Write(*flight, answer), answer));
                                });
  }
  if (!answer.status.ok()) return flight->reply(answer.status);
  AnswerDraft draft = Write(*flight, answer);
  const bool kept = !flight->cache_key.empty() && answer.revision.has_value();
  flight->reply(kept ? KeepAndRespond(*flight, std::move(draft), answer)
                     : Respond(std::move(draft), answer));
}

HttpResponse RpcEndpoint::KeepAndRespond(const Flight& flight, AnswerDraft draft,
                                         const UpstreamAnswer& answer) const {
  // A presentation is a page, whose address may have JSON too.
  AddCommonFields(draft.headers, route_.rule.page() || !presentation_.name.empty());
  const auto kept =
      std::make_shared<KeptAnswer>(*answer.revision, std::move(draft), answer.entity_tag);
  cache_.Keep(flight.cache_key, kept);
  cache_.Spell(flight.cache_key, SpellingOf(*flight.exchange));
  // Only the second request has it compressed, because many answers are asked for once only.
  return Shared(kept->plain());
}

AnswerDraft RpcEndpoint::Write(const Flight& flight, const UpstreamAnswer& answer) const {
  AnswerDraft written{.status = route_.success_status};
  HeaderFields& headers = written.headers;
  if (route_.rule.raw().empty()) {
    written.body = WriteJson(*flight.response, *route_.response);
    headers.Add("Content-Type", "application/json");
  } else {
    written.body = OneText(*flight.response);
    headers.Add("Content-Type", route_.rule.raw());
    headers.Add("Content-Security-Policy", kRawPolicy);
  }
  const bool revalidate = route_.rule.cache() == http::v1::CACHE_REVALIDATE;
  const bool signed_in = flight.exchange->caller.signed_in();
  headers.Add("Cache-Control", !revalidate ? "no-store"
                               : signed_in ? "private, no-cache"
                                           : "no-cache");
  if (route_.access_set != nullptr) headers.AddToList("Vary", "Authorization");
  if (answer.replayed) headers.Add("Idempotent-Replayed", "true");
  if (presentation_.rewrite) presentation_.rewrite(written);
  if (MayBeKept()) headers.AddToList("Vary", "Accept-Encoding");
  return written;
}

HttpResponse RpcEndpoint::Respond(AnswerDraft draft, const UpstreamAnswer& answer) const {
  if (route_.rule.cache() == http::v1::CACHE_REVALIDATE || !answer.entity_tag.empty()) {
    draft.headers.Add("ETag", EntityTagOf(draft.body, answer.entity_tag));
  }
  return {
      .status = draft.status, .headers = std::move(draft.headers), .body = std::move(draft.body)};
}

absl::StatusOr<std::string> IdempotencyKeyOf(const HeaderFields& headers) {
  const std::string* sent = headers.Find("idempotency-key");
  if (sent == nullptr) return std::string();
  if (sent->empty() || sent->size() > kMaxIdempotencyKey ||
      !std::all_of(sent->begin(), sent->end(), IsVisible) ||
      headers.Count("idempotency-key") != 1) {
    return error::Make(Reason::INVALID_ARGUMENT,
                       "Idempotency-Key must be 1 to 255 visible ASCII characters.");
  }
  return *sent;
}

absl::Status CheckJsonContentType(const HttpRequest& request) {
  const std::string* type = request.headers.Find("content-type");
  const auto refused = [] {
    return error::Make(Reason::UNSUPPORTED_MEDIA_TYPE,
                       "Send the body as application/json in UTF-8, not encoded.");
  };
  if (HasContentCoding(request.headers)) return refused();
  if (type == nullptr) return request.body.empty() ? absl::OkStatus() : refused();
  if (request.headers.Count("content-type") != 1) return refused();
  const auto read = ReadMediaType(*type);
  if (!read.has_value() || read->name != "application/json") return refused();
  for (const auto& [name, value] : read->parameters) {
    if (name == "charset" && ToAsciiLower(value) != "utf-8") return refused();
  }
  return absl::OkStatus();
}

}  // namespace keys::gateway
