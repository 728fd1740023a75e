// The tokens that an issuer gives to a user who has signed in.
#pragma once

#include <cstdint>
#include <string>

namespace keys::gateway {

struct Granted {
  std::string access_token;
  // Gets the next access token. The browser keeps it in a cookie that no script can read.
  std::string refresh_token;
  // The end of the access token in Unix seconds.
  int64_t expires_at = 0;
};

}  // namespace keys::gateway
