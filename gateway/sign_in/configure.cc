#include "gateway/sign_in/configure.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "gateway/sign_in/same_origin.h"

namespace keys::gateway {
namespace {

using config::Kind;

constexpr size_t kMaxAnswerBytes = size_t{256} << 10;

absl::Status Wrong(std::string_view what) { return absl::InvalidArgumentError(ToAbsl(what)); }

bool IsProvider(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || IsDigit(c) || c == '_' || c == '-';
  });
}

absl::StatusOr<std::unique_ptr<DevelopmentSignIn>> Development(const config::Config& config,
                                                               const Clock& clock) {
  if (!IsLoopbackUrl(StrCat("http://", config.Text("HTTP_LISTEN")))) {
    return Wrong(
        "DEV_SIGN_IN is refused: HTTP_LISTEN is not a loopback address, and whoever reaches it "
        "could be an administrator");
  }
  if (config.Text("SUPABASE_JWT_SECRET").empty()) {
    return Wrong("DEV_SIGN_IN needs SUPABASE_JWT_SECRET, with which its tokens are signed");
  }
  if (!config.Text("SUPABASE_AUTH_URL").empty()) {
    return Wrong("DEV_SIGN_IN and SUPABASE_AUTH_URL exclude each other: unset one of them");
  }
  return std::make_unique<DevelopmentSignIn>(
      DevelopmentSignIn::Options{.secret = config.Text("SUPABASE_JWT_SECRET"),
                                 .audience = config.Text("JWT_AUDIENCE"),
                                 .issuer = config.Text("JWT_ISSUER")},
      clock);
}

absl::StatusOr<std::unique_ptr<SupabaseAuth>> Supabase(const config::Config& config) {
  std::string url = config.Text("SUPABASE_AUTH_URL");
  while (url.ends_with('/')) url.pop_back();
  if (!url.starts_with("https://") && !IsLoopbackUrl(url)) {
    return Wrong("SUPABASE_AUTH_URL must begin with https://: passwords are sent to it");
  }
  if (config.Text("SUPABASE_ANON_KEY").empty()) {
    return Wrong("SUPABASE_AUTH_URL needs SUPABASE_ANON_KEY, the project's public API key");
  }
  if (config.Text("PUBLIC_URL").empty()) {
    return Wrong("SUPABASE_AUTH_URL needs PUBLIC_URL, to which links and providers lead back");
  }
  return std::make_unique<SupabaseAuth>(
      SupabaseAuth::Options{.url = url, .anon_key = config.Text("SUPABASE_ANON_KEY")},
      http::MakeCurlClient({.max_response_bytes = kMaxAnswerBytes}));
}

}  // namespace

std::vector<config::Variable> SignInVariables() {
  return {
      {.name = "SUPABASE_AUTH_URL",
       .kind = Kind::kUrl,
       .fallback = "",
       .help = "Supabase Auth, https://REF.supabase.co/auth/v1; empty: nobody signs in by it"},
      {.name = "SUPABASE_ANON_KEY",
       .kind = Kind::kSecret,
       .fallback = "",
       .help = "the project's public API key, sent to SUPABASE_AUTH_URL"},
      {.name = "AUTH_PROVIDERS",
       .kind = Kind::kList,
       .fallback = "",
       .help = "OAuth providers of the project that are offered, e.g. github,google"},
      {.name = "DEV_SIGN_IN",
       .kind = Kind::kFlag,
       .fallback = "off",
       .help = "everybody may be one of four personas, an administrator among them; loopback only"},
      {.name = "SIGN_IN_ATTEMPTS_PER_MINUTE",
       .kind = Kind::kInteger,
       .fallback = "30",
       .help = "sign-ins, links and codes that an address may try each minute; 0 for no limit",
       .max = 1'000'000},
  };
}

absl::StatusOr<SignInDesk::Options> SignInOptionsOf(const config::Config& config,
                                                    const Clock& clock) {
  SignInDesk::Options options{.public_url = config.Text("PUBLIC_URL"),
                              .providers = config.List("AUTH_PROVIDERS"),
                              .attempts_per_minute = config.Integer("SIGN_IN_ATTEMPTS_PER_MINUTE")};
  while (options.public_url.ends_with('/')) options.public_url.pop_back();
  for (const std::string& provider : options.providers) {
    if (!IsProvider(provider)) {
      return Wrong(StrCat("AUTH_PROVIDERS: '", provider, "' is no provider's word like github"));
    }
  }
  if (config.Flag("DEV_SIGN_IN")) {
    ASSIGN_OR_RETURN(options.development, Development(config, clock));
  } else if (!config.Text("SUPABASE_AUTH_URL").empty()) {
    ASSIGN_OR_RETURN(options.supabase, Supabase(config));
  }
  return options;
}

}  // namespace keys::gateway
