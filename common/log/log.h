// One JSON object a line on stderr: {"ts":…,"level":"info","service":…,"event":…, fields…}.
//
//   log::Info("order.paid", {{"order_id", id}, {"amount_cents", 7900}});
//
// Never pass secrets, tokens or bodies. Lines are written whole, also by several threads at once.
// Thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "common/time/clock.h"

namespace keys::log {

struct Value {
  // A text that somebody else owns is referred to. One that nobody owns is moved in, because fields
  // may be kept in a variable.
  template <typename T>
  requires std::is_convertible_v<T, std::string_view> Value(const T& text)
      : value(std::string_view(text)) {}                 // NOLINT: implicit on purpose
  Value(std::string&& text) : value(std::move(text)) {}  // NOLINT
  template <typename T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) Value(T number)
      : value(static_cast<int64_t>(number)) {}  // NOLINT
  Value(bool flag) : value(flag) {}             // NOLINT
  Value(double number) : value(number) {}       // NOLINT
  std::variant<std::string_view, std::string, int64_t, bool, double> value;
};

struct Field {
  std::string_view name;
  Value value;
};

using Fields = std::initializer_list<Field>;

// Must be called once, before other threads start. Sets the "service" member and the clock of "ts".
void Configure(std::string service, const Clock* clock);

void Info(std::string_view event, Fields fields = {});
void Warning(std::string_view event, Fields fields = {});
void Error(std::string_view event, Fields fields = {});

// Returns the text with JSON's escapes, without quotes. Bytes that are not UTF-8 become U+FFFD.
std::string EscapeJson(std::string_view text);

}  // namespace keys::log
