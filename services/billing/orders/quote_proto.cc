#include "services/billing/orders/quote_proto.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "common/base/check.h"
#include "common/json/number.h"

namespace keys::billing {

v1::GetDiscountResponse ToDiscount(const Quote& quote) {
  v1::GetDiscountResponse response;
  response.set_original_price(quote.original_cents);
  response.set_discount(quote.discount_cents());
  response.set_final_price(quote.final_cents);
  response.set_currency(quote.currency);
  response.set_already_owned(quote.already_owned);
  for (const std::string& slug : quote.owned_slugs) response.add_owned_keys(slug);
  for (const QuotedLine& line : quote.lines) {
    v1::QuoteLine& out = *response.add_lines();
    out.set_kind(std::string(WordOf(line.kind)));
    if (!line.slug.empty()) out.set_slug(line.slug);
    out.set_amount_cents(line.amount_cents);
    out.set_text(line.text);
  }
  return response;
}

std::string QuoteLinesToJson(const Quote& quote) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto text = [&writer](std::string_view value) {
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  writer.StartArray();
  for (const QuotedLine& line : quote.lines) {
    writer.StartObject();
    writer.Key("kind");
    text(WordOf(line.kind));
    if (!line.slug.empty()) {
      writer.Key("slug");
      text(line.slug);
    }
    writer.Key("amount_cents");
    writer.Int64(line.amount_cents);
    writer.Key("text");
    text(line.text);
    writer.EndObject();
  }
  writer.EndArray();
  return {buffer.GetString(), buffer.GetSize()};
}

void AddLines(std::string_view json, v1::Receipt& receipt) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  CHECK_THAT(!document.HasParseError() && document.IsArray(),
             "an order keeps its quote as an array");
  for (const rapidjson::Value& item : document.GetArray()) {
    v1::QuoteLine& line = *receipt.add_lines();
    line.set_kind(item["kind"].GetString());
    if (item.HasMember("slug")) line.set_slug(item["slug"].GetString());
    const auto cents = json::WholeNumber(item["amount_cents"]);
    CHECK_THAT(cents.has_value(), "an order keeps whole amounts");
    line.set_amount_cents(*cents);
    line.set_text(item["text"].GetString());
  }
}

}  // namespace keys::billing
