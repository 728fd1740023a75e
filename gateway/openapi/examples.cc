#include "gateway/openapi/examples.h"

#include <algorithm>
#include <iterator>

#include "common/base/text.h"
#include "gateway/openapi/json_builder.h"

namespace keys::gateway {
namespace {

using google::protobuf::FieldDescriptor;

struct Named {
  std::string_view name;
  std::string_view value;
};

constexpr std::string_view kUuid = "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11";

constexpr Named kTexts[] = {
    {"slug", "leased-job-queue"},
    {"key", "leased-job-queue"},
    {"pack_slug", "leased-job-queue"},
    {"key_slugs", "leased-job-queue"},
    {"owned_keys", "leased-job-queue"},
    {"title", "Leased job queue"},
    {"pack_title", "Leased job queue"},
    {"description", "Background jobs that survive a crash of the worker."},
    {"tool", "node"},
    {"key_type", "node"},
    {"key_types", "job"},
    {"category", "analytics"},
    {"difficulty", "intermediate"},
    {"outcome", "reliability"},
    {"maturity", "operator"},
    {"license", "MIT"},
    {"license_spdx", "MIT"},
    {"tag", "postgres"},
    {"tags", "postgres"},
    {"severity_level", "p1"},
    {"version", "1.2.0"},
    {"range", "^1.2"},
    {"currency", "usd"},
    {"search", "job queue"},
    {"success_url", "https://shop.example/thanks"},
    {"cancel_url", "https://shop.example/marketplace/leased-job-queue"},
    {"return_url", "https://shop.example/account/billing"},
    {"reason", "Bought twice by mistake"},
    {"signal_value", "sre"},
    {"sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"},
    {"tz", "Europe/Berlin"},
    {"email", "ada@shop.example"},
    {"persona", "buyer-ada"},
    {"event_id", "evt_1PqXyZ2eZvKYlo2C"},
};

constexpr Named kNumbers[] = {
    {"price_cents", "5900"},     {"amount_cents", "5900"}, {"limit", "20"},
    {"price_min", "1000"},       {"price_max", "10000"},   {"size_bytes", "18231"},
    {"original_price", "49900"}, {"discount", "17800"},    {"final_price", "32100"},
    {"expires_in", "3600"},
};

template <size_t N>
std::string_view FindNamed(const Named (&table)[N], std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [name](const Named& named) { return named.name == name; });
  return found == std::end(table) ? std::string_view() : found->value;
}

std::string Quoted(std::string_view text) {
  JsonBuilder json;
  json.Text(text);
  return json.Take();
}

bool IsId(const FieldShape& field) {
  const std::string& name = field.field->name();
  return name == "id" || name == "key_ids" || (name.ends_with("_id") && field.vocabulary.empty());
}

std::string TextExample(const FieldShape& field) {
  if (!field.vocabulary.empty()) return Quoted(field.vocabulary.front());
  const std::string_view named = FindNamed(kTexts, field.field->name());
  if (!named.empty()) return Quoted(named);
  return IsId(field) ? Quoted(kUuid) : "";
}

// An example body has the required members and those with an example, so that it can be sent.
bool BelongsIntoBody(const FieldShape& field) { return field.required || !field.example.empty(); }

}  // namespace

std::string ExampleOf(const FieldShape& field) {
  if (field.message != nullptr) return "";
  if (field.json) return field.example;
  const bool text = field.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (!field.example.empty()) return text ? Quoted(field.example) : field.example;
  if (field.timestamp) return Quoted("2026-01-31T12:00:00Z");
  if (field.words != nullptr) return Quoted(field.words->word_of.begin()->second);
  if (text) return TextExample(field);
  return std::string(FindNamed(kNumbers, field.field->name()));
}

std::string ExampleBody(const MessageShape& shape, const std::vector<std::string>& hidden) {
  JsonBuilder json;
  json.Object([&] {
    for (const FieldShape& field : shape.fields) {
      const bool is_hidden = std::find(hidden.begin(), hidden.end(), field.name) != hidden.end();
      const std::string value = ExampleOf(field);
      if (field.trusted || is_hidden || value.empty() || !BelongsIntoBody(field)) continue;
      if (field.field->is_repeated()) {
        json.Array(field.name, [&] { json.Json(value); });
      } else {
        json.Json(field.name, value);
      }
    }
  });
  return json.Take();
}

}  // namespace keys::gateway
