#include "gateway/sign_in/desk.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/secure.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "gateway/endpoints/rpc_endpoint.h"
#include "gateway/filters/client_address.h"
#include "gateway/openapi/json_builder.h"
#include "gateway/pages/markup.h"
#include "gateway/sign_in/cookies.h"
#include "gateway/sign_in/input.h"
#include "gateway/sign_in/same_origin.h"
#include "gateway/transcode/percent.h"

namespace keys::gateway {
namespace {

using error::Reason;
using Texts = std::map<std::string, std::string>;

// Sign-ins that wait for the issuer. Each holds a thread for kSupabaseDeadline at most.
constexpr rpc::WorkerPool::Options kWorkers{.threads = 4, .max_in_flight = 64};
constexpr int kSessionSeconds = 60 * 24 * 3600;
constexpr int kVerifierSeconds = 600;
constexpr size_t kVerifierBytes = 32;
constexpr size_t kMaxReturnTo = 1'000;
// RFC 5321's 64 + 1 + 255.
constexpr InputText kEmail{"email", 320};
constexpr InputText kPassword{"password", 1'000};

absl::StatusOr<Texts> ReadBody(const Exchange& exchange, const std::string& public_url,
                               const std::vector<InputText>& texts) {
  RETURN_IF_ERROR(CheckSameOrigin(exchange.request, public_url));
  // A form on another site cannot send JSON, so requiring it keeps such forms out.
  if (exchange.request.headers.Find("content-type") == nullptr) {
    return error::Make(Reason::UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
  }
  RETURN_IF_ERROR(CheckJsonContentType(exchange.request));
  return ReadTexts(exchange.request.body, texts);
}

absl::Status CheckEmail(const std::string& email) {
  const size_t at = email.find('@');
  if (at != 0 && at != std::string::npos && at + 1 < email.size()) return absl::OkStatus();
  return error::Invalid("/email", "WRONG_TYPE", "'email' is no e-mail address.");
}

HttpResponse JsonResponse(std::string body) {
  HttpResponse response{.body = std::move(body)};
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

std::string OneFlag(const char* name) {
  JsonBuilder json;
  json.Object([&] { json.Flag(name, true); });
  return json.Take();
}

// Whether the text is a path of this shop. "//evil" and "/\evil" are other sites' addresses to a
// browser.
bool IsOwnPath(std::string_view path) {
  return path.size() <= kMaxReturnTo && path.starts_with('/') && !path.starts_with("//") &&
         std::all_of(path.begin(), path.end(),
                     [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
}

// Returns the value of a query parameter, or an empty text when it is absent. Other parameters are
// ignored.
std::string ParameterOf(const HttpRequest& request, std::string_view wanted) {
  for (const std::string_view pair : Split(request.query(), '&')) {
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != wanted) continue;
    return DecodeForm(pair.substr(equals + 1)).value_or("");
  }
  return "";
}

using Action = void (SignInDesk::*)(const ExchangePtr&, const Reply&);

class DeskEndpoint : public Endpoint {
 public:
  DeskEndpoint(SignInDesk& desk, Action action) : desk_(desk), action_(action) {}
  void Serve(ExchangePtr exchange, Reply reply) const override {
    (desk_.*action_)(exchange, reply);
  }

 private:
  SignInDesk& desk_;
  const Action action_;
};

}  // namespace

SignInDesk::SignInDesk(Options options, const Authenticator& authenticator, const Clock& clock)
    : options_(std::move(options)),
      authenticator_(authenticator),
      secure_(!IsLoopbackUrl(options_.public_url)),
      attempts_({.per_minute = options_.attempts_per_minute,
                 .burst = std::max<int64_t>(1, options_.attempts_per_minute)},
                clock),
      rounds_(clock),
      workers_(kWorkers) {}

SignInInfo SignInDesk::Info() const {
  if (options_.development != nullptr) {
    return {.kind = "development", .personas = DevelopmentSignIn::Personas()};
  }
  if (options_.supabase == nullptr) return {};
  return {
      .kind = "supabase", .methods = {"password", "magic_link"}, .providers = options_.providers};
}

absl::Status SignInDesk::Admit(const Exchange& exchange) {
  if (!attempts_.enabled()) return absl::OkStatus();
  const auto verdict = attempts_.Take(AddressGroup(exchange.caller.client_ip));
  if (verdict.allowed) return absl::OkStatus();
  error::ErrorDetail detail;
  detail.set_reason(Reason::RATE_LIMITED);
  detail.set_detail("There were too many attempts to sign in from your address. Wait a little.");
  detail.set_retry_after_seconds(static_cast<int32_t>(verdict.retry_after_seconds));
  return error::Make(std::move(detail));
}

void SignInDesk::Submit(const Reply& reply, std::function<void()> work) {
  const bool taken = workers_.TrySubmit([this, reply, work = std::move(work)] {
    if (stopping_) return reply(SignInUnavailable());
    work();
  });
  if (!taken) reply(SignInUnavailable());
}

void SignInDesk::Enter(const Reply& reply, Issue issue, bool ends_oauth) {
  Submit(reply, [this, reply, issue = std::move(issue), ends_oauth] {
    const auto granted = issue();
    if (!granted.ok()) return reply(granted.status());
    AnswerSession(*granted, ends_oauth, reply);
  });
}

// The access token is checked by the same rules as on every other request, because a token that the
// API would refuse signs nobody in.
void SignInDesk::AnswerSession(const Granted& granted, bool ends_oauth, const Reply& reply) const {
  authenticator_.Authenticate(
      StrCat("Bearer ", granted.access_token),
      [this, granted, ends_oauth, reply](const absl::StatusOr<rpc::Caller>& caller) {
        if (!caller.ok() || !caller->signed_in() || !IsCookieValue(granted.refresh_token)) {
          log::Error("sign_in.token_not_accepted",
                     {{"why",
                       "the issuer's token does not fit SUPABASE_JWT_SECRET, JWKS_URL, "
                       "JWT_AUDIENCE or JWT_ISSUER, or its refresh token is no cookie"}});
          return reply(SignInUnavailable());
        }
        JsonBuilder json;
        json.Object([&] {
          json.Text("accessToken", granted.access_token);
          json.Number("expiresAt", granted.expires_at);
          json.Object("user", [&] {
            json.Text("id", caller->user_id);
            json.Text("email", caller->email);
            json.Text("role", caller->admin ? "admin" : "user");
          });
        });
        HttpResponse response = JsonResponse(json.Take());
        response.headers.Add("Set-Cookie",
                             Cookie(kSessionCookie, granted.refresh_token, kSessionSeconds));
        if (ends_oauth) response.headers.Add("Set-Cookie", Cookie(kVerifierCookie, "", 0));
        reply(std::move(response));
      });
}

HttpResponse SignInDesk::SignedOut() const {
  HttpResponse response = JsonResponse(OneFlag("signedOut"));
  response.headers.Add("Set-Cookie", Cookie(kSessionCookie, "", 0));
  return response;
}

std::string SignInDesk::Cookie(std::string_view name, std::string_view value,
                               int max_age_seconds) const {
  return SetCookie(name, value, max_age_seconds, secure_);
}

void SignInDesk::SignIn(const ExchangePtr& exchange, const Reply& reply) {
  const auto body = ReadBody(*exchange, options_.public_url, {kEmail, kPassword});
  if (!body.ok()) return reply(body.status());
  if (const auto fits = CheckEmail(body->at("email")); !fits.ok()) return reply(fits);
  if (const auto admitted = Admit(*exchange); !admitted.ok()) return reply(admitted);
  Enter(reply, [this, body = *body] {
    return options_.supabase->Password(body.at("email"), body.at("password"));
  });
}

void SignInDesk::SignInAsPersona(const ExchangePtr& exchange, const Reply& reply) {
  const auto body = ReadBody(*exchange, options_.public_url, {{"persona", 100}});
  if (!body.ok()) return reply(body.status());
  const auto granted = options_.development->SignIn(body->at("persona"));
  if (!granted.ok()) return reply(granted.status());
  AnswerSession(*granted, false, reply);
}

void SignInDesk::SendLink(const ExchangePtr& exchange, const Reply& reply) {
  const auto body = ReadBody(*exchange, options_.public_url, {kEmail});
  if (!body.ok()) return reply(body.status());
  if (const auto fits = CheckEmail(body->at("email")); !fits.ok()) return reply(fits);
  if (const auto admitted = Admit(*exchange); !admitted.ok()) return reply(admitted);
  Submit(reply, [this, reply, email = body->at("email")] {
    const absl::Status sent = options_.supabase->SendLink(email, options_.public_url + "/sign-in");
    if (!sent.ok()) return reply(sent);
    reply(JsonResponse(OneFlag("sent")));
  });
}

void SignInDesk::Verify(const ExchangePtr& exchange, const Reply& reply) {
  const auto body =
      ReadBody(*exchange, options_.public_url, {{"token_hash", 256}, {"type", 32, "magiclink"}});
  if (!body.ok()) return reply(body.status());
  if (const auto admitted = Admit(*exchange); !admitted.ok()) return reply(admitted);
  Enter(reply, [this, body = *body] {
    return options_.supabase->Verify(body.at("token_hash"), body.at("type"));
  });
}

void SignInDesk::Callback(const ExchangePtr& exchange, const Reply& reply) {
  const auto body = ReadBody(*exchange, options_.public_url, {{"code", 512}});
  if (!body.ok()) return reply(body.status());
  if (const auto admitted = Admit(*exchange); !admitted.ok()) return reply(admitted);
  const std::string verifier = CookieOf(exchange->request, kVerifierCookie);
  if (!IsCookieValue(verifier)) {
    return reply(error::Make(Reason::UNAUTHENTICATED,
                             "This sign-in was not begun in this browser, or too long ago. Begin "
                             "again."));
  }
  Enter(
      reply,
      [this, code = body->at("code"), verifier] {
        return options_.supabase->Exchange(code, verifier);
      },
      true);
}

void SignInDesk::Refresh(const ExchangePtr& exchange, const Reply& reply) {
  const auto body = ReadBody(*exchange, options_.public_url, {});
  if (!body.ok()) return reply(body.status());
  const std::string token = CookieOf(exchange->request, kSessionCookie);
  if (token.empty()) return reply(JsonResponse(OneFlag("signedOut")));
  if (!IsCookieValue(token)) return reply(SignedOut());
  const auto answer = [this, reply](const absl::StatusOr<Granted>& granted) {
    if (granted.ok()) return AnswerSession(*granted, false, reply);
    // The session has ended for good. After any other error the cookie stays.
    if (error::ReasonOf(granted.status()) == Reason::UNAUTHENTICATED) return reply(SignedOut());
    reply(granted.status());
  };
  if (options_.development != nullptr) return answer(options_.development->Refresh(token));
  if (!rounds_.Join(token, answer)) return;
  const bool taken = workers_.TrySubmit([this, token] {
    rounds_.Finish(token, stopping_ ? SignInUnavailable() : options_.supabase->Refresh(token));
  });
  if (!taken) rounds_.Finish(token, SignInUnavailable());
}

void SignInDesk::SignOut(const ExchangePtr& exchange, const Reply& reply) {
  const auto body = ReadBody(*exchange, options_.public_url, {{"scope", 16, "local"}});
  if (!body.ok()) return reply(body.status());
  const std::string& scope = body->at("scope");
  if (scope != "local" && scope != "global") {
    return reply(error::Invalid("/scope", "WRONG_TYPE", "'scope' is local or global."));
  }
  const std::string token = CookieOf(exchange->request, kSessionCookie);
  if (!IsCookieValue(token)) return reply(SignedOut());
  const bool everywhere = scope == "global";
  if (options_.development != nullptr) {
    options_.development->SignOut(token, everywhere);
    return reply(SignedOut());
  }
  Submit(reply, [this, reply, token, everywhere] {
    rounds_.Forget(token);
    const absl::Status ended = options_.supabase->SignOut(token, everywhere);
    // The cookie stays while the session does, because a user who is told that they are signed out
    // must be.
    if (!ended.ok()) return reply(ended);
    reply(SignedOut());
  });
}

void SignInDesk::BeginOAuth(const ExchangePtr& exchange, const Reply& reply) {
  const std::string& provider = exchange->variables.front().second;
  if (std::find(options_.providers.begin(), options_.providers.end(), provider) ==
      options_.providers.end()) {
    return reply(error::Make(Reason::NOT_FOUND, "This provider is not offered here."));
  }
  const std::string wanted = ParameterOf(exchange->request, "returnTo");
  if (!wanted.empty() && !IsOwnPath(wanted)) {
    return reply(error::Invalid("?returnTo", "WRONG_TYPE", "'returnTo' is a path of this shop."));
  }
  const std::string target =
      StrCat(options_.public_url, "/sign-in",
             wanted.empty() ? "" : StrCat("?returnTo=", EscapeSegment(wanted)));
  const std::string verifier = crypto::Base64UrlEncode(crypto::RandomBytes(kVerifierBytes));
  HttpResponse response{.status = 302};
  response.headers.Add("Location", options_.supabase->AuthorizeUrl(provider, target, verifier));
  response.headers.Add("Cache-Control", "no-store");
  response.headers.Add("Set-Cookie", Cookie(kVerifierCookie, verifier, kVerifierSeconds));
  reply(std::move(response));
}

void AddSignInRoutes(SignInDesk& desk, std::vector<Route>& routes) {
  const auto add = [&](const char* verb, const char* path, Action action) {
    routes.push_back({.verb = verb,
                      .path_template = path,
                      .max_body_bytes = kMaxSignInBody,
                      .reads_token = false,
                      .endpoint = std::make_unique<DeskEndpoint>(desk, action)});
  };
  if (!desk.open()) return;
  add("POST", "/auth/refresh", &SignInDesk::Refresh);
  add("POST", "/auth/sign-out", &SignInDesk::SignOut);
  if (desk.development() != nullptr) {
    return add("POST", "/auth/dev/sign-in", &SignInDesk::SignInAsPersona);
  }
  add("POST", "/auth/sign-in", &SignInDesk::SignIn);
  add("POST", "/auth/magic-link", &SignInDesk::SendLink);
  add("POST", "/auth/verify", &SignInDesk::Verify);
  add("POST", "/auth/callback", &SignInDesk::Callback);
  add("GET", "/auth/oauth/{provider}", &SignInDesk::BeginOAuth);
}

}  // namespace keys::gateway
