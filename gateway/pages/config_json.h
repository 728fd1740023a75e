// Writes /config.json, the settings of this installation that frontends may know. Pure;
// thread-safe.
#pragma once

#include <string>
#include <vector>

#include "common/base/version.h"
#include "common/money/currency.h"

namespace keys::gateway {

// The ways to sign in here.
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
  // OAuth providers by the issuer's names: github, google, ….
  std::vector<std::string> providers;
};

struct PublicSettings {
  std::string public_url;
  // "sandbox" or "stripe".
  std::string payments;
  money::CurrencyTable currencies = *money::CurrencyTable::Make("");
  SignInInfo sign_in = {};
};

// minorUnits is the number of decimals that Stripe counts, which differs from Intl's for some
// currencies. Pages show amount / 10^minorUnits.
std::string ConfigJson(const PublicSettings& settings);

}  // namespace keys::gateway
