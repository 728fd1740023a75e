// Changes the account as a whole, as a person can do: use another one, delete its test data, roll
// its key. Objects of one kind are archived, edited and deleted through the API, as the Dashboard
// does.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"
#include "tests/fakes/stripe_sandbox/outcome.h"

namespace stripe_sandbox {

struct World;
class Transaction;

// Thread-safe. Not in the journal: a restart is in the first account with the first key.
class Account {
 public:
  // "" is any test key.
  explicit Account(std::string secret_key) : secret_key_(std::move(secret_key)) {}

  std::string secret_key() const;
  void RollKey(std::string secret_key);

  // "POST /v1/products": requests that begin so are refused for want of a permission, as a
  // restricted key's are.
  void Restrict(std::vector<std::string> lacks);
  bool Lacks(const std::string& method, const std::string& path) const;

  // Returns why the account takes no payment: charges, business_name, payment_methods. "" when it
  // does.
  void Close(std::string why);
  std::string closed() const;

  // Every object of the API goes, kept answers to Idempotency-Keys too; endpoints and events stay.
  void DropData(Transaction& tx);
  // Puts the objects of the account in use aside and brings those of the other account back.
  void SwitchTo(Transaction& tx, const std::string& name);

 private:
  mutable std::mutex mutex_;
  std::string secret_key_;
  std::vector<std::string> lacks_;
  std::string closed_;
  std::string name_;
  std::map<std::string, std::vector<Json>> aside_;
};

}  // namespace stripe_sandbox
