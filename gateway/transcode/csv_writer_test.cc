#include "gateway/transcode/csv_writer.h"

#include <catch2/catch.hpp>

#include "keys/analytics/v1/reports.pb.h"
#include "keys/billing/v1/reports.pb.h"
#include "keys/catalog/v1/catalog.pb.h"
#include "keys/discovery/v1/reports.pb.h"

namespace keys::gateway {
namespace {

std::string Write(const google::protobuf::Message& message) {
  ShapeSet shapes;
  REQUIRE(shapes.Add(*message.GetDescriptor()).ok());
  return WriteCsv(message, shapes.Of(*message.GetDescriptor()));
}

// Returns the cell of a title that is alone in its row.
std::string Cell(const std::string& title) {
  discovery::v1::GetTopKeysResponse response;
  response.add_rows()->set_title(title);
  const std::string csv = Write(response);
  const std::string before = "rank,id,slug,title,views,buyers,purchases,downloads\r\n0,,,";
  const std::string after = ",0,0,0,0\r\n";
  REQUIRE(csv.rfind(before, 0) == 0);
  REQUIRE(csv.size() >= before.size() + after.size());
  REQUIRE(csv.substr(csv.size() - after.size()) == after);
  return csv.substr(before.size(), csv.size() - before.size() - after.size());
}

TEST_CASE("a header always, rows in their order, totals behind them") {
  analytics::v1::GetFunnelResponse funnel;
  CHECK(Write(funnel).find("day,from,to,views,anonymous_views,viewers") == 0);
  CHECK(Write(funnel).find("\r\n") == Write(funnel).size() - 2);
  auto& row = *funnel.add_rows();
  row.set_day("2026-11-23");
  row.mutable_from()->set_seconds(1795436100);
  row.set_views(7);
  row.set_view_to_click(0.3333);
  funnel.mutable_total()->set_day("total");
  const std::string csv = Write(funnel);
  CHECK(csv.find(
            "\r\n2026-11-23,2026-11-23T12:15:00.000Z,,7,0,0,0,0,0,0,0,0,0.3333,,,\r\ntotal,,,0,") !=
        std::string::npos);
  billing::v1::GetRevenueResponse revenue;
  revenue.add_totals()->set_currency("eur");
  revenue.mutable_totals(0)->set_refunded_cents(-5);
  // A negative number is not taken for a formula.
  CHECK(Write(revenue).find("\r\n,,,eur,0,0,-5,0,0,0\r\n") != std::string::npos);
}

TEST_CASE("texts are quoted where RFC 4180 says so") {
  CHECK(Cell("plain; text") == "plain; text");
  CHECK(Cell("a,b") == "\"a,b\"");
  CHECK(Cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(Cell("two\r\nlines") == "\"two\r\nlines\"");
  CHECK(Cell("Schlüssel 鍵") == "Schlüssel 鍵");
}

TEST_CASE("no text begins like a formula") {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n@x",
                           "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")"}) {
    INFO(text);
    const std::string cell = Cell(text);
    const std::string content = cell[0] == '"' ? cell.substr(1) : cell;
    CHECK(content[0] == '\'');
  }
  // These begin with Unicode's other forms of the same characters, or with blanks that cannot be
  // seen.
  for (const char* text : {"\uff1dcmd|' /C calc'!A0",
                           "\uff0b1",
                           "\uff0d1",
                           "\uff20SUM(1)",
                           "\ufe661",
                           "\ufe621",
                           "\ufe631",
                           "\ufe6bx",
                           "\u208a1",
                           "\u207a1",
                           "\u207c1",
                           "\u2a751",
                           "\u22121",
                           "\u207b1",
                           "\u3000=1",
                           "\u00a0=1",
                           "\u200b=1",
                           "\ufeff=1",
                           "\u2060\uff1d1",
                           " \u2003 @x"}) {
    INFO(text);
    CHECK(Cell(text).substr(Cell(text)[0] == '"' ? 1 : 0, 1) == "'");
  }
  CHECK(Cell("a=b") == "a=b");
  CHECK(Cell("\uff41\uff1d1") == "\uff41\uff1d1");
  CHECK(Cell("") == "");
}

TEST_CASE("no part of a text begins like a formula where a program would begin another cell") {
  CHECK(Cell("x;=1+1") == "x;'=1+1");
  CHECK(Cell("x; \uff1d1;y;@z") == "x;' \uff1d1;y;'@z");
  CHECK(Cell("x\n-1") == "\"x\n'-1\"");
  CHECK(Cell("x\t=1") == "x\t'=1");
  CHECK(Cell("x;;+1") == "x;;'+1");
  CHECK(Cell("a; b=c;") == "a; b=c;");
}

TEST_CASE("what has no rows of plain values is no table") {
  ShapeSet shapes;
  REQUIRE(shapes.Add(*catalog::v1::ListKeysResponse::descriptor()).ok());
  CHECK_FALSE(IsTable(shapes.Of(*catalog::v1::ListKeysResponse::descriptor())));
}

}  // namespace
}  // namespace keys::gateway
