#include "gateway/sign_in/cookies.h"

#include <algorithm>

#include "common/base/text.h"

namespace keys::gateway {

std::string CookieOf(const HttpRequest& request, std::string_view name) {
  // HTTP/2 proxies may send one cookie a field (RFC 9113 §8.2.3).
  for (const auto& [field, list] : request.headers) {
    if (ToAsciiLower(field) != "cookie") continue;
    for (const std::string_view part : Split(list, ';')) {
      const std::string_view cookie = StripBlanks(part);
      const size_t equals = cookie.find('=');
      if (equals != std::string_view::npos && cookie.substr(0, equals) == name) {
        return std::string(cookie.substr(equals + 1));
      }
    }
  }
  return "";
}

bool IsCookieValue(std::string_view value) {
  return !value.empty() && value.size() <= kMaxCookieBytes &&
         std::all_of(value.begin(), value.end(), [](char c) {
           return IsAsciiLetter(c) || IsDigit(c) || c == '-' || c == '.' || c == '_' || c == '~';
         });
}

std::string SetCookie(std::string_view name, std::string_view value, int max_age_seconds,
                      bool secure) {
  return StrCat(name, "=", value, "; Path=/auth; HttpOnly; SameSite=Strict; Max-Age=",
                value.empty() ? 0 : max_age_seconds, secure ? "; Secure" : "");
}

}  // namespace keys::gateway
