#include "common/page/cursor.h"

#include <catch2/catch.hpp>

#include "common/error/error.h"

namespace keys::page {
namespace {

const CursorState kState{
    .fingerprint = Fingerprint({"sort=title", "tool=node"}),
    .values = {"A title, with \"quotes\" and \xc3\xa4", "", std::string("\0\x01", 2)},
    .id = "00000000-0000-7000-8000-000000000001"};

TEST_CASE("a cursor gives back what it was made of") {
  const CursorCodec codec("0123456789abcdef");
  const std::string token = codec.Encode(kState);
  CHECK(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
      std::string::npos);
  const auto state = codec.Decode(token, kState.fingerprint);
  REQUIRE(state.ok());
  CHECK(state->values == kState.values);
  CHECK(state->id == kState.id);
}

TEST_CASE("a cursor fits only the filters it was made with") {
  const CursorCodec codec("0123456789abcdef");
  const auto state = codec.Decode(codec.Encode(kState), Fingerprint({"sort=title", "tool=next"}));
  CHECK(error::ReasonOf(state.status()) == error::Reason::INVALID_CURSOR);
}

TEST_CASE("a bent, foreign, cut or empty cursor is refused") {
  const CursorCodec codec("0123456789abcdef");
  const std::string token = codec.Encode(kState);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string bent = token;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    REQUIRE_FALSE(codec.Decode(bent, kState.fingerprint).ok());
    REQUIRE_FALSE(codec.Decode(token.substr(0, i), kState.fingerprint).ok());
  }
  CHECK_FALSE(CursorCodec("another key of 16").Decode(token, kState.fingerprint).ok());
  CHECK_FALSE(codec.Decode("not base64!", kState.fingerprint).ok());
  CHECK_FALSE(codec.Decode(std::string(10'000, 'A'), kState.fingerprint).ok());
}

TEST_CASE("parts of a fingerprint do not run together") {
  CHECK(Fingerprint({"ab", "c"}) != Fingerprint({"a", "bc"}));
  CHECK(Fingerprint({"a"}) != Fingerprint({"a", ""}));
  CHECK(Fingerprint({"a", "b"}) == Fingerprint({"a", "b"}));
}

}  // namespace
}  // namespace keys::page
