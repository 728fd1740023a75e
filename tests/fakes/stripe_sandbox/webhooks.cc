#include "tests/fakes/stripe_sandbox/webhooks.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include "tests/fakes/stripe_sandbox/event_text.h"
#include "tests/fakes/stripe_sandbox/signature.h"

namespace stripe_sandbox {
namespace {

constexpr int64_t kFirstRetryMillis = 1000;
constexpr int64_t kLongestRetryMillis = 30000;
constexpr int64_t kGiveUpSeconds = 3 * 24 * 3600;  // "retried up to 3 days"
constexpr long kTimeoutMillis = 20000;

int64_t MonotonicMillis() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

size_t Discard(char*, size_t size, size_t count, void*) { return size * count; }

int64_t BackOff(int64_t attempts) {
  const int64_t doublings = std::min<int64_t>(std::max<int64_t>(attempts - 1, 0), 5);
  return std::min(kFirstRetryMillis << doublings, kLongestRetryMillis);
}

}  // namespace

void Webhooks::Start() {
  std::vector<PlannedDelivery> left;
  {
    std::lock_guard<std::mutex> lock(store_.mutex());
    store_.Newest("delivery", [&left](const Json& delivery) {
      if (delivery["state"].AsString() == "pending") {
        left.push_back({delivery["id"].AsString(), delivery["event"].AsString()});
      }
      return true;
    });
  }
  std::reverse(left.begin(), left.end());
  Plan(left);
  for (int i = 0; i < kWorkers; ++i) workers_.emplace_back(&Webhooks::Work, this);
}

void Webhooks::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  attempted_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

void Webhooks::Plan(const std::vector<PlannedDelivery>& deliveries) {
  if (deliveries.empty()) return;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const PlannedDelivery& planned : deliveries) {
      queue_.push({MonotonicMillis() + planned.delay_millis, planned.delivery});
      if (planned.delay_millis == 0) first_attempts_[planned.delivery] = planned.event;
    }
  }
  wake_.notify_all();
}

void Webhooks::WaitAttempted(const std::string& event, int64_t millis) {
  std::unique_lock<std::mutex> lock(mutex_);
  attempted_.wait_for(lock, std::chrono::milliseconds(millis), [this, &event] {
    return stopping_ || std::none_of(first_attempts_.begin(), first_attempts_.end(),
                                     [&event](const auto& entry) { return entry.second == event; });
  });
}

void Webhooks::Work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    if (queue_.empty()) {
      wake_.wait(lock);
      continue;
    }
    const int64_t wait = queue_.top().first - MonotonicMillis();
    if (wait > 0) {
      wake_.wait_for(lock, std::chrono::milliseconds(wait));
      continue;
    }
    const std::string delivery = queue_.top().second;
    queue_.pop();
    lock.unlock();
    Attempt(delivery);
    lock.lock();
  }
}

void Webhooks::Attempt(const std::string& delivery) {
  Posting posting;
  std::optional<int64_t> again;
  if (Prepare(delivery, &posting)) {
    const long status = Post(posting);
    ++counts_.attempts;
    ++(status >= 200 && status < 300 ? counts_.succeeded : counts_.failed);
    again = Record(delivery, status);
  }
  std::lock_guard<std::mutex> lock(mutex_);
  first_attempts_.erase(delivery);
  if (again) queue_.push({MonotonicMillis() + *again, delivery});
  attempted_.notify_all();
  wake_.notify_one();
}

bool Webhooks::Prepare(const std::string& id, Posting* posting) {
  std::lock_guard<std::mutex> lock(store_.mutex());
  const Json* delivery = store_.Find("delivery", id);
  if (delivery == nullptr || (*delivery)["state"].AsString() != "pending") return false;
  const Json* event = store_.Find("event", (*delivery)["event"].AsString());
  const Json* endpoint = store_.Find("webhook_endpoint", (*delivery)["endpoint"].AsString());
  if (event == nullptr || endpoint == nullptr || (*endpoint)["status"].AsString() != "enabled") {
    Json given_up = *delivery;
    given_up.Set("state", "failed");
    store_.Apply({{"delivery", id, given_up}});
    return false;
  }
  posting->url = (*endpoint)["url"].AsString();
  posting->copies = std::max<int64_t>((*delivery)["copies"].AsInt(), 1);
  for (const Json& secret : (*endpoint)["_secrets"].items()) {
    posting->secrets.push_back(secret.AsString());
  }
  // An event's shape follows the endpoint's version, never the request's.
  Json shown = EventAsShown(store_, *event);
  const Json& version = (*endpoint)["api_version"];
  if (version.is_string()) shown.Set("api_version", version);
  posting->body = shown.WritePretty();
  return true;
}

long Webhooks::Post(const Posting& posting) {
  long status = 0;
  for (int64_t copy = 0; copy < posting.copies; ++copy) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                   curl_easy_cleanup);
    const std::string signature =
        "Stripe-Signature: " + SignatureHeader(posting.secrets, clock_.NowSeconds(), posting.body);
    curl_slist* headers =
        curl_slist_append(nullptr, "Content-Type: application/json; charset=utf-8");
    headers = curl_slist_append(headers, signature.c_str());
    headers =
        curl_slist_append(headers, "User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)");
    headers = curl_slist_append(headers, "Expect:");
    curl_easy_setopt(curl.get(), CURLOPT_URL, posting.url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, posting.body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(posting.body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Discard);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, kTimeoutMillis);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    if (!ca_file_.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, ca_file_.c_str());
    long answered = 0;
    if (curl_easy_perform(curl.get()) == CURLE_OK) {
      curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answered);
    }
    curl_slist_free_all(headers);
    // Copies of one event count as delivered when any of them was.
    if (status < 200 || status >= 300) status = answered;
  }
  return status;
}

std::optional<int64_t> Webhooks::Record(const std::string& id, long status) {
  std::lock_guard<std::mutex> lock(store_.mutex());
  const Json* found = store_.Find("delivery", id);
  if (found == nullptr) return std::nullopt;
  Json delivery = *found;
  const int64_t attempts = delivery["attempts"].AsInt() + 1;
  delivery.Set("attempts", attempts).Set("status", int64_t{status});
  const bool delivered = status >= 200 && status < 300;
  const bool too_old = clock_.NowSeconds() - delivery["created"].AsInt() > kGiveUpSeconds;
  if (delivered || too_old) delivery.Set("state", delivered ? "delivered" : "failed");
  store_.Apply({{"delivery", id, delivery}});
  if (delivered || too_old) return std::nullopt;
  return BackOff(attempts);
}

}  // namespace stripe_sandbox
