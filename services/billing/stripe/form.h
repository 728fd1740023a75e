// Writes application/x-www-form-urlencoded as Stripe's own libraries do: nested keys a[b][0][c]
// with bare brackets, %20 for a space, everything but A–Z a–z 0–9 - _ . ~ escaped in values.
//
//   Form form;
//   form.Add("line_items[0][price]", price_id).Add("line_items[0][quantity]", 1);
//   form.Encode()  // "line_items[0][price]=price_1&line_items[0][quantity]=1"
//
// Keys are written in the order added, so the same calls give the same bytes. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keys::billing::stripe {

class Form {
 public:
  Form& Add(std::string_view key, std::string_view value);
  Form& Add(std::string_view key, const char* value) { return Add(key, std::string_view(value)); }
  Form& Add(std::string_view key, int64_t value);
  Form& Add(std::string_view key, bool value);

  const std::string& Encode() const { return text_; }

 private:
  std::string text_;
};

// Returns the value of `key` in a text that Form wrote, or an empty text. It is for ids only,
// because nothing is decoded.
std::string FormValue(std::string_view body, std::string_view key);

// Returns all pairs of a text that Form wrote, decoded, in their order.
std::vector<std::pair<std::string, std::string>> FormPairs(std::string_view body);

// Escapes one part of a path or a query value.
std::string PercentEncode(std::string_view text);

}  // namespace keys::billing::stripe
