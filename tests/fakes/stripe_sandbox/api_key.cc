#include "tests/fakes/stripe_sandbox/api_key.h"

#include <openssl/evp.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace stripe_sandbox {
namespace {

std::string DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return "";
  std::vector<unsigned char> bytes(text.size() / 4 * 3 + 1);
  const int size =
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  if (size < 0) return "";
  const auto padding = static_cast<size_t>(std::count(text.begin(), text.end(), '='));
  return std::string(bytes.begin(), bytes.begin() + size - static_cast<std::ptrdiff_t>(padding));
}

std::string SentKey(const HttpRequest& request) {
  const std::string& header = request.Header("authorization");
  constexpr std::string_view kBearer = "Bearer ";
  constexpr std::string_view kBasic = "Basic ";
  if (header.starts_with(kBearer)) return header.substr(kBearer.size());
  if (!header.starts_with(kBasic)) return "";
  const std::string pair = DecodeBase64(std::string_view(header).substr(kBasic.size()));
  return pair.substr(0, pair.find(':'));
}

std::string Masked(const std::string& key) {
  if (key.size() <= 12) return std::string(key.size(), '*');
  return key.substr(0, 8) + std::string(key.size() - 12, '*') + key.substr(key.size() - 4);
}

}  // namespace

std::optional<ApiError> CheckApiKey(const HttpRequest& request, const std::string& expected) {
  const std::string key = SentKey(request);
  ApiError error = RefuseParams("", "", "");
  error.status = 401;
  if (key.empty()) {
    error.message =
        "You did not provide an API key. You need to provide your API key in the Authorization "
        "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
    return error;
  }
  const bool taken = expected.empty() ? key.starts_with("sk_test_") || key.starts_with("rk_test_")
                                      : key == expected;
  if (taken) return std::nullopt;
  error.message = "Invalid API Key provided: " + Masked(key);
  return error;
}

}  // namespace stripe_sandbox
