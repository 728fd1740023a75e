// Where people sign in and out: everything below /auth. A thin layer before an issuer of tokens
// (Supabase Auth, or the personas of a local stack), so that browsers talk to this origin only.
//
//   SignInDesk desk(std::move(options), parts);
//   AddSignInRoutes(desk, routes);
//
// Requests must be JSON and come from this shop's own pages. What waits for the issuer does so on a
// bounded pool of its own: when the issuer hangs, nothing else does. Thread-safe.
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
    // At most one of the two; neither: nobody can sign in here.
    std::unique_ptr<SupabaseAuth> supabase;
    std::unique_ptr<DevelopmentSignIn> development;
    // OAuth providers that are offered.
    std::vector<std::string> providers;
    // Attempts an address may make each minute; 0 for no limit.
    int64_t attempts_per_minute = 30;
  };
  SignInDesk(Options options, const Authenticator& authenticator, const Clock& clock);

  // For /config.json.
  SignInInfo Info() const;
  bool open() const { return options_.supabase != nullptr || options_.development != nullptr; }
  const SupabaseAuth* supabase() const { return options_.supabase.get(); }
  const DevelopmentSignIn* development() const { return options_.development.get(); }

  // What has not begun to wait for the issuer is answered with UNAVAILABLE from now on.
  void Stop() { stopping_ = true; }

  void SignIn(const ExchangePtr& exchange, const Reply& reply);
  void SignInAsPersona(const ExchangePtr& exchange, const Reply& reply);
  void SendLink(const ExchangePtr& exchange, const Reply& reply);
  void Verify(const ExchangePtr& exchange, const Reply& reply);
  void Callback(const ExchangePtr& exchange, const Reply& reply);
  void Refresh(const ExchangePtr& exchange, const Reply& reply);
  void SignOut(const ExchangePtr& exchange, const Reply& reply);
  // GET: to the provider.
  void BeginOAuth(const ExchangePtr& exchange, const Reply& reply);

 private:
  using Issue = std::function<absl::StatusOr<Granted>()>;

  // Counts an attempt of this address.
  absl::Status Admit(const Exchange& exchange);
  // Runs on the pool; UNAVAILABLE when that is full.
  void Submit(const Reply& reply, std::function<void()> work);
  // Issues on the pool and answers with the session.
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

// The routes that this desk can serve; none when it is not open.
void AddSignInRoutes(SignInDesk& desk, std::vector<Route>& routes);

}  // namespace keys::gateway
