#include "common/text/fold.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

namespace keys::text {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("texts that people take for the same fold to the same bytes") {
  const Pairs pairs = {{"caf\u00e9", "cafe\u0301"},  // canonical equivalents
                       {"\uac10\uc0ac", "\u1100\u1161\u11b7\u1109\u1161"},
                       {"Vi\u1ec7t", "Vie\u0323\u0302t"},  // marks in either order
                       {"Vi\u1ec7t", "Vie\u0302\u0323t"},
                       {"\u212bngstr\u00f6m", "\u00e5ngstro\u0308m"},
                       {"Stra\u00dfe", "STRASSE"},  // case
                       {"\u03a3\u039f\u03a6\u039f\u03a3", "\u03c3\u03bf\u03c6\u03bf\u03c2"},
                       {"\u0532\u0531\u0546", "\u0562\u0561\u0576"},
                       {"\u13a0\u13a1", "\uab70\uab71"},  // Cherokee folds to its capitals
                       {"\uff36\uff11", "v1"},            // width
                       {"\uff76\uff9e", "\u30ac"},
                       {"\ufb01le", "file"},  // compatibility characters
                       {"x\u00b2", "x2"},
                       {"pass\u00adword", "password"},  // what cannot be seen
                       {"pay\u200bment", "payment"},
                       {"\u2764\ufe0f", "\u2764"}};
  for (const auto& [one, other] : pairs) {
    INFO(one << " and " << other);
    CHECK(Fold(one) == Fold(other));
    CHECK(Fold(Fold(one)) == Fold(one));
  }
}

TEST_CASE("letters that are different letters stay different") {
  const Pairs pairs = {{"cafe", "caf\u00e9"},
                       {"\u0131", "i"},
                       {"o", "\u00f8"},
                       {"a", "\u0430"},
                       {"\u304b", "\u30ab"}};
  for (const auto& [one, other] : pairs) {
    INFO(one << " and " << other);
    CHECK(Fold(one) != Fold(other));
  }
}

TEST_CASE("names are one name when a file system without case takes them for one") {
  const Pairs same = {{"README.md", "readme.MD"},    {"caf\u00e9.md", "CAFE\u0301.md"},
                      {"\u00c5.txt", "a\u030a.txt"}, {"\u1e60.txt", "\u1e61.txt"},
                      {"\u13a0.md", "\uab70.md"},    {"STRASSE", "stra\u00dfe"}};
  for (const auto& [one, other] : same) {
    INFO(one << " and " << other);
    CHECK(FoldName(one) == FoldName(other));
  }
  CHECK(FoldName("\uff21") != FoldName("a"));
}

TEST_CASE("a normal form changes bytes and nothing that is seen") {
  CHECK(Nfc("cafe\u0301") == "caf\u00e9");
  CHECK(Nfc("\ufb01le \uff21") == "\ufb01le \uff21");
  CHECK(Nfc("") == "");
  CHECK(Nfc("a\xff") == "a\xff");
}

TEST_CASE("what nobody can see is blank") {
  for (const char* text : {"", " ", "\t\r\n", "\u00a0\u2003\u3000", "\u200b\u200d\ufeff\u2060",
                           "\u00ad", "\u115f\u3164", "\u2800", "\x01\x7f"}) {
    CHECK(IsBlank(text));
  }
  for (const char* text : {"a", " .", "\u3001", "0", "\u0301", "\xff"}) CHECK_FALSE(IsBlank(text));
}

TEST_CASE("what changes how the text beside it is shown is a control") {
  for (const char* text : {"a\nb", "\x7f", "\u0085", "gnp.\u202Eexe", "\u2066a", "a\u2028b"}) {
    CHECK(HasControl(text));
  }
  for (const char* text :
       {"", "é 日本 \U0001F469\u200D\U0001F4BB", "می\u200Cخواهم", "a\u200Fb", "\xff"}) {
    CHECK_FALSE(HasControl(text));
  }
}

TEST_CASE("a byte order mark is no part of a text") {
  CHECK(WithoutByteOrderMark("\ufeff# A") == "# A");
  CHECK(WithoutByteOrderMark("\ufeff\ufeffA") ==
        "\ufeff"
        "A");
  CHECK(WithoutByteOrderMark("A\ufeff") == "A\ufeff");
  CHECK(WithoutByteOrderMark("\xEF\xBB") == "\xEF\xBB");
}

}  // namespace
}  // namespace keys::text
