// The bytes of a text as OpenSSL's functions take them. The pointer is valid as long as the text.
#pragma once

#include <string>
#include <string_view>

namespace keys::crypto {

inline const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace keys::crypto
