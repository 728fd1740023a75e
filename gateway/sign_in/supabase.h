// Supabase Auth (GoTrue) over its REST API: https://supabase.com/docs/reference/self-hosting-auth
//
//   SupabaseAuth auth({.url = "https://ref.supabase.co/auth/v1", .anon_key = key},
//                     std::move(client));
//   ASSIGN_OR_RETURN(const Granted granted, auth.Password(email, password));
//
// Calls block, for kSupabaseDeadline at most, so run them where that is allowed. Errors are for
// clients:
//   UNAUTHENTICATED  a definite refusal, with what to do next
//   RATE_LIMITED     the issuer's own limit
//   UNAVAILABLE      it does not answer, answers nonsense, or our key is wrong (logged)
// Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/http_client/http_client.h"
#include "gateway/sign_in/granted.h"

namespace keys::gateway {

inline constexpr absl::Duration kSupabaseDeadline = absl::Seconds(8);

// UNAVAILABLE, with a sentence for a person who wants to sign in.
absl::Status SignInUnavailable();

class SupabaseAuth {
 public:
  struct Options {
    // SUPABASE_AUTH_URL, without a slash at the end.
    std::string url;
    // SUPABASE_ANON_KEY.
    std::string anon_key;
  };
  SupabaseAuth(Options options, std::unique_ptr<http::HttpClient> client);

  absl::StatusOr<Granted> Password(const std::string& email, const std::string& password);
  // The token is valid for one use. Within the issuer's reuse interval the same answer comes again.
  absl::StatusOr<Granted> Refresh(const std::string& refresh_token);
  // Mails a link to `redirect_to`. The result does not say whether there is such an account.
  absl::Status SendLink(const std::string& email, const std::string& redirect_to);
  // Signs in with the token and type of the link in a mail.
  absl::StatusOr<Granted> Verify(const std::string& token_hash, const std::string& type);
  // Signs in with the code that came back from an OAuth provider and the verifier of CodeChallenge
  // (RFC 7636).
  absl::StatusOr<Granted> Exchange(const std::string& code, const std::string& verifier);
  // Ends the session behind this refresh token, or all sessions of its user. It is no error if the
  // session has ended already.
  absl::Status SignOut(const std::string& refresh_token, bool everywhere);

  // Returns the address at which a browser begins to sign in with a provider.
  std::string AuthorizeUrl(const std::string& provider, const std::string& redirect_to,
                           const std::string& verifier) const;

 private:
  struct Call {
    // The path behind the URL, with its query.
    std::string path;
    std::string body;
    // An empty token stands for the anon key.
    std::string access_token = "";
  };
  // Returns the body of a 2xx answer.
  absl::StatusOr<std::string> Post(const Call& call);
  absl::StatusOr<Granted> Grant(const Call& call);

  const Options options_;
  const std::unique_ptr<http::HttpClient> client_;
};

}  // namespace keys::gateway
