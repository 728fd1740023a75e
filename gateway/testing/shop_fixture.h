// A shop with one object behind a link, for tests of downloads.
#pragma once

#include <string>

#include "gateway/testing/gateway_fixture.h"
#include "gateway/testing/words.h"
#include "keys/entitlement/v1/entitlement.pb.h"

namespace keys::gateway {

inline constexpr char kAuthorize[] = "/keys.entitlement.v1.EntitlementGateway/AuthorizeLink";
inline constexpr char kObject[] = "keys/node/x/1.0.0/key.zip";

struct Shop {
  explicit Shop(const std::string& bytes) : content(bytes), digest(g.PutObject(kObject, bytes)) {
    g.services.On(kAuthorize, [this](const FakeCall&) { return FakeAnswer::Of(answer); });
    answer.set_storage_path(kObject);
    answer.set_sha256(digest);
    answer.set_size_bytes(static_cast<int64_t>(bytes.size()));
    answer.set_file_name("x-1.0.0.zip");
  }
  HttpResponse Get(const HeaderFields& headers = {}, const std::string& method = "GET") {
    return g.Ask(method, "/marketplace/downloads/abc.def?sig=1&e=2", headers);
  }
  GatewayFixture g;
  const std::string content;
  const std::string digest;
  entitlement::v1::AuthorizeLinkResponse answer;
};

inline std::string Letters(size_t size) {
  std::string text(size, ' ');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i * i % 23);
  return text;
}

}  // namespace keys::gateway
