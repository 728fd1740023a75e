#include "common/text/disguise.h"

#include <catch2/catch.hpp>

namespace keys::text {
namespace {

std::string Found(std::string_view text, Shape shape = Shape::kLine) {
  const auto character = FindDisguise(text, shape);
  return character ? CodePointName(*character) : "";
}

TEST_CASE("what turns the direction of writing is found in every text") {
  for (const char32_t c : U"\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069") {
    if (c == 0) break;
    const std::string name = CodePointName(c);
    INFO(name);
    std::string text = "Invoice ";
    for (const unsigned byte : {0xE0 | c >> 12, 0x80 | (c >> 6 & 0x3F), 0x80 | (c & 0x3F)}) {
      text += static_cast<char>(byte);
    }
    text += "fdp.exe";
    CHECK(Found(text) == name);
    CHECK(Found(text, Shape::kProse) == name);
  }
}

TEST_CASE("text that is hidden from people is found in every text") {
  // "Ignore" in tag characters, behind a letter and behind an emoji that is no flag.
  CHECK(Found("Review\U000E0049\U000E0067", Shape::kProse) == "U+E0049");
  CHECK(Found("\U0001F600\U000E0049\U000E007F", Shape::kProse) == "U+E0049");
  CHECK(Found("\U0001F3F4\U000E0067\U000E0062", Shape::kProse) == "U+E0067");
  CHECK(Found("\U0001F3F4\U000E0067\U000E007F\U000E0067\U000E007F", Shape::kProse) == "U+E0067");
  CHECK(Found("a\uFFF9b\uFFFAc\uFFFB", Shape::kProse) == "U+FFF9");
  CHECK(Found("a\u206Eb", Shape::kProse) == "U+206E");
  CHECK(Found("a\uFFFF", Shape::kProse) == "U+FFFF");
}

TEST_CASE("marks that paint over other lines are found, those of languages are not") {
  CHECK(Found("Z\u0351\u0352\u0353\u0354\u0355", Shape::kProse) == "U+0355");
  CHECK(Found("e\u0302\u0301 n\u0303 \u05E9\u05C1\u05BC\u05B8") == "");
  // Tibetan stacks consonants and vowels of class 0.
  CHECK(Found("\u0F66\u0F90\u0FB2\u0FB1\u0F74\u0F7E") == "");
}

TEST_CASE("a line holds nothing unseen that no script needs there") {
  for (const char* text : {"pay\u200Bpal",
                           "pay\u200Dpal",
                           "pay\u200Cpal",
                           "pay\u2060pal",
                           "\uFEFFpaypal",
                           "pay\u034Fpal",
                           "pay\uFE0Fpal",
                           "pay\u200Epal",
                           "pay\u200Fpal",
                           "pay\u061Cpal",
                           "paypal\u00AD",
                           "pay\u3164pal",
                           "pay\uFFA0pal",
                           "pay\u115Fpal",
                           "pay\u2062pal",
                           "pay\u180Epal",
                           "pay\u2028pal",
                           "pay\u0085pal",
                           "\U0001F600\uFE0F\uFE0F",
                           "\U0001F600\U000E0100\U000E0101",
                           "\u17B5",
                           "pay\u200D\U0001F600"}) {
    INFO(text);
    CHECK(Found(text) != "");
    const std::string_view line = text;
    // In sentences they change nothing that is read.
    CHECK(Found(line, Shape::kProse) == "");
  }
}

TEST_CASE("a disguise that is shown turns nothing and hides nothing") {
  CHECK(ShowDisguises("a\u202Eb \U0001F600\U000E0041c") == "a\uFFFDb \U0001F600\uFFFDc");
  const std::string england =
      "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F";
  CHECK(ShowDisguises(england + "\u2066") == england + "\uFFFD");
  CHECK(ShowDisguises("a\u200Db \xff") == "a\u200Db \xff");
}

TEST_CASE("what a script needs is no disguise") {
  for (const char* text :
       {"می\u200Cخواهم",
        "ه\u200D.ش",
        "क\u094D\u200Dष",
        "ශ\u0DCA\u200Dර\u0DD3",
        "র\u200D\u09CDয",
        "\U0001F469\u200D\U0001F4BB Pair",
        "\U0001F3F3\uFE0F\u200D\U0001F308",
        "1\uFE0F\u20E3 first",
        "\U0001F575\U0001F3FB\u200D\u2642\uFE0F",
        "\u2764\uFE0F\u200D\U0001F525",
        "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F England",
        "\u845B\U000E0100\u57CE",
        "ការ\u200Bទូទាត់",
        "การ\u200Bชำระ",
        "Version \u200F2 שלום",
        "Daten\u00ADbank",
        "\u1820\u180B",
        "a\xff",
        "",
        "C++ & é 日本 \u2003 x"}) {
    INFO(text);
    CHECK(Found(text) == "");
  }
}

}  // namespace
}  // namespace keys::text
