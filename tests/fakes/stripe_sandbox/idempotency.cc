#include "tests/fakes/stripe_sandbox/idempotency.h"

#include <algorithm>

namespace stripe_sandbox {
namespace {

constexpr int64_t kKeptSeconds = 24 * 3600;

}  // namespace

std::string IdempotencyFingerprint(const std::string& method, const std::string& path,
                                   FormPairs sent) {
  std::stable_sort(sent.begin(), sent.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text = method + " " + path;
  for (const auto& [name, value] : sent) {
    text += " " + PercentEncode(name) + "=" + PercentEncode(value);
  }
  return text;
}

std::optional<KeptAnswer> FindKept(const Transaction& tx, const std::string& key,
                                   const std::string& fingerprint) {
  const Json* kept = tx.Find("idempotency", key);
  if (kept == nullptr || (*kept)["_deadline"].AsInt() <= tx.now()) return std::nullopt;
  return KeptAnswer{.status = static_cast<int>((*kept)["status"].AsInt()),
                    .body = (*kept)["body"].AsString(),
                    .request_id = (*kept)["request_id"].AsString(),
                    .same_request = (*kept)["fingerprint"].AsString() == fingerprint};
}

void Keep(Transaction& tx, const std::string& key, const std::string& fingerprint,
          const KeptAnswer& answer) {
  tx.Put("idempotency", Json::MakeObject({{"id", key},
                                          {"fingerprint", fingerprint},
                                          {"status", answer.status},
                                          {"body", answer.body},
                                          {"request_id", answer.request_id},
                                          {"_deadline", tx.now() + kKeptSeconds}}));
}

}  // namespace stripe_sandbox
