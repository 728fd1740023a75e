// Trouble that POST /_control asked the API to make. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stripe_sandbox {

struct Fault {
  int64_t count = 1;
  std::string path;    // prefix of the path; "" meets every request
  std::string method;  // "" meets every method
  int status = 0;      // 0: no answer of its own
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // "" with a status: an error body in Stripe's shape
  int64_t delay_millis = 0;
  bool reset = false;         // the connection is torn down (TCP reset)
  bool silence = false;       // no byte of an answer, the connection stays open
  bool after_effect = false;  // the work is done and kept first
  bool saved = false;         // `status` and `body` are what the Idempotency-Key keeps

  bool answers() const { return status != 0 || reset || silence; }
};

class Faults {
 public:
  void Add(Fault fault);
  void Clear();
  // The fault that this request meets, counted down; the one added first speaks first.
  std::optional<Fault> Take(const std::string& method, const std::string& path);

 private:
  std::mutex mutex_;
  std::vector<Fault> faults_;
};

}  // namespace stripe_sandbox
