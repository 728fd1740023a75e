#include "gateway/sign_in/supabase.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/error/error.h"
#include "common/json/number.h"
#include "common/log/log.h"
#include "gateway/openapi/json_builder.h"
#include "gateway/pages/markup.h"
#include "rapidjson/document.h"

namespace keys::gateway {
namespace {

using error::Reason;

// Codes by which GoTrue refuses a request for good, with the advice for its user.
struct Refusal {
  std::string_view code;
  const char* text;
};
constexpr char kWrong[] = "The e-mail address or the password is wrong.";
constexpr char kEnded[] = "Your session has ended. Sign in again.";
constexpr char kLink[] = "The link has expired or was used already. Ask for a new one.";
constexpr char kProvider[] = "The sign-in was not finished in time. Begin again.";
constexpr Refusal kRefusals[] = {
    {"invalid_credentials", kWrong},
    {"invalid_grant", kWrong},  // written by older versions
    {"user_not_found", kWrong},
    {"email_not_confirmed", "Confirm your e-mail address first, by the link that was sent to it."},
    {"phone_not_confirmed", "Confirm your phone number first."},
    {"user_banned", "This account is blocked. Ask the shop."},
    {"refresh_token_not_found", kEnded},
    {"refresh_token_already_used", kEnded},
    {"session_not_found", kEnded},
    {"session_expired", kEnded},
    {"otp_expired", kLink},
    {"otp_disabled", "Links by e-mail are not offered here."},
    {"signup_disabled", "New accounts are not made here."},
    {"email_provider_disabled", "Signing in by e-mail is not offered here."},
    {"email_address_invalid", "This e-mail address cannot receive mail."},
    {"validation_failed", "What was sent is not valid."},
    {"flow_state_not_found", kProvider},
    {"flow_state_expired", kProvider},
    {"bad_code_verifier", kProvider},
    {"bad_oauth_callback", kProvider},
};

absl::Status Limited(const http::Response& response) {
  const std::string_view text = response.Header("retry-after").value_or("60");
  int seconds = 60;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  error::ErrorDetail detail;
  detail.set_reason(Reason::RATE_LIMITED);
  detail.set_detail("There were too many attempts to sign in. Wait a little.");
  detail.set_retry_after_seconds(std::clamp(seconds, 1, 3600));
  return error::Make(std::move(detail));
}

std::string TextOf(const rapidjson::Document& document, const char* name) {
  if (!document.IsObject()) return "";
  const auto found = document.FindMember(name);
  if (found == document.MemberEnd() || !found->value.IsString()) return "";
  return {found->value.GetString(), found->value.GetStringLength()};
}

// Translates an answer other than 2xx into an error for the user.
absl::Status Refused(const http::Response& response) {
  if (response.status == 429) return Limited(response);
  rapidjson::Document document;
  document.Parse(response.body.data(), response.body.size());
  std::string code = document.HasParseError() ? "" : TextOf(document, "error_code");
  if (code.empty() && !document.HasParseError()) code = TextOf(document, "error");
  for (const Refusal& refusal : kRefusals) {
    if (response.status < 500 && code == refusal.code) {
      return error::Make(Reason::UNAUTHENTICATED, refusal.text);
    }
  }
  // The issuer refused the shop's own key, or a proxy answered, or the code is new. None of these
  // is the user's mistake.
  log::Error("sign_in.issuer_refused", {{"status", response.status}, {"code", OneLine(code, 80)}});
  return SignInUnavailable();
}

std::string JsonOf(std::initializer_list<std::pair<const char*, std::string_view>> members) {
  JsonBuilder json;
  json.Object([&] {
    for (const auto& [name, value] : members) json.Text(name, value);
  });
  return json.Take();
}

absl::StatusOr<Granted> ReadGrant(const std::string& body) {
  rapidjson::Document document;
  document.Parse(body.data(), body.size());
  if (document.HasParseError() || !document.IsObject()) return SignInUnavailable();
  Granted granted{.access_token = TextOf(document, "access_token"),
                  .refresh_token = TextOf(document, "refresh_token")};
  const auto expires = document.FindMember("expires_at");
  const auto expires_at =
      expires == document.MemberEnd() ? std::nullopt : json::WholeNumber(expires->value);
  if (granted.access_token.empty() || granted.refresh_token.empty() || !expires_at.has_value()) {
    log::Error("sign_in.issuer_answer", {{"why", "an answer without tokens or expires_at"}});
    return SignInUnavailable();
  }
  granted.expires_at = *expires_at;
  return granted;
}

}  // namespace

absl::Status SignInUnavailable() {
  return error::Make(Reason::UNAVAILABLE,
                     "Signing in does not work at the moment. Try again in a minute.");
}

SupabaseAuth::SupabaseAuth(Options options, std::unique_ptr<http::HttpClient> client)
    : options_(std::move(options)), client_(std::move(client)) {}

absl::StatusOr<std::string> SupabaseAuth::Post(const Call& call) {
  http::Request request{.method = "POST", .url = options_.url + call.path};
  request.headers = {
      {"Content-Type", "application/json"},
      {"apikey", options_.anon_key},
      {"Authorization",
       StrCat("Bearer ", call.access_token.empty() ? options_.anon_key : call.access_token)}};
  request.body = call.body;
  request.deadline = Deadline::After(kSupabaseDeadline);
  absl::StatusOr<http::Response> response = client_->Send(request);
  if (!response.ok()) {
    log::Error("sign_in.issuer_unreachable", {{"why", MessageOf(response.status())}});
    return SignInUnavailable();
  }
  if (response->status < 200 || response->status > 299) return Refused(*response);
  return std::move(response->body);
}

absl::StatusOr<Granted> SupabaseAuth::Grant(const Call& call) {
  ASSIGN_OR_RETURN(const std::string body, Post(call));
  return ReadGrant(body);
}

absl::StatusOr<Granted> SupabaseAuth::Password(const std::string& email,
                                               const std::string& password) {
  return Grant({.path = "/token?grant_type=password",
                .body = JsonOf({{"email", email}, {"password", password}})});
}

absl::StatusOr<Granted> SupabaseAuth::Refresh(const std::string& refresh_token) {
  return Grant({.path = "/token?grant_type=refresh_token",
                .body = JsonOf({{"refresh_token", refresh_token}})});
}

absl::Status SupabaseAuth::SendLink(const std::string& email, const std::string& redirect_to) {
  const auto sent =
      Post({.path = StrCat("/otp?redirect_to=", EscapeSegment(redirect_to)),
            .body = StrCat(R"({"create_user":true,)", JsonOf({{"email", email}}).substr(1))});
  // If this said that there is no account, anybody could find out who has one.
  if (error::ReasonOf(sent.status()) == Reason::UNAUTHENTICATED) return absl::OkStatus();
  return sent.status();
}

absl::StatusOr<Granted> SupabaseAuth::Verify(const std::string& token_hash,
                                             const std::string& type) {
  return Grant({.path = "/verify", .body = JsonOf({{"token_hash", token_hash}, {"type", type}})});
}

absl::StatusOr<Granted> SupabaseAuth::Exchange(const std::string& code,
                                               const std::string& verifier) {
  return Grant({.path = "/token?grant_type=pkce",
                .body = JsonOf({{"auth_code", code}, {"code_verifier", verifier}})});
}

absl::Status SupabaseAuth::SignOut(const std::string& refresh_token, bool everywhere) {
  // Only an access token may end a session, and the browser's cookie holds a refresh token.
  const auto granted = Refresh(refresh_token);
  if (error::ReasonOf(granted.status()) == Reason::UNAUTHENTICATED) return absl::OkStatus();
  RETURN_IF_ERROR(granted.status());
  const auto ended = Post({.path = StrCat("/logout?scope=", everywhere ? "global" : "local"),
                           .body = "",
                           .access_token = granted->access_token});
  if (error::ReasonOf(ended.status()) == Reason::UNAUTHENTICATED) return absl::OkStatus();
  return ended.status();
}

std::string SupabaseAuth::AuthorizeUrl(const std::string& provider, const std::string& redirect_to,
                                       const std::string& verifier) const {
  return StrCat(options_.url, "/authorize?provider=", EscapeSegment(provider),
                "&redirect_to=", EscapeSegment(redirect_to),
                "&code_challenge=", crypto::Base64UrlEncode(crypto::Sha256(verifier)),
                "&code_challenge_method=s256");
}

}  // namespace keys::gateway
