#include "common/money/currency.h"

#include <charconv>
#include <set>
#include <utility>

#include "common/base/text.h"

namespace keys::money {
namespace {

using Codes = std::set<std::string, std::less<>>;

const Codes& ZeroDecimal() {
  // docs.stripe.com/currencies lists the currencies without decimals. isk and ugx are written with
  // two decimals that must be 00.
  static const auto* const codes = new Codes{"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga",
                                             "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"};
  return *codes;
}

const Codes& ThreeDecimal() {
  static const auto* const codes = new Codes{"bhd", "jod", "kwd", "omr", "tnd"};
  return *codes;
}

Currency Shape(std::string_view code, int64_t minimum_charge) {
  if (ZeroDecimal().contains(code)) return {0, 1, minimum_charge};
  if (ThreeDecimal().contains(code)) return {3, 10, minimum_charge};
  if (code == "isk" || code == "ugx") return {2, 100, minimum_charge};
  return {2, 1, minimum_charge};
}

// Smallest charges as Stripe publishes them (docs.stripe.com/currencies, "Minimum and maximum
// charge amounts"). Stripe judges them in the settlement currency; an account that settles in
// another one raises them by configuration.
constexpr std::pair<std::string_view, int64_t> kPublishedMinimums[] = {
    {"usd", 50},  {"eur", 50},  {"aud", 50},  {"brl", 50},   {"cad", 50},
    {"chf", 50},  {"inr", 50},  {"nzd", 50},  {"sgd", 50},   {"zar", 50},
    {"gbp", 30},  {"jpy", 50},  {"krw", 50},  {"mxn", 1000}, {"thb", 1000},
    {"aed", 200}, {"myr", 200}, {"pln", 200}, {"ron", 200},  {"dkk", 250},
    {"nok", 300}, {"sek", 300}, {"hkd", 400}, {"czk", 1500}, {"huf", 17500}};

bool IsCode(std::string_view text) {
  if (text.size() != 3) return false;
  for (char c : text) {
    if (c < 'a' || c > 'z') return false;
  }
  return true;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Returns 0 when `text` is not a whole positive number.
int64_t ReadMinimum(std::string_view text) {
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc() && end == text.data() + text.size() ? value : 0;
}

}  // namespace

CurrencyTable::CurrencyTable(std::map<std::string, Currency, std::less<>> known)
    : known_(std::move(known)) {}

absl::StatusOr<CurrencyTable> CurrencyTable::Make(std::string_view minimums) {
  std::map<std::string, Currency, std::less<>> known;
  for (const auto& [code, minimum] : kPublishedMinimums) {
    known.emplace(code, Shape(code, minimum));
  }
  for (std::string_view part : Split(minimums, ',')) {
    part = Trim(part);
    if (part.empty()) continue;
    const std::string_view code = part.substr(0, part.find('='));
    const int64_t minimum =
        code.size() == part.size() ? 0 : ReadMinimum(part.substr(code.size() + 1));
    if (!IsCode(code) || minimum < 1 || minimum > kMaxAmount) {
      return absl::InvalidArgumentError(
          Concat({"'", part, "' is not a smallest charge like usd=50"}));
    }
    known.insert_or_assign(std::string(code), Shape(code, minimum));
  }
  return CurrencyTable(std::move(known));
}

const Currency* CurrencyTable::Find(std::string_view code) const {
  const auto found = known_.find(code);
  return found == known_.end() ? nullptr : &found->second;
}

PriceProblem CurrencyTable::CheckPrice(int64_t amount, std::string_view code) const {
  const Currency* currency = Find(code);
  if (currency == nullptr) return PriceProblem::kUnknownCurrency;
  if (amount < 0) return PriceProblem::kNegative;
  if (amount == 0) return PriceProblem::kNone;
  if (amount > kMaxAmount) return PriceProblem::kTooLarge;
  if (amount < currency->minimum_charge) return PriceProblem::kBelowMinimum;
  return amount % currency->step == 0 ? PriceProblem::kNone : PriceProblem::kNotAStep;
}

int64_t RoundDownToChargeable(int64_t amount, const Currency& currency) {
  const int64_t stepped = amount - amount % currency.step;
  return stepped < currency.minimum_charge ? 0 : stepped;
}

std::string FormatAmount(int64_t amount, std::string_view code) {
  const Currency shape = Shape(code, 0);
  std::string upper(code);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  const std::string_view sign = amount < 0 ? "-" : "";
  // Unsigned, so that the smallest int64 has an absolute value.
  const uint64_t magnitude = amount < 0 ? 0 - static_cast<uint64_t>(amount) : amount;
  const uint64_t unit = shape.decimals == 0 ? 1 : shape.decimals == 3 ? 1000 : 100;
  std::string fraction;
  if (unit > 1) fraction = "." + std::to_string(unit + magnitude % unit).substr(1);
  return Concat({sign, std::to_string(magnitude / unit), fraction, " ", upper});
}

}  // namespace keys::money
