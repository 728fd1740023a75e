// A document that stays the same as long as the process runs: /openapi.json, /config.json,
// /robots.txt. Const; thread-safe.
#pragma once

#include <string>

#include "gateway/exchange.h"

namespace keys::gateway {

class FixedDocument : public Endpoint {
 public:
  FixedDocument(std::string content_type, std::string body);

  void Serve(ExchangePtr exchange, Reply reply) const override;

 private:
  const std::string content_type_;
  const std::string body_;
  const std::string tag_;
};

}  // namespace keys::gateway
