// What an issuer of tokens gives to somebody who has signed in.
#pragma once

#include <cstdint>
#include <string>

namespace keys::gateway {

struct Granted {
  std::string access_token;
  // What the next access token is to be had with; kept by the browser in a cookie no script reads.
  std::string refresh_token;
  // Of the access token, in Unix seconds.
  int64_t expires_at = 0;
};

}  // namespace keys::gateway
