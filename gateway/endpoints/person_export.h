// GET /marketplace/admin/users/{id}/export, and GET /marketplace/me/export for the caller: what
// every service keeps of a person, gathered page by page into one document. Billing writes into its
// audit chain whose data was exported and by whom, before anything is given. All of it or an error:
// a part of what is kept is no answer.
//
// Const; thread-safe. What it refers to must outlive it.
#pragma once

#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// Of one export, in memory.
inline constexpr size_t kMaxExportBytes = size_t{64} << 20;

class PersonExportEndpoint : public Endpoint {
 public:
  enum class Of { kUserOfPath, kCaller };
  PersonExportEndpoint(Upstream& upstream, Of of) : upstream_(upstream), of_(of) {}

  // {user_id, services:{<process>:{<section>:[{…}]}}}. NOT_FOUND for what is no UUID; UNAVAILABLE
  // when a service does not answer; BODY_TOO_LARGE beyond kMaxExportBytes.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  Upstream& upstream_;
  const Of of_;
};

}  // namespace keys::gateway
