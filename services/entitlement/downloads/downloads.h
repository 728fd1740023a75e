// Decides about downloads, seals their links, and decides whether a link still holds.
//
// Handlers: thread-safe, blocking.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/id/id.h"
#include "common/idempotency/idempotency.h"
#include "common/metrics/metrics.h"
#include "common/outbox/relay.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "keys/entitlement/v1/entitlement.pb.h"
#include "services/catalog/client.h"
#include "services/entitlement/domain/decide_access.h"
#include "services/entitlement/downloads/download_store.h"
#include "services/entitlement/downloads/known_versions.h"
#include "services/entitlement/downloads/link_signer.h"
#include "services/entitlement/ledger/ledger.h"

namespace keys::entitlement {

class Downloads {
 public:
  struct Parts {
    pg::Pool& pool;
    catalog::CatalogClient& catalog;
    KnownVersions& versions;
    const LinkSigner& signer;
    outbox::Relay& relay;
    const Clock& clock;
    IdSource& ids;
    metrics::Registry& metrics;
    // Scheme, host and port of the addresses in links, without a slash at the end.
    std::string public_url;
    std::string ip_hash_secret;
  };
  explicit Downloads(Parts parts);

  // A missing object is reported before a refusal: NOT_FOUND, VERSION_UNKNOWN, ASSET_NOT_PUBLISHED,
  // then the refusal's code. The audit row and the download event are written together, by a
  // statement that writes neither unless the grant that was decided upon still stands. The same
  // Idempotency-Key gives the version that it gave first, writes nothing more, and decides again.
  absl::StatusOr<v1::DownloadResponse> Start(rpc::Call& call, const v1::DownloadRequest& request);

  // LINK_INVALID, LINK_EXPIRED; LINK_REVOKED when neither the link's grant nor another one of its
  // tenant gives the KEY at this moment, or the user has left the organisation.
  absl::StatusOr<v1::AuthorizeLinkResponse> Authorize(rpc::Call& call,
                                                      const v1::AuthorizeLinkRequest& request);

 private:
  using Version = catalog::v1::ResolveVersionResponse;

  struct Decided {
    Decision decision;
    // Whether the person is a member of the organisation whose grant it is.
    bool is_member = false;
    // The version that a replayed request got before. Absent when this one was decided now.
    std::optional<std::string> replayed;
  };
  absl::StatusOr<Decision> Decide(pg::Executor& db, const Person& person,
                                  const std::string& key_id) const;
  absl::Status Refuse(const rpc::Call& call, const Decision& decision, const Version& version);
  absl::StatusOr<Decided> DecideAndRecord(pg::Executor& db, const rpc::Call& call,
                                          const Person& person, const Version& version);
  // The same under the request's idempotency key.
  absl::StatusOr<Decided> DecideOnce(pg::Transaction& tx, rpc::Call& call,
                                     const v1::DownloadRequest& request, const Person& person,
                                     const Version& version);
  // Decides about a replayed request, which leaves no further record.
  absl::Status DecideAnew(const rpc::Call& call, const Person& person, const std::string& key_id,
                          Decided& decided) const;
  DownloadEvent EventFor(const rpc::Call& call, const Person& person, const Version& version,
                         const Grant& grant) const;
  v1::DownloadResponse LinkTo(const Person& person, const Version& version, const Decided& decided);

  const Parts parts_;
  prometheus::Counter& links_;
  const idempotency::Store idempotency_{"entitlement"};
};

}  // namespace keys::entitlement
