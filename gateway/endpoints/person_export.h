// GET /marketplace/admin/users/{id}/export, and GET /marketplace/me/export for the caller: what
// every service keeps of a person, as one document. It is sent while it is gathered, page by page,
// and never held whole, so that its length has no limit.
//
// Nothing is sent before every service has said that it serves, billing has written into its audit
// chain whose data was exported and by whom, and the first page has come: until then what is wrong
// is an error as usual. A failure after that cuts the connection; the document's last member,
// "complete", tells whoever reads it later that it is whole.
//
// Thread-safe. What it refers to must outlive it.
#pragma once

#include <atomic>
#include <memory>

#include "gateway/exchange.h"
#include "gateway/upstream.h"

namespace keys::gateway {

// Exports being sent by one gateway; each holds a page of a service, a few megabytes.
inline constexpr int kMostExports = 8;

class PersonExportEndpoint : public Endpoint {
 public:
  enum class Of { kUserOfPath, kCaller };
  // `open` counts the exports being sent, of all endpoints that share it.
  PersonExportEndpoint(Upstream& upstream, Of of, std::shared_ptr<std::atomic<int>> open)
      : upstream_(upstream), of_(of), open_(std::move(open)) {}

  // {user_id, services:{<process>:{<section>:[{…}]}}, complete:true}. NOT_FOUND for what is no
  // UUID; UNAVAILABLE when a service does not answer, or kMostExports are being sent.
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  Upstream& upstream_;
  const Of of_;
  const std::shared_ptr<std::atomic<int>> open_;
};

}  // namespace keys::gateway
