// /config.json: what frontends may know of this installation. Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "common/money/currency.h"

namespace keys::gateway {

inline constexpr char kVersion[] = "1.0.0";

// How people sign in here.
struct SignInInfo {
  // none, development or supabase.
  std::string kind = "none";
  struct Persona {
    std::string id;
    std::string name;
    std::string description;
  };
  std::vector<Persona> personas;
  // password, magic_link.
  std::vector<std::string> methods;
  // OAuth providers, by the issuer's word: github, google, ….
  std::vector<std::string> providers;
};

struct PublicSettings {
  std::string public_url;
  // "sandbox" or "stripe".
  std::string payments;
  money::CurrencyTable currencies = *money::CurrencyTable::Make("");
  SignInInfo sign_in = {};
};

// minorUnits is Stripe's number of decimals, which is not Intl's for every currency: pages show
// amount / 10^minorUnits.
std::string ConfigJson(const PublicSettings& settings);

}  // namespace keys::gateway
