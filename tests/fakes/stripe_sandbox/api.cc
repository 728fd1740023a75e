#include "tests/fakes/stripe_sandbox/api.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "tests/fakes/stripe_sandbox/api_key.h"
#include "tests/fakes/stripe_sandbox/call.h"
#include "tests/fakes/stripe_sandbox/expand.h"
#include "tests/fakes/stripe_sandbox/form.h"
#include "tests/fakes/stripe_sandbox/handlers.h"
#include "tests/fakes/stripe_sandbox/idempotency.h"
#include "tests/fakes/stripe_sandbox/ids.h"
#include "tests/fakes/stripe_sandbox/params.h"
#include "tests/fakes/stripe_sandbox/shape.h"

namespace stripe_sandbox {
namespace {

constexpr size_t kLongestKey = 255;
constexpr int64_t kSilenceMillis = 120000;  // longer than any client of ours waits

Json ErrorBody(const ApiError& error, const std::string& request_id) {
  Json inner = Json::MakeObject({{"type", error.type}});
  if (!error.code.empty()) {
    std::string page = error.code;
    std::replace(page.begin(), page.end(), '_', '-');
    inner.Set("code", error.code).Set("doc_url", "https://stripe.com/docs/error-codes/" + page);
  }
  inner.Set("message", error.message);
  if (!error.param.empty()) inner.Set("param", error.param);
  inner.Set("request_log_url", "https://dashboard.stripe.com/test/logs/" + request_id);
  for (const Json::Member& member : error.extra.members()) inner.Set(member.name, member.value);
  return Json::MakeObject({{"error", std::move(inner)}});
}

class Exchange {
 public:
  Exchange(World& world, const HttpRequest& request)
      : world_(world),
        request_(request),
        request_id_("req_" + RandomLetters(14)),
        post_(request.method == "POST"),
        key_(post_ ? request.Header("idempotency-key") : ""),
        pairs_(SplitForm(post_ ? request.body : request.query)) {}

  HttpReply Run() {
    HttpReply reply;
    if (auto refusal = CheckEnvelope()) {
      reply = Error(*refusal);
    } else {
      fault_ = world_.faults.Take(request_.method, request_.path);
      reply = fault_ && fault_->answers() && !fault_->after_effect && !fault_->saved ? FaultReply()
                                                                                     : Idempotent();
    }
    AddHeaders(&reply);
    Log(reply);
    return reply;
  }

 private:
  // Makes the checks that Stripe makes before it knows which endpoint is meant.
  std::optional<ApiError> CheckEnvelope() {
    if (auto refusal = CheckApiKey(request_, world_.account.secret_key())) return refusal;
    if (world_.account.Lacks(request_.method, request_.path)) {
      ApiError refusal = RefuseParams(
          "", "", "The provided key does not have the required permissions for this endpoint.");
      refusal.status = 403;
      return refusal;
    }
    const std::string& version = request_.Header("stripe-version");
    const std::string taken = TakenVersion();
    if (!version.empty() && version != taken) {
      return RefuseParams(
          "", "",
          "Invalid Stripe API version: " + version + ". The sandbox serves " + taken + " only.");
    }
    operation_ = world_.subset->Match(request_.method, request_.path, &id_);
    if (operation_ == nullptr || FindHandler(operation_->id) == nullptr) {
      ApiError unknown = RefuseParams(
          "", "", "Unrecognized request URL (" + request_.method + ": " + request_.path + ").");
      unknown.status = 404;
      return unknown;
    }
    if (request_.body_too_large) {
      ApiError large = RefuseParams("", "", "The request body is larger than 1 MiB.");
      large.status = 413;
      return large;
    }
    const std::string& type = request_.Header("content-type");
    if (post_ && !request_.body.empty() && !type.starts_with("application/x-www-form-urlencoded")) {
      return RefuseParams("", "",
                          "Invalid request (check that your POST content type is "
                          "application/x-www-form-urlencoded). If you have any questions, we can "
                          "help at https://support.stripe.com/.");
    }
    return std::nullopt;
  }

  std::string TakenVersion() const {
    std::lock_guard<std::mutex> lock(world_.api_version_mutex);
    return world_.api_version.empty() ? world_.subset->version() : world_.api_version;
  }

  HttpReply FaultReply() {
    world_.stop.Sleep(fault_->delay_millis);
    HttpReply reply;
    reply.headers = fault_->headers;
    if (fault_->silence) {
      world_.stop.Sleep(kSilenceMillis);
      reply.cut = HttpReply::Cut::kClose;
    } else if (fault_->reset) {
      reply.cut = HttpReply::Cut::kReset;
    }
    reply.status = fault_->status;
    reply.body = fault_->body;
    if (reply.body.empty() && fault_->status != 0) reply.body = FaultBody().WritePretty();
    return reply;
  }

  Json FaultBody() const {
    ApiError error;
    error.status = fault_->status;
    error.message = "This answer was asked for through /_control.";
    if (fault_->status >= 500) error.type = "api_error";
    if (fault_->status == 429) error.code = "rate_limit";
    if (fault_->status == 402) error.type = "card_error";
    return ErrorBody(error, request_id_);
  }

  HttpReply Idempotent() {
    if (key_.empty()) return Execute();
    if (key_.size() > kLongestKey) {
      ApiError error = RefuseParams("", "", "Idempotency keys must be at most 255 characters.");
      error.type = "idempotency_error";
      return Error(error);
    }
    if (!world_.keys_in_flight.Enter(key_)) {
      ApiError error = RefuseParams(
          "idempotency_key_in_use", "",
          "There is currently another in-progress request using this Idempotent Key (that probably "
          "means you submitted twice, and the other request is still going through): " +
              key_ + ". Try again later.");
      error.status = 409;
      error.type = "idempotency_error";
      return Error(error);
    }
    fingerprint_ = IdempotencyFingerprint(request_.method, request_.path, pairs_);
    std::optional<KeptAnswer> kept;
    {
      Transaction tx(world_);
      kept = FindKept(tx, key_, fingerprint_);
    }
    HttpReply reply = kept ? Replay(*kept) : Execute();
    world_.keys_in_flight.Leave(key_);
    return reply;
  }

  HttpReply Replay(const KeptAnswer& kept) {
    if (!kept.same_request) {
      ApiError error = RefuseParams(
          "", "",
          "Keys for idempotent requests can only be used with the same parameters they were first "
          "used with. Try using a key other than '" +
              key_ + "' if you meant to execute a different request.");
      error.type = "idempotency_error";
      return Error(error);
    }
    replayed_ = true;
    original_request_ = kept.request_id;
    return {.status = kept.status, .body = kept.body};
  }

  // Runs the operation while the key is in flight, then lets a fault speak in its place.
  HttpReply Execute() {
    if (fault_) world_.stop.Sleep(fault_->delay_millis);
    HttpReply reply;
    if (fault_ && fault_->saved && !fault_->after_effect) {
      reply = {.status = fault_->status, .body = FaultBodyText()};
      Transaction tx(world_);
      KeepAnswer(tx, reply);
      tx.Commit();
    } else {
      reply = Operate();
    }
    if (!fault_ || !fault_->answers()) return reply;
    const int64_t delay = std::exchange(fault_->delay_millis, 0);
    HttpReply instead = FaultReply();
    fault_->delay_millis = delay;
    return instead;
  }

  HttpReply Operate() {
    Outcome read = ReadParams(*world_.subset, operation_->params, FormTree(pairs_));
    if (auto* refusal = std::get_if<ApiError>(&read)) return Error(Legacy(*refusal));
    const Json params = std::get<Json>(std::move(read));
    std::optional<ApiError> refusal;
    {
      Transaction tx(world_, request_id_, key_);
      Call call{tx, *operation_, id_, params};
      Outcome outcome = FindHandler(operation_->id)(call);
      if (auto* answer = std::get_if<Json>(&outcome)) {
        Json shown = Shown(tx, *answer);
        refusal = Expand(tx, params["expand"], &shown);
        if (!refusal) return Answer(tx, shown);
      } else {
        refusal = std::get<ApiError>(outcome);
      }
    }
    HttpReply reply = Error(*refusal);
    if (refusal->executed) {
      // The operation's writes are gone with its transaction, and only the answer is kept.
      Transaction tx(world_);
      KeepAnswer(tx, reply);
      tx.Commit();
    }
    return reply;
  }

  // For parameters that were removed from the API, PaymentIntents have a code of their own.
  ApiError Legacy(ApiError error) const {
    if (error.param == "payment_method_types" && operation_->id == "PostPaymentIntents") {
      error.code = "payment_method_types_no_longer_supported";
      error.message =
          "The `payment_method_types` parameter is no longer supported. Use "
          "`allowed_payment_method_types` instead.";
    }
    return error;
  }

  HttpReply Answer(Transaction& tx, const Json& shown) {
    world_.self_check.Report(operation_->id, Misfits(*world_.subset, *operation_->answer, shown));
    HttpReply reply{.body = shown.WritePretty() + "\n"};
    if (fault_ && fault_->saved && fault_->after_effect) {
      KeepAnswer(tx, {.status = fault_->status, .body = FaultBodyText()});
    } else {
      KeepAnswer(tx, reply);
    }
    tx.Commit();
    return reply;
  }

  std::string FaultBodyText() const {
    return fault_->body.empty() ? FaultBody().WritePretty() : fault_->body;
  }

  void KeepAnswer(Transaction& tx, const HttpReply& reply) {
    if (key_.empty()) return;
    Keep(tx, key_, fingerprint_,
         {.status = reply.status, .body = reply.body, .request_id = request_id_});
  }

  HttpReply Error(const ApiError& error) {
    error_code_ = error.code;
    return {.status = error.status, .body = ErrorBody(error, request_id_).WritePretty() + "\n"};
  }

  void AddHeaders(HttpReply* reply) {
    auto& headers = reply->headers;
    headers.emplace_back("Request-Id", request_id_);
    headers.emplace_back("Stripe-Version", world_.subset->version());
    headers.emplace_back("Strict-Transport-Security",
                         "max-age=63072000; includeSubDomains; preload");
    headers.emplace_back("Vary", "Origin");
    headers.emplace_back("Cache-Control", "no-cache, no-store");
    if (!post_) return;
    if (!key_.empty()) headers.emplace_back("Idempotency-Key", key_);
    headers.emplace_back("Original-Request",
                         original_request_.empty() ? request_id_ : original_request_);
    if (replayed_) headers.emplace_back("Idempotent-Replayed", "true");
    const bool said = std::any_of(headers.begin(), headers.end(), [](const auto& header) {
      return LowerName(header.first) == "stripe-should-retry";
    });
    if (!said && reply->status < 500 && reply->status != 409 && reply->status != 429) {
      headers.emplace_back("Stripe-Should-Retry", "false");
    }
  }

  static std::string LowerName(std::string name) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return name;
  }

  void Log(const HttpReply& reply) {
    Json params = Json::MakeObject();
    for (const auto& [name, value] : pairs_) params.Set(name, value);
    Json entry = Json::MakeObject({{"at", world_.clock.NowSeconds()},
                                   {"request_id", request_id_},
                                   {"method", request_.method},
                                   {"path", request_.path},
                                   {"params", std::move(params)},
                                   {"idempotency_key", key_.empty() ? Json() : Json(key_)},
                                   {"stripe_version", request_.Header("stripe-version")},
                                   {"status", reply.status},
                                   {"error_code", error_code_},
                                   {"replayed", replayed_},
                                   {"fault", fault_.has_value()}});
    if (reply.cut != HttpReply::Cut::kNone) entry.Set("status", 0);
    world_.requests.Add(std::move(entry), operation_ == nullptr
                                              ? "unrecognized"
                                              : operation_->method + " " + operation_->path);
  }

  World& world_;
  const HttpRequest& request_;
  const std::string request_id_;
  const bool post_;
  const std::string key_;
  const FormPairs pairs_;
  const Operation* operation_ = nullptr;
  std::string id_;
  std::optional<Fault> fault_;
  std::string fingerprint_;
  std::string original_request_;
  std::string error_code_;
  bool replayed_ = false;
};

}  // namespace

HttpReply ServeApi(World& world, const HttpRequest& request) {
  return Exchange(world, request).Run();
}

}  // namespace stripe_sandbox
