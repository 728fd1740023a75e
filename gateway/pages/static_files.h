// Serves files of the storefront: the whole of WEB_ROOT below /web/, and single files that browsers
// and crawlers look for at the root. Const; thread-safe; the WebRoot must outlive them.
#pragma once

#include <string>

#include "gateway/exchange.h"
#include "gateway/pages/web_root.h"

namespace keys::gateway {

// Serves the file whose path is the route's variables joined by "/". NOT_FOUND when there is none.
class WebFolder : public Endpoint {
 public:
  explicit WebFolder(const WebRoot& files) : files_(files) {}
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const WebRoot& files_;
};

// Serves one file under an address of its own. NOT_FOUND when the build has none.
class OneWebFile : public Endpoint {
 public:
  OneWebFile(const WebRoot& files, std::string path) : files_(files), path_(std::move(path)) {}
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const WebRoot& files_;
  const std::string path_;
};

}  // namespace keys::gateway
