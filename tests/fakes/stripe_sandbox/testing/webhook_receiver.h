// A webhook endpoint for tests: keeps what it gets and answers as told. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"

struct mg_context;
struct mg_connection;

namespace stripe_sandbox::testing {

struct ReceivedWebhook {
  std::string body;
  std::string signature;  // the Stripe-Signature header
  int answered = 0;

  Json event() const { return Json::Parse(body).value_or(Json()); }
};

class WebhookReceiver {
 public:
  WebhookReceiver();  // on a free port
  ~WebhookReceiver();
  WebhookReceiver(const WebhookReceiver&) = delete;
  WebhookReceiver& operator=(const WebhookReceiver&) = delete;

  std::string url() const;
  // The next `times` POSTs get this status, then 200 again. `event_type` "" means any.
  void AnswerNext(int times, int status, const std::string& event_type = "");
  // Every POST waits that long before it is answered.
  void Delay(int millis);

  std::vector<ReceivedWebhook> All() const;
  std::vector<ReceivedWebhook> OfType(const std::string& event_type) const;
  // Waits until `count` POSTs of that type came. Returns false after ten seconds.
  bool WaitFor(const std::string& event_type, size_t count = 1);

 private:
  static int Handle(mg_connection* connection, void* self);
  int Take(ReceivedWebhook webhook);

  mg_context* context_ = nullptr;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<ReceivedWebhook> received_;
  std::string failing_type_;
  int failing_times_ = 0;
  int failing_status_ = 200;
  int delay_millis_ = 0;
};

// True if one v1 of the header is the HMAC of "t.body" under `secret`, computed here on its own.
bool SignatureFits(const ReceivedWebhook& webhook, const std::string& secret);

}  // namespace stripe_sandbox::testing
