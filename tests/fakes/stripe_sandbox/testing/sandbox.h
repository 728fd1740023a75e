// Runs the real keys-stripe-sandbox in a child process and speaks to it as a shop, a buyer's
// browser and a test would. One per test case; the destructor ends the process.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/fakes/stripe_sandbox/testing/eventually.h"
#include "tests/fakes/stripe_sandbox/testing/http_call.h"

namespace stripe_sandbox::testing {

constexpr char kSecretKey[] = "sk_test_of_the_test";
constexpr char kWebhookSecret[] = "whsec_of_the_test";

class Sandbox {
 public:
  // `flags` are added to "--listen 127.0.0.1:0 --secret-key …". Returns when it listens.
  explicit Sandbox(std::vector<std::string> flags = {});
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  const std::string& url() const { return lines_.at(0); }  // http://127.0.0.1:port
  const std::string& second_url() const { return lines_.at(1); }
  pid_t pid() const { return pid_; }
  void Kill();      // SIGKILL, and waits
  int Terminate();  // SIGTERM, and waits; the exit status, or -1 after ten seconds

  // The API.
  HttpAnswer Get(const std::string& path, const Pairs& query = {}) const;
  HttpAnswer Post(const std::string& path, const Pairs& form,
                  const std::string& idempotency_key = "") const;
  HttpAnswer Delete(const std::string& path) const;
  // The buyer: POST {session url}/{verb}.
  HttpAnswer Buyer(const Json& session, const std::string& verb) const;
  // POST /_control with JSON text; checks that it was done.
  Json Control(const std::string& json) const;
  Json Ledger() const;

  // An open session for one thing at this price, with metadata order_id.
  Json OpenSession(int64_t cents, const Pairs& more = {}) const;
  // The same, paid; as retrieved afterwards.
  Json PaidSession(int64_t cents, const Pairs& more = {}) const;

 private:
  void Start(const std::vector<std::string>& flags);
  void ReadAnnouncement(int pipe, size_t lines);

  pid_t pid_ = -1;
  std::vector<std::string> lines_;
};

// A folder of its own below the system's, removed with everything in it.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// CLOCK_OFFSET_FILE for the sandboxes started while it lives.
class ClockOffsetVariable {
 public:
  explicit ClockOffsetVariable(const std::string& file);
  ~ClockOffsetVariable();
  ClockOffsetVariable(const ClockOffsetVariable&) = delete;
  ClockOffsetVariable& operator=(const ClockOffsetVariable&) = delete;
};

}  // namespace stripe_sandbox::testing
