#include "tests/fakes/stripe_sandbox/testing/webhook_receiver.h"

#include <civetweb.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

namespace stripe_sandbox::testing {
namespace {

std::string TypeOf(const std::string& body) {
  return Json::Parse(body).value_or(Json())["type"].AsString();
}

}  // namespace

WebhookReceiver::WebhookReceiver() {
  const char* options[] = {"listening_ports", "127.0.0.1:0", "num_threads", "16", nullptr};
  context_ = mg_start(nullptr, nullptr, options);
  mg_set_request_handler(context_, "/", Handle, this);
}

WebhookReceiver::~WebhookReceiver() {
  mg_set_request_handler(context_, "/", nullptr, nullptr);
  // civetweb needs two seconds to stop, and nothing refers to this object any more.
  std::thread(mg_stop, context_).detach();
}

std::string WebhookReceiver::url() const {
  mg_server_port port{};
  mg_get_server_ports(context_, 1, &port);
  return "http://127.0.0.1:" + std::to_string(port.port) + "/hook";
}

void WebhookReceiver::AnswerNext(int times, int status, const std::string& event_type) {
  std::lock_guard<std::mutex> lock(mutex_);
  failing_times_ = times;
  failing_status_ = status;
  failing_type_ = event_type;
}

void WebhookReceiver::Delay(int millis) {
  std::lock_guard<std::mutex> lock(mutex_);
  delay_millis_ = millis;
}

int WebhookReceiver::Handle(mg_connection* connection, void* self) {
  ReceivedWebhook webhook;
  if (const char* signature = mg_get_header(connection, "Stripe-Signature")) {
    webhook.signature = signature;
  }
  char buffer[8192];
  for (int n = 0; (n = mg_read(connection, buffer, sizeof buffer)) > 0;) {
    webhook.body.append(buffer, static_cast<size_t>(n));
  }
  const int status = static_cast<WebhookReceiver*>(self)->Take(std::move(webhook));
  mg_printf(connection, "HTTP/1.1 %d Status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            status);
  return status;
}

int WebhookReceiver::Take(ReceivedWebhook webhook) {
  int delay = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    delay = delay_millis_;
  }
  if (delay > 0) std::this_thread::sleep_for(std::chrono::milliseconds(delay));
  std::lock_guard<std::mutex> lock(mutex_);
  webhook.answered = 200;
  if (failing_times_ > 0 && (failing_type_.empty() || failing_type_ == TypeOf(webhook.body))) {
    --failing_times_;
    webhook.answered = failing_status_;
  }
  const int status = webhook.answered;
  received_.push_back(std::move(webhook));
  arrived_.notify_all();
  return status;
}

std::vector<ReceivedWebhook> WebhookReceiver::All() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return received_;
}

std::vector<ReceivedWebhook> WebhookReceiver::OfType(const std::string& event_type) const {
  std::vector<ReceivedWebhook> matching;
  for (ReceivedWebhook& webhook : All()) {
    if (TypeOf(webhook.body) == event_type) matching.push_back(std::move(webhook));
  }
  return matching;
}

bool WebhookReceiver::WaitFor(const std::string& event_type, size_t count) {
  std::unique_lock<std::mutex> lock(mutex_);
  return arrived_.wait_for(lock, std::chrono::seconds(60), [&] {
    const auto matching = std::count_if(
        received_.begin(), received_.end(),
        [&](const ReceivedWebhook& webhook) { return TypeOf(webhook.body) == event_type; });
    return static_cast<size_t>(matching) >= count;
  });
}

bool SignatureFits(const ReceivedWebhook& webhook, const std::string& secret) {
  const std::string& header = webhook.signature;
  const std::string time = header.substr(2, header.find(',') - 2);
  const std::string message = time + "." + webhook.body;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest, &size);
  std::string wanted = ",v1=";
  for (unsigned int i = 0; i < size; ++i) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", digest[i]);
    wanted += two;
  }
  return header.starts_with("t=") && header.find(wanted) != std::string::npos;
}

}  // namespace stripe_sandbox::testing
