// Tells a handler about its call, besides the request: the caller, the deadline, and the marks that
// it sets on the answer.
//
//   absl::StatusOr<GetKeyResponse> Keys::Get(rpc::Call& call, const GetKeyRequest& request) {
//     if (!call.caller().signed_in()) …
//
// One Call belongs to one request and one thread at a time. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/time/deadline.h"
#include "common/trace/traceparent.h"

namespace keys::rpc {

// The names of gRPC metadata between the shop's processes.
inline constexpr char kServiceTokenKey[] = "x-keys-service-token";
inline constexpr char kRequestIdKey[] = "x-request-id";
inline constexpr char kTraceparentKey[] = "traceparent";
inline constexpr char kUserKey[] = "x-keys-user";
inline constexpr char kEmailKey[] = "x-keys-email";
inline constexpr char kAdminKey[] = "x-keys-admin";
inline constexpr char kOrgsKey[] = "x-keys-orgs";
inline constexpr char kClientIpKey[] = "x-keys-client-ip";
inline constexpr char kUserAgentKey[] = "x-keys-user-agent";
inline constexpr char kIdempotencyKey[] = "idempotency-key";
inline constexpr char kIfMatchKey[] = "if-match";
inline constexpr char kRevisionKey[] = "x-keys-revision";
// Set by handlers that read or change one thing with a version of its own. The gateway writes
// ETag: "<entity tag>.<hash of the bytes>", so that If-Match, passed on as it came, tells the
// handler which version the client saw.
inline constexpr char kEntityTagKey[] = "x-keys-entity-tag";
inline constexpr char kReplayedKey[] = "x-keys-replayed";
inline constexpr char kStatusDetailsKey[] = "grpc-status-details-bin";

// An organisation that the caller's token claims. The gateway passes it on only with
// TRUST_ORG_CLAIMS.
struct OrgClaim {
  std::string org_id;
  std::string role;  // owner, admin, member
};

// The end user for whom the gateway vouches. Empty in calls between services.
struct Caller {
  std::string user_id;  // lower-case UUID, empty when signed out
  std::string email;
  bool admin = false;
  std::vector<OrgClaim> orgs;
  std::string client_ip;
  std::string user_agent;

  bool signed_in() const { return !user_id.empty(); }
};

// Writes and reads "uuid:role,uuid:role". Malformed items are left out.
std::string FormatOrgs(const std::vector<OrgClaim>& orgs);
std::vector<OrgClaim> ParseOrgs(std::string_view text);

class Call {
 public:
  struct Parts {
    Caller caller;
    Deadline deadline = Deadline::Never();
    std::string request_id;
    TraceContext trace;
    // The calling process, e.g. "gateway" or "billing".
    std::string peer;
    std::string idempotency_key;
    std::string if_match;
  };
  explicit Call(Parts parts) : parts_(std::move(parts)) {}

  const Caller& caller() const { return parts_.caller; }
  const Deadline& deadline() const { return parts_.deadline; }
  const std::string& request_id() const { return parts_.request_id; }
  const TraceContext& trace() const { return parts_.trace; }
  const std::string& peer() const { return parts_.peer; }
  // Empty when the client sent none.
  const std::string& idempotency_key() const { return parts_.idempotency_key; }
  const std::string& if_match() const { return parts_.if_match; }

  // The catalog revision that this call's change made. The gateway waits for it before it answers,
  // so that the client's next read shows the change.
  void set_revision(int64_t revision) { revision_ = revision; }
  std::optional<int64_t> revision() const { return revision_; }
  // Letters and digits only; see kEntityTagKey.
  void set_entity_tag(std::string tag) { entity_tag_ = std::move(tag); }
  const std::string& entity_tag() const { return entity_tag_; }
  // Says that the answer is a stored one. The gateway then sends Idempotent-Replayed: true.
  void set_replayed() { replayed_ = true; }
  bool replayed() const { return replayed_; }

 private:
  Parts parts_;
  std::optional<int64_t> revision_;
  std::string entity_tag_;
  bool replayed_ = false;
};

}  // namespace keys::rpc
