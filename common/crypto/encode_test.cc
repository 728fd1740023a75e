#include "common/crypto/encode.h"

#include <catch2/catch.hpp>
#include <utility>

namespace keys::crypto {
namespace {

TEST_CASE("base64 agrees with RFC 4648 §10") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(Base64Encode(bytes) == text);
    CHECK(Base64Decode(text).value() == bytes);
  }
}

TEST_CASE("base64url has its own two characters and no padding") {
  CHECK(Base64UrlEncode("\xfb\xff\xfe") == "-__-");
  CHECK(Base64UrlDecode("-__-").value() == "\xfb\xff\xfe");
  CHECK(Base64UrlEncode("f") == "Zg");
  CHECK(Base64UrlDecode("Zg").value() == "f");
  CHECK(Base64Encode("\xfb\xff\xfe") == "+//+");
}

TEST_CASE("every byte survives each encoding") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  CHECK(HexDecode(HexEncode(bytes)).value() == bytes);
  CHECK(Base64Decode(Base64Encode(bytes)).value() == bytes);
  CHECK(Base64UrlDecode(Base64UrlEncode(bytes)).value() == bytes);
}

TEST_CASE("a value has one spelling") {
  for (const char* text : {"Zh", "Zg==", "Z", "Zm9v\n", "Zm+v", "Zm/v", " Zg", "Zm9\xc3\xb6"}) {
    INFO(text);
    CHECK_FALSE(Base64UrlDecode(text).has_value());
  }
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zg===", "====", "Zm9v====", "Z===", "Zm-v"}) {
    INFO(text);
    CHECK_FALSE(Base64Decode(text).has_value());
  }
  CHECK_FALSE(HexDecode("abc").has_value());
  CHECK_FALSE(HexDecode("zz").has_value());
  CHECK(HexDecode("FFff").value() == "\xff\xff");
}

}  // namespace
}  // namespace keys::crypto
