// Prices the case on each line of standard input and writes the result as JSON, so that a test can
// compare it with a program that was written from the contract's words alone.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <iostream>
#include <string>

#include "services/billing/domain/quote.h"

namespace {

using keys::billing::ChargedLine;
using keys::billing::Quote;
using keys::billing::QuotedLine;
using keys::billing::QuoteKey;
using keys::billing::QuoteRequest;

QuoteRequest Read(const rapidjson::Value& json) {
  QuoteRequest request;
  request.price_cents = json["price"].GetInt64();
  request.currency = "usd";
  request.minimum_cents = json["minimum"].GetInt64();
  for (const rapidjson::Value& item : json["keys"].GetArray()) {
    QuoteKey& key = request.keys.emplace_back();
    key.slug = item["slug"].GetString();
    key.key_id = key.slug;
    key.title = key.slug;
    if (item["list"].IsInt64()) key.list_price_cents = item["list"].GetInt64();
    key.sold_singly = item["singly"].GetBool();
    key.owned = item["owned"].GetBool();
    for (const rapidjson::Value& paid : item["paid"].GetArray()) {
      key.payments.push_back(
          {key.slug + "-" + std::to_string(key.payments.size()), paid.GetInt64()});
    }
  }
  return request;
}

std::string Write(const Quote& quote) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("final");
  writer.Int64(quote.final_cents);
  writer.Key("owned");
  writer.Bool(quote.already_owned);
  writer.Key("lines");
  writer.StartArray();
  for (const QuotedLine& line : quote.lines) {
    writer.StartArray();
    writer.String(std::string(WordOf(line.kind)).c_str());
    writer.String(line.slug.c_str());
    writer.Int64(line.amount_cents);
    writer.EndArray();
  }
  writer.EndArray();
  writer.Key("charged");
  writer.StartObject();
  for (const ChargedLine& line : quote.charged) {
    writer.Key(line.slug.c_str());
    writer.Int64(line.amount_cents);
  }
  writer.EndObject();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    rapidjson::Document document;
    document.Parse(line.c_str());
    if (document.HasParseError()) {
      std::cerr << "a case is no JSON\n";
      return 2;
    }
    std::cout << Write(PriceItem(Read(document))) << "\n";
  }
  return 0;
}
