// A document that stays the same as long as the process runs: /openapi.json, /docs, /config.json,
// the page and its parts. Const; thread-safe.
#pragma once

#include <string>

#include "gateway/exchange.h"

namespace keys::gateway {

// What a browser may do with our own HTML: load our own files, talk to this origin.
inline constexpr char kPagePolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

class FixedDocument : public Endpoint {
 public:
  FixedDocument(std::string content_type, std::string body);

  void Serve(ExchangePtr exchange, Reply reply) const override;

  // With a strong ETag.
  HttpResponse Response() const;

 private:
  const std::string content_type_;
  const std::string body_;
  const std::string tag_;
};

}  // namespace keys::gateway
