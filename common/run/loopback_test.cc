#include "common/run/loopback.h"

#include <catch2/catch.hpp>

namespace keys::run {
namespace {

TEST_CASE("addresses of this machine alone are loopback") {
  for (const char* address : {"127.0.0.1:80", "127.255.0.9:0", "localhost:8080", "[::1]:8080"}) {
    INFO(address);
    CHECK(IsLoopback(address));
  }
}

TEST_CASE("names and addresses that only look like it are not") {
  for (const char* address :
       {"127.example.org:80", "127.0.0.1.example.org:80", "127.0.0:80", "127.1:80", "0.0.0.0:80",
        "128.0.0.1:80", "10.127.0.1:80", "[::]:80", "[::2]:80", "::1:80", "[127.0.0.1]:80",
        "localhost.example.org:80", ":80", ""}) {
    INFO(address);
    CHECK_FALSE(IsLoopback(address));
  }
}

}  // namespace
}  // namespace keys::run
