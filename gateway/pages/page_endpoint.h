// Pages as endpoints. Whoever asks, a page is written for somebody who is not signed in: browsers
// send no token when they navigate, and the client asks again once it has one. Query parameters are
// the client's own state, or what others append to links, and are passed over.
//
// Const; thread-safe; what they refer to must outlive them.
#pragma once

#include <memory>
#include <string>

#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/exchange.h"
#include "gateway/pages/site.h"

namespace keys::gateway {

// A page that is the same as long as the process runs.
class FixedPage : public Endpoint {
 public:
  FixedPage(const Site& site, const PageContent& content);
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const int status_;
  const std::string html_;
  const std::string tag_;
};

// A page of the catalog: one call, that of the JSON route, kept beside its answer and dropped with
// it. 404 as a page, and the status of any other error.
class CatalogPage : public Endpoint {
 public:
  using Describe = PageContent (*)(const Site& site, const std::string& json);

  CatalogPage(const Site& site, const RpcRoute& route, Upstream& upstream, CatalogCache& cache,
              std::string name, Describe describe);
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  HttpResponse Failed(const absl::Status& error) const;

  const Site& site_;
  const std::string name_;
  const std::unique_ptr<RpcEndpoint> answer_;
};

// 303: this address is the API's, and people look at another one, to which the values of the
// route's variables are appended.
class Elsewhere : public Endpoint {
 public:
  explicit Elsewhere(std::string path) : path_(std::move(path)) {}
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const std::string path_;
};

}  // namespace keys::gateway
