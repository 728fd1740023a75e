// Bytes as text: hexadecimal, base64 (RFC 4648 §4, with padding) and base64url (§5, without).
//
//   crypto::Base64UrlEncode(mac)                       // "3q2-7w"
//   std::optional<std::string> mac = crypto::Base64UrlDecode(text);
//
// Decoders are strict: one text for each value. Foreign characters, wrong padding, white space and
// left-over bits give nothing, so that a token has exactly one spelling. Pure, thread-safe; not
// constant in time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keys::crypto {

// Lower case.
std::string HexEncode(std::string_view bytes);
// Either case.
std::optional<std::string> HexDecode(std::string_view text);

std::string Base64Encode(std::string_view bytes);
std::optional<std::string> Base64Decode(std::string_view text);

std::string Base64UrlEncode(std::string_view bytes);
std::optional<std::string> Base64UrlDecode(std::string_view text);

}  // namespace keys::crypto
