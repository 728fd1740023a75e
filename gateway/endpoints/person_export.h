// GET /marketplace/admin/users/{id}/export, and GET /marketplace/me/export for the caller: what
// every service keeps about a person, as one document. It is sent while it is gathered, page by
// page, and never held whole, so that its length has no limit.
//
// Nothing is sent before every service has said that it can serve, billing has recorded in its
// audit chain whose data was exported and by whom, and the first page has come, so that a failure
// until then is answered with an error as usual. A failure after that cuts the connection. The
// document's last member, "complete", shows a later reader that it is whole.
//
// Thread-safe. The objects that it refers to must outlive it.
#pragma once

#include <atomic>
#include <memory>

#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// The most exports that one gateway sends at a time. Each holds a page of a service, a few
// megabytes.
inline constexpr int kMostExports = 8;

class PersonExportEndpoint : public Endpoint {
 public:
  enum class Of { kUserOfPath, kCaller };
  // `open` counts the exports being sent by all endpoints that share it.
  PersonExportEndpoint(Upstream& upstream, Of of, std::shared_ptr<std::atomic<int>> open)
      : upstream_(upstream), of_(of), open_(std::move(open)) {}

  // Answers {user_id, services:{<process>:{<section>:[{…}]}}, complete:true}. NOT_FOUND for an id
  // that is no UUID; UNAVAILABLE when a service does not answer, or kMostExports are being sent.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  Upstream& upstream_;
  const Of of_;
  const std::shared_ptr<std::atomic<int>> open_;
};

}  // namespace keys::gateway
