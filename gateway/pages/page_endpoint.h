// Serves pages. A page is always written for a caller who is not signed in, because browsers send
// no token when they navigate; the script asks again once it has one. Query parameters belong to
// the script, or were appended to links by others, and are ignored.
//
// Const; thread-safe. The objects that they refer to must outlive them.
#pragma once

#include <memory>
#include <string>

#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/exchange.h"
#include "gateway/pages/site.h"

namespace keys::gateway {

// A page that stays the same while the process runs.
class FixedPage : public Endpoint {
 public:
  FixedPage(const Site& site, const PageContent& content);
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const int status_;
  const std::string html_;
  const std::string tag_;
};

// A page of the catalog: it makes the call of the JSON route, and is kept beside its answer and
// dropped with it. 404 becomes a page, and so does any other error, with its status.
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

// Answers 303, because this address is the API's and the page has another one, to which the values
// of the route's variables are appended.
class Elsewhere : public Endpoint {
 public:
  explicit Elsewhere(std::string path) : path_(std::move(path)) {}
  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const std::string path_;
};

}  // namespace keys::gateway
