#include "common/rpc/unary.h"

#include <grpc/support/time.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "common/rpc/wire.h"

namespace keys::rpc {
namespace {

std::string MetadataOf(const grpc::CallbackServerContext& context, const char* name) {
  const auto found = context.client_metadata().find(name);
  if (found == context.client_metadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

Deadline DeadlineOf(const grpc::CallbackServerContext& context, absl::Duration longest) {
  const gpr_timespec client = context.raw_deadline();
  if (gpr_time_cmp(client, gpr_inf_future(client.clock_type)) == 0) {
    return Deadline::After(longest);
  }
  const gpr_timespec left = gpr_time_sub(client, gpr_now(client.clock_type));
  const absl::Duration remaining = absl::Milliseconds(std::max(0, gpr_time_to_millis(left)));
  return Deadline::After(std::min(longest, remaining));
}

metrics::Labels LabelsOf(Method method) {
  return {{"service", std::string(method.service)}, {"method", std::string(method.name)}};
}

absl::Status Guarded(const std::function<absl::Status(Call&)>& job, Call& call) {
  try {
    return job(call);
  } catch (const std::exception& thrown) {
    return absl::InternalError(StrCat("exception: ", thrown.what()));
  } catch (...) {
    return absl::InternalError("exception of an unknown type");
  }
}

}  // namespace

Unary::Unary(Options options, PeerVerifier& verifier, metrics::Registry& metrics)
    : options_(options),
      verifier_(verifier),
      metrics_(metrics),
      refused_(
          metrics.Counter("keys_rpc_refused_total", "Calls refused because the pool was full.")),
      waiting_(metrics.Gauge("keys_rpc_waiting", "Calls that wait for a thread.")),
      running_(metrics.Gauge("keys_rpc_running", "Calls that have a thread.")),
      pool_(options.pool) {}

absl::StatusOr<Call> Unary::MakeCall(const grpc::CallbackServerContext& context,
                                     Method method) const {
  Call::Parts parts;
  ASSIGN_OR_RETURN(parts.peer, verifier_.Verify(MetadataOf(context, kServiceTokenKey),
                                                method.service, method.name));
  parts.deadline = DeadlineOf(context, options_.max_duration);
  parts.request_id = MetadataOf(context, kRequestIdKey);
  parts.trace = trace::Parse(MetadataOf(context, kTraceparentKey)).value_or(trace::New());
  // Only the gateway, and an operator's tool, may name the end user for whom they call.
  if (parts.peer == "gateway" || parts.peer == "operator") {
    parts.caller.user_id = MetadataOf(context, kUserKey);
    parts.caller.email = MetadataOf(context, kEmailKey);
    parts.caller.admin = MetadataOf(context, kAdminKey) == "1";
    parts.caller.orgs = ParseOrgs(MetadataOf(context, kOrgsKey));
    parts.caller.client_ip = MetadataOf(context, kClientIpKey);
    parts.caller.user_agent = PercentDecode(MetadataOf(context, kUserAgentKey));
    parts.idempotency_key = MetadataOf(context, kIdempotencyKey);
    parts.if_match = MetadataOf(context, kIfMatchKey);
  }
  return Call(std::move(parts));
}

grpc::ServerUnaryReactor* Unary::RunErased(grpc::CallbackServerContext* context, Method method,
                                           Job job, const Admit& admit) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Call> made = MakeCall(*context, method);
  if (!made.ok()) {
    log::Warning("rpc.refused", {{"service_name", method.service},
                                 {"method", method.name},
                                 {"why", MessageOf(made.status())}});
    // This text is ours and quotes nobody, so it is sent as it is: somebody who calls by hand
    // learns what is missing.
    reactor->Finish(grpc::Status(static_cast<grpc::StatusCode>(made.status().code()),
                                 std::string(MessageOf(made.status()))));
    return reactor;
  }
  absl::StatusOr<Turn> turn = admit == nullptr ? Turn() : admit(*made);
  if (!turn.ok()) {
    Account(method, *made, turn.status(), absl::ZeroDuration());
    reactor->Finish(ToGrpcStatus(turn.status()));
    return reactor;
  }
  const std::string owner = std::move(turn->owner);
  waiting_.Increment();
  const bool admitted = pool_.TrySubmit(
      [this, context, reactor, method, call = *std::move(made), job = std::move(job),
       place = std::move(turn->place)]() mutable {
        waiting_.Decrement();
        running_.Increment();
        absl::Status status = absl::CancelledError("the caller has gone");
        if (context->IsCancelled()) {
          Account(method, call, status, absl::ZeroDuration());
        } else {
          status = RunJob(method, call, job);
        }
        // The place is freed before the answer is sent, because the caller may call again as soon
        // as it has it.
        place.reset();
        running_.Decrement();
        if (call.revision().has_value()) {
          context->AddTrailingMetadata(kRevisionKey, StrCat(*call.revision()));
        }
        if (!call.entity_tag().empty()) {
          context->AddTrailingMetadata(kEntityTagKey, call.entity_tag());
        }
        if (call.replayed()) context->AddTrailingMetadata(kReplayedKey, "true");
        reactor->Finish(ToGrpcStatus(status));
      },
      owner);
  if (!admitted) {
    waiting_.Decrement();
    refused_.Increment();
    reactor->Finish(ToGrpcStatus(absl::ResourceExhaustedError("too many calls in flight")));
  }
  return reactor;
}

absl::Status Unary::RunJob(Method method, Call& call, const Job& job) {
  const auto started = std::chrono::steady_clock::now();
  // Time in the queue counts, so that no work is done for a client that has given up.
  absl::Status status = call.deadline().Expired()
                            ? absl::DeadlineExceededError("expired while waiting")
                            : Guarded(job, call);
  Account(method, call, status, absl::FromChrono(std::chrono::steady_clock::now() - started));
  return status;
}

void Unary::Count(Method method, absl::StatusCode code, absl::Duration took) {
  const std::lock_guard lock(mutex_);
  Figures& figures = figures_[{method.service, method.name}];
  if (figures.duration == nullptr) {
    figures.duration =
        &metrics_.Histogram("keys_rpc_duration_seconds", "Time handlers took.", LabelsOf(method));
  }
  prometheus::Counter*& answered = figures.answered[static_cast<size_t>(code) % kCodes];
  if (answered == nullptr) {
    metrics::Labels labels = LabelsOf(method);
    labels["code"] = grpc_code_name(code);
    answered = &metrics_.Counter("keys_rpc_requests_total", "Calls answered.", labels);
  }
  answered->Increment();
  figures.duration->Observe(absl::ToDoubleSeconds(took));
}

void Unary::Account(Method method, const Call& call, const absl::Status& status,
                    absl::Duration took) {
  const std::string code = grpc_code_name(status.code());
  Count(method, status.code(), took);
  const log::Fields fields = {{"service_name", method.service},
                              {"method", method.name},
                              {"code", code},
                              {"peer", call.peer()},
                              {"request_id", call.request_id()},
                              {"traceparent", trace::ToHeader(call.trace())},
                              {"ms", absl::ToDoubleMilliseconds(took)},
                              {"error", MessageOf(status)}};
  const bool expected = status.ok() || error::DetailOf(status).has_value();
  expected ? log::Info("rpc", fields) : log::Error("rpc", fields);
}

}  // namespace keys::rpc
