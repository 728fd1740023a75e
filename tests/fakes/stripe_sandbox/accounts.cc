#include "tests/fakes/stripe_sandbox/accounts.h"

#include <algorithm>
#include <utility>

#include "tests/fakes/stripe_sandbox/transaction.h"

namespace stripe_sandbox {
namespace {

constexpr const char* kTypes[] = {
    "product",        "price",  "coupon", "customer", "checkout.session",
    "payment_intent", "charge", "refund", "dispute",  "billing_portal.session",
    "idempotency"};

// The type stands beside each, because kept answers do not say theirs. Oldest first.
std::vector<Json> TakeAll(Transaction& tx) {
  std::vector<Json> all;
  for (const char* type : kTypes) {
    std::vector<Json> newest;
    tx.Newest(type, [&](const Json& object) {
      newest.push_back(object);
      return true;
    });
    std::reverse(newest.begin(), newest.end());
    for (Json& object : newest) {
      tx.Delete(type, object["id"].AsString());
      all.push_back(Json::MakeObject({{"type", type}, {"object", std::move(object)}}));
    }
  }
  return all;
}

}  // namespace

std::string Account::secret_key() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return secret_key_;
}

void Account::RollKey(std::string secret_key) {
  std::lock_guard<std::mutex> lock(mutex_);
  secret_key_ = std::move(secret_key);
}

void Account::Restrict(std::vector<std::string> lacks) {
  std::lock_guard<std::mutex> lock(mutex_);
  lacks_ = std::move(lacks);
}

bool Account::Lacks(const std::string& method, const std::string& path) const {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::string request = method + " " + path;
  return std::any_of(lacks_.begin(), lacks_.end(),
                     [&](const std::string& start) { return request.starts_with(start); });
}

void Account::Close(std::string why) {
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = std::move(why);
}

std::string Account::closed() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return closed_;
}

void Account::DropData(Transaction& tx) { TakeAll(tx); }

void Account::SwitchTo(Transaction& tx, const std::string& name) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (name == name_) return;
  aside_[name_] = TakeAll(tx);
  for (const Json& entry : aside_[name]) tx.Put(entry["type"].AsString(), entry["object"]);
  aside_.erase(name);
  name_ = name;
}

}  // namespace stripe_sandbox
