// Sign-in for a stack on one's own machine: anybody may sign in as one of four people. Off unless
// DEV_SIGN_IN is on, and refused with a listener that others can reach.
//
//   DevelopmentSignIn people({.secret = secret, .audience = "authenticated"}, clock);
//   ASSIGN_OR_RETURN(const Granted granted, people.SignIn("buyer-ada"));
//
// Sessions are kept in memory, so that signing out really ends them; a restart ends all of them.
// Thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/time/clock.h"
#include "gateway/pages/config_json.h"
#include "gateway/sign_in/granted.h"

namespace keys::gateway {

inline constexpr absl::Duration kDevelopmentTokenLife = absl::Hours(1);
// When there are more, the session that began first is forgotten.
inline constexpr size_t kMaxDevelopmentSessions = 10'000;

class DevelopmentSignIn {
 public:
  struct Options {
    // SUPABASE_JWT_SECRET.
    std::string secret;
    // JWT_AUDIENCE and JWT_ISSUER. Empty ones are left out of tokens.
    std::string audience;
    std::string issuer;
    size_t max_sessions = kMaxDevelopmentSessions;
  };
  DevelopmentSignIn(Options options, const Clock& clock);

  // Returns buyer-ada, buyer-ben, owner and admin.
  static std::vector<SignInInfo::Persona> Personas();

  // NOT_FOUND.
  absl::StatusOr<Granted> SignIn(const std::string& persona);
  // Returns UNAUTHENTICATED when the session has ended or never began here. The refresh token stays
  // the same.
  absl::StatusOr<Granted> Refresh(const std::string& refresh_token);
  // Ends the session, or all sessions of this persona. It is no error if the session has ended
  // already.
  void SignOut(const std::string& refresh_token, bool everywhere);

 private:
  struct Session {
    std::string id;
    size_t persona;
  };
  // Returns the persona and session that the token names, or nothing unless it was signed here.
  struct Named {
    size_t persona;
    std::string session;
  };
  std::optional<Named> Read(const std::string& refresh_token) const;
  std::string Sign(size_t persona, const std::string& session) const;
  Granted Grant(size_t persona, const std::string& session) const;

  const Options options_;
  const Clock& clock_;
  std::mutex mutex_;
  // In the order in which they began.
  std::list<Session> sessions_;
  std::unordered_map<std::string, std::list<Session>::iterator> by_id_;
};

}  // namespace keys::gateway
