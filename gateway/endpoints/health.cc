#include "gateway/endpoints/health.h"

#include <algorithm>
#include <future>
#include <utility>

#include "common/base/text.h"
#include "gateway/openapi/json_builder.h"

namespace keys::gateway {
namespace {

HttpResponse Json(int status, std::string body) {
  HttpResponse response{.status = status, .body = std::move(body)};
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

std::string DocumentOf(const Readiness::Report& report, bool ready) {
  JsonBuilder json;
  json.Object([&] {
    json.Text("status", ready ? "ready" : "not_ready");
    json.Object("services", [&] {
      for (const auto& [process, status] : report) {
        json.Text(process, status.ok() ? "serving" : MessageOf(status));
      }
    });
  });
  return json.Take();
}

}  // namespace

void Readiness::Ask(Done done) {
  {
    std::unique_lock lock(mutex_);
    if (waiting_.empty() && !fresh_until_.Expired()) {
      const Report report = report_;
      lock.unlock();
      return done(report);
    }
    waiting_.push_back(std::move(done));
    if (waiting_.size() > 1) return;
    gathering_.clear();
  }
  for (const std::string& process : upstream_.processes()) {
    upstream_.CheckHealth(process, kTimeout, [this, process](absl::Status status) {
      OnChecked(process, std::move(status));
    });
  }
}

void Readiness::OnChecked(const std::string& process, absl::Status status) {
  std::unique_lock lock(mutex_);
  gathering_[process] = std::move(status);
  if (gathering_.size() < upstream_.processes().size()) return;
  report_ = gathering_;
  fresh_until_ = Deadline::After(kFreshFor);
  const Report report = report_;
  const std::vector<Done> waiting = std::exchange(waiting_, {});
  lock.unlock();
  for (const Done& done : waiting) done(report);
}

absl::Status Readiness::AskAndWait() {
  std::promise<Report> promise;
  Ask([&promise](const Report& report) { promise.set_value(report); });
  const std::string problems = Describe(promise.get_future().get());
  return problems.empty() ? absl::OkStatus() : absl::UnavailableError(problems);
}

std::string Describe(const Readiness::Report& report) {
  std::string text;
  for (const auto& [process, status] : report) {
    if (status.ok()) continue;
    StrAppend(&text, text.empty() ? "Not ready: " : ", ", process, " (", MessageOf(status), ")");
  }
  return text;
}

void HealthEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  reply(Json(200, R"({"status":"ok"})"));
}

void ReadyEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  readiness_.Ask([reply = std::move(reply)](const Readiness::Report& report) {
    const bool ready = Describe(report).empty();
    HttpResponse response = Json(ready ? 200 : 503, DocumentOf(report, ready));
    if (!ready) response.headers.Add("Retry-After", "1");
    reply(std::move(response));
  });
}

}  // namespace keys::gateway
