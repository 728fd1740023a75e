#include "tests/fakes/stripe_sandbox/currency.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace stripe_sandbox {
namespace {

constexpr std::string_view kTaken =
    " usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bif bmd bnd bob brl bsd bwp byn bzd "
    "cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf "
    "gtq "
    "gyd hkd hnl htg huf idr ils inr isk jmd jpy kes kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl "
    "mad "
    "mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr "
    "pln "
    "pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd "
    "tzs "
    "uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw bhd jod kwd omr tnd ";
constexpr std::string_view kNoMinorUnit =
    " bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf ";
constexpr std::string_view kThreeDecimals = " bhd jod kwd omr tnd ";

struct Minimum {
  std::string_view code;
  int64_t minor;
};
// The values of Stripe's table of minimum charge amounts.
constexpr std::array<Minimum, 26> kMinimums = {{
    {"usd", 50},    {"eur", 50},   {"aud", 50},   {"brl", 50},  {"cad", 50},  {"chf", 50},
    {"inr", 50},    {"nzd", 50},   {"sgd", 50},   {"zar", 50},  {"gbp", 30},  {"jpy", 50},
    {"krw", 50},    {"mxn", 1000}, {"thb", 1000}, {"aed", 200}, {"myr", 200}, {"pln", 200},
    {"ron", 200},   {"dkk", 250},  {"nok", 300},  {"sek", 300}, {"hkd", 400}, {"czk", 1500},
    {"huf", 17500}, {"bgn", 100},
}};

bool Within(std::string_view list, const std::string& code) {
  return code.size() == 3 && list.find(" " + code + " ") != std::string_view::npos;
}

}  // namespace

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::optional<ApiError> CheckCurrency(const std::string& code, const std::string& param) {
  if (Within(kTaken, LowerCase(code))) return std::nullopt;
  return RefuseParams("", param,
                      "Invalid currency: " + code +
                          ". Stripe currently supports these currencies:" + std::string(kTaken));
}

std::optional<ApiError> CheckStep(int64_t amount, const std::string& code,
                                  const std::string& param) {
  const int64_t step = Within(kThreeDecimals, code) ? 10 : code == "isk" || code == "ugx" ? 100 : 1;
  if (amount % step == 0) return std::nullopt;
  return RefuseParams("parameter_invalid_integer", param,
                      "Amounts in " + code + " must be divisible by " + std::to_string(step) + ".");
}

int64_t MinimumCharge(const std::string& code) {
  const auto found = std::find_if(kMinimums.begin(), kMinimums.end(),
                                  [&code](const Minimum& entry) { return entry.code == code; });
  return found == kMinimums.end() ? 1 : found->minor;
}

std::string FormatAmount(int64_t minor, const std::string& code) {
  const int64_t unit = Within(kNoMinorUnit, code) ? 1 : Within(kThreeDecimals, code) ? 1000 : 100;
  const int64_t absolute = std::llabs(minor);
  std::string number = std::to_string(absolute / unit);
  if (unit > 1) {
    const std::string fraction = std::to_string(absolute % unit + unit);
    number += "." + fraction.substr(1);
  }
  std::string sign = minor < 0 ? "-" : "";
  if (code == "usd") return sign + "$" + number;
  if (code == "eur") return sign + "€" + number;
  if (code == "gbp") return sign + "£" + number;
  if (code == "jpy") return sign + "¥" + number;
  std::string upper = code;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return sign + number + " " + upper;
}

}  // namespace stripe_sandbox
