#include "gateway/pages/config_json.h"

#include "gateway/openapi/json_builder.h"
#include "gateway/pages/site.h"

namespace keys::gateway {
namespace {

// Finds every currency in which the shop sells. ISO 4217 codes have three letters, so asking for
// each is quick.
std::vector<std::string> CodesOf(const money::CurrencyTable& currencies) {
  std::vector<std::string> codes;
  std::string code = "aaa";
  for (code[0] = 'a'; code[0] <= 'z'; ++code[0]) {
    for (code[1] = 'a'; code[1] <= 'z'; ++code[1]) {
      for (code[2] = 'a'; code[2] <= 'z'; ++code[2]) {
        if (currencies.Find(code) != nullptr) codes.push_back(code);
      }
    }
  }
  return codes;
}

void AddTexts(JsonBuilder& json, const char* name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.Array(name, [&] {
    for (const std::string& text : texts) json.Text(text);
  });
}

void AddSignIn(JsonBuilder& json, const SignInInfo& sign_in) {
  json.Object("auth", [&] {
    json.Text("kind", sign_in.kind);
    if (!sign_in.personas.empty()) {
      json.Array("personas", [&] {
        for (const SignInInfo::Persona& persona : sign_in.personas) {
          json.Object([&] {
            json.Text("id", persona.id);
            json.Text("name", persona.name);
            json.Text("description", persona.description);
          });
        }
      });
    }
    AddTexts(json, "methods", sign_in.methods);
    AddTexts(json, "providers", sign_in.providers);
  });
}

}  // namespace

std::string ConfigJson(const PublicSettings& settings) {
  JsonBuilder json;
  json.Object([&] {
    json.Text("name", kShopName);
    json.Text("version", kVersion);
    json.Text("currency", "usd");
    json.Text("payments", settings.payments);
    json.Text("publicUrl", settings.public_url);
    json.Array("currencies", [&] {
      for (const std::string& code : CodesOf(settings.currencies)) {
        const money::Currency& currency = *settings.currencies.Find(code);
        json.Object([&] {
          json.Text("code", code);
          json.Number("minorUnits", currency.decimals);
          json.Number("step", currency.step);
          json.Number("minimum", currency.minimum_charge);
        });
      }
    });
    AddSignIn(json, settings.sign_in);
  });
  return json.Take();
}

}  // namespace keys::gateway
