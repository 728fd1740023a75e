#include "gateway/sign_in/personas.h"

#include <iterator>
#include <optional>
#include <utility>

#include "common/base/text.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/crypto/secure.h"
#include "common/error/error.h"
#include "gateway/openapi/json_builder.h"

namespace keys::gateway {
namespace {

using crypto::Base64UrlEncode;

struct Person {
  const char* id;
  const char* user_id;
  const char* email;
  const char* name;
  const char* description;
  bool admin;
};
constexpr Person kPeople[] = {
    {"buyer-ada", "11111111-1111-4111-8111-111111111111", "ada@buyers.example", "Ada",
     "Buys for herself", false},
    {"buyer-ben", "22222222-2222-4222-8222-222222222222", "ben@buyers.example", "Ben",
     "Buys for himself", false},
    {"owner", "33333333-3333-4333-8333-333333333333", "owner@organisation.example", "Olga",
     "Owns an organisation and buys for it", false},
    {"admin", "44444444-4444-4444-8444-444444444444", "admin@shop.example", "Adrian",
     "Runs the shop", true},
};
constexpr char kLabel[] = "keys.gateway.development-session";
constexpr size_t kSessionIdBytes = 16;

std::optional<size_t> FindPerson(std::string_view id) {
  for (size_t i = 0; i < std::size(kPeople); ++i) {
    if (id == kPeople[i].id) return i;
  }
  return std::nullopt;
}

absl::Status Ended() {
  return error::Make(error::Reason::UNAUTHENTICATED, "Your session has ended. Sign in again.");
}

}  // namespace

DevelopmentSignIn::DevelopmentSignIn(Options options, const Clock& clock)
    : options_(std::move(options)), clock_(clock) {}

std::vector<SignInInfo::Persona> DevelopmentSignIn::Personas() {
  std::vector<SignInInfo::Persona> personas;
  for (const Person& person : kPeople) {
    personas.push_back({person.id, person.name, person.description});
  }
  return personas;
}

absl::StatusOr<Granted> DevelopmentSignIn::SignIn(const std::string& persona) {
  const auto person = FindPerson(persona);
  if (!person.has_value()) {
    return error::Make(error::Reason::NOT_FOUND,
                       "There is no such persona; /config.json lists them.");
  }
  const std::string session = crypto::HexEncode(crypto::RandomBytes(kSessionIdBytes));
  {
    std::lock_guard lock(mutex_);
    sessions_.push_back({session, *person});
    by_id_.emplace(session, std::prev(sessions_.end()));
    if (sessions_.size() > options_.max_sessions) {
      by_id_.erase(sessions_.front().id);
      sessions_.pop_front();
    }
  }
  return Grant(*person, session);
}

absl::StatusOr<Granted> DevelopmentSignIn::Refresh(const std::string& refresh_token) {
  const auto named = Read(refresh_token);
  if (!named.has_value()) return Ended();
  {
    std::lock_guard lock(mutex_);
    if (!by_id_.contains(named->session)) return Ended();
  }
  return Grant(named->persona, named->session);
}

void DevelopmentSignIn::SignOut(const std::string& refresh_token, bool everywhere) {
  const auto named = Read(refresh_token);
  if (!named.has_value()) return;
  std::lock_guard lock(mutex_);
  for (auto at = sessions_.begin(); at != sessions_.end();) {
    const bool ends = at->id == named->session || (everywhere && at->persona == named->persona);
    if (ends) by_id_.erase(at->id);
    at = ends ? sessions_.erase(at) : std::next(at);
  }
}

std::string DevelopmentSignIn::Sign(size_t persona, const std::string& session) const {
  const std::string signed_text = StrCat(kPeople[persona].id, ".", session);
  return StrCat(
      signed_text, ".",
      Base64UrlEncode(crypto::HmacSha256(options_.secret, StrCat(kLabel, " ", signed_text))));
}

std::optional<DevelopmentSignIn::Named> DevelopmentSignIn::Read(
    const std::string& refresh_token) const {
  const auto parts = Split(refresh_token, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto person = FindPerson(parts[0]);
  if (!person.has_value()) return std::nullopt;
  const std::string session(parts[1]);
  if (!crypto::ConstantTimeEqual(Sign(*person, session), refresh_token)) return std::nullopt;
  return Named{*person, session};
}

Granted DevelopmentSignIn::Grant(size_t persona, const std::string& session) const {
  const Person& person = kPeople[persona];
  const int64_t now = absl::ToUnixSeconds(clock_.Now());
  const int64_t expires = now + absl::ToInt64Seconds(kDevelopmentTokenLife);
  JsonBuilder claims;
  claims.Object([&] {
    if (!options_.issuer.empty()) claims.Text("iss", options_.issuer);
    if (!options_.audience.empty()) claims.Text("aud", options_.audience);
    claims.Text("sub", person.user_id);
    claims.Text("email", person.email);
    claims.Text("role", "authenticated");
    claims.Text("session_id", session);
    claims.Number("iat", now);
    claims.Number("exp", expires);
    if (person.admin) claims.Object("app_metadata", [&] { claims.Text("role", "admin"); });
  });
  const std::string input = StrCat(Base64UrlEncode(R"({"alg":"HS256","typ":"JWT"})"), ".",
                                   Base64UrlEncode(claims.Take()));
  return {.access_token =
              StrCat(input, ".", Base64UrlEncode(crypto::HmacSha256(options_.secret, input))),
          .refresh_token = Sign(persona, session),
          .expires_at = expires};
}

}  // namespace keys::gateway
