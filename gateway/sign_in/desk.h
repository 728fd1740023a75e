// Signs people in and out: everything below /auth. A thin layer before an issuer of tokens
// (Supabase Auth, or the personas of a local stack), so that browsers talk to this origin only.
//
//   SignInDesk desk(std::move(options), parts);
//   AddSignInRoutes(desk, routes);
//
// Requests must be JSON and come from this shop's own pages. Requests wait for the issuer on a
// bounded pool of their own, so that an issuer that hangs delays nothing else. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/worker_pool.h"
#include "common/time/clock.h"
#include "gateway/access/authenticator.h"
#include "gateway/exchange.h"
#include "gateway/filters/rate_limit.h"
#include "gateway/pages/config_json.h"
#include "gateway/sign_in/personas.h"
#include "gateway/sign_in/refresh_rounds.h"
#include "gateway/sign_in/supabase.h"

namespace keys::gateway {

inline constexpr size_t kMaxSignInBody = size_t{16} << 10;

class SignInDesk {
 public:
  struct Options {
    std::string public_url;
    // At most one of the two is set. If neither is, nobody can sign in here.
    std::unique_ptr<SupabaseAuth> supabase;
    std::unique_ptr<DevelopmentSignIn> development;
    // The OAuth providers that are offered.
    std::vector<std::string> providers;
    // The attempts that an address may make each minute. 0 stands for no limit.
    int64_t attempts_per_minute = 30;
  };
  SignInDesk(Options options, const Authenticator& authenticator, const Clock& clock);

  // Returns the settings that /config.json shows.
  SignInInfo Info() const;
  bool open() const { return options_.supabase != nullptr || options_.development != nullptr; }
  const SupabaseAuth* supabase() const { return options_.supabase.get(); }
  const DevelopmentSignIn* development() const { return options_.development.get(); }

  // From now on, requests that do not wait for the issuer yet are answered with UNAVAILABLE.
  void Stop() { stopping_ = true; }

  void SignIn(const ExchangePtr& exchange, const Reply& reply);
  void SignInAsPersona(const ExchangePtr& exchange, const Reply& reply);
  void SendLink(const ExchangePtr& exchange, const Reply& reply);
  void Verify(const ExchangePtr& exchange, const Reply& reply);
  void Callback(const ExchangePtr& exchange, const Reply& reply);
  void Refresh(const ExchangePtr& exchange, const Reply& reply);
  void SignOut(const ExchangePtr& exchange, const Reply& reply);
  // Answers GET by sending the browser to the provider.
  void BeginOAuth(const ExchangePtr& exchange, const Reply& reply);

 private:
  using Issue = std::function<absl::StatusOr<Granted>()>;

  // Counts an attempt of this address.
  absl::Status Admit(const Exchange& exchange);
  // Runs `work` on the pool. The answer is UNAVAILABLE when that is full.
  void Submit(const Reply& reply, std::function<void()> work);
  // Runs `issue` on the pool and answers with the session.
  void Enter(const Reply& reply, Issue issue, bool ends_oauth = false);
  void AnswerSession(const Granted& granted, bool ends_oauth, const Reply& reply) const;
  HttpResponse SignedOut() const;
  std::string Cookie(std::string_view name, std::string_view value, int max_age_seconds) const;

  const Options options_;
  const Authenticator& authenticator_;
  const bool secure_;
  RateLimiter attempts_;
  RefreshRounds rounds_;
  std::atomic<bool> stopping_ = false;
  rpc::WorkerPool workers_;
};

// Adds the routes that this desk can serve, or none when it is not open.
void AddSignInRoutes(SignInDesk& desk, std::vector<Route>& routes);

}  // namespace keys::gateway
