#include "common/text/words.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace keys::text {
namespace {

using Words = std::vector<std::string>;

TEST_CASE("words are runs of letters and digits, folded, once each") {
  CHECK(WordsOf("Node.js: the CAFÉ's 2nd job — Node", 100) ==
        Words{"node", "js", "the", "café", "s", "2nd", "job"});
  CHECK(WordsOf("ΑΒΓ Привет 日本語、テスト", 100) == Words{"αβγ", "привет", "日本語", "テスト"});
  CHECK(WordsOf("%_'\"(),{}\\|&!:*<->\t\n", 100).empty());
  CHECK(WordsOf("", 100).empty());
  CHECK(WordsOf("a b c", 2) == Words{"a", "b"});
}

TEST_CASE("marks belong to the word of their letter, whatever the normal form") {
  CHECK(WordsOf("cre\u0300me", 9) == Words{"crème"});
  CHECK(WordsOf("हिन्दी भाषा", 9) == Words{"हिन्दी", "भाषा"});
  CHECK(WordsOf("क्\u200dष", 9) == WordsOf("क्ष", 9));
}

TEST_CASE("what may be left out in writing makes no other word") {
  CHECK(WordsOf("שָׁלוֹם", 9) == Words{"שלום"});
  CHECK(WordsOf("كِتَابٌ كتــاب \uFB50", 9) == Words{"كتاب", "ٱ"});
  CHECK(WordsOf("İstanbul ISTANBUL ıstanbul i\u0307stanbul", 9) == Words{"istanbul"});
  CHECK(WordsOf("آب", 9) == WordsOf("ا\u0653ب", 9));
}

TEST_CASE("letters beyond the first plane are letters") {
  CHECK(WordsOf("𐐀𐐁 𝒙", 9) == Words{"𐐨𐐩", "x"});
  CHECK(IndexedWords("𠮷野家", 9) == Words{"𠮷野", "野家", "家"});
}

TEST_CASE("broken UTF-8 and long words do no harm") {
  CHECK(WordsOf("ab\xff\xc3z\xe2\x82 q", 100) == Words{"ab", "z", "q"});
  const Words words = WordsOf(std::string(1000, 'x'), 100);
  REQUIRE(words.size() == 1);
  CHECK(words[0].size() <= kLongestWord);
}

TEST_CASE("in scripts without blanks each two neighbours are a word, and the last alone") {
  CHECK(IndexedWords("決済の署名", 9) == Words{"決済", "済の", "の署", "署名", "名"});
  CHECK(SoughtWords("署名", 9) == Words{"署名"});
  CHECK(SoughtWords("署", 9) == Words{"署"});
  CHECK(SoughtWords("ｳｪﾌﾞ", 9) == Words{"ウェ", "ェブ"});
  CHECK(IndexedWords("サーバー", 9) == Words{"サー", "ーバ", "バー", "ー"});
  // Between other words such a run ends.
  CHECK(IndexedWords("Nodeで決済API", 9) == Words{"node", "で決", "決済", "済", "api"});
}

// This holds for any part of a text, as long as the search has no more than `most` words.
TEST_CASE("any two characters, wherever they stand, are found") {
  for (const char* text :
       {"支付回调处理幂等与签名验证", "決済ウェブフックの署名検証", "감사합니다결제오류",
        "การชำระเงินที่ปลอดภัย", "ການຊໍາລະເງິນ", "ការទូទាត់ប្រាក់", "ငွေပေးချေမှု", "ꀀꀁꀂ", "ㄅㄆㄇㄈ"}) {
    INFO(text);
    const Words indexed = IndexedWords(text, 1000);
    const std::u32string characters = CharactersOf(text);
    for (std::size_t i = 0; i + 1 < characters.size(); ++i) {
      std::string two;
      for (const char32_t c : {characters[i], characters[i + 1]}) {
        for (const char* p = text; *p != '\0';) {
          std::size_t length = 1;
          while ((p[length] & 0xC0) == 0x80) ++length;
          const std::string one(p, length);
          if (CharactersOf(one)[0] == c) {
            two += one;
            break;
          }
          p += length;
        }
      }
      for (const std::string& word : SoughtWords(two, 10)) {
        INFO(two << " as " << word);
        CHECK(std::any_of(indexed.begin(), indexed.end(), [&](const std::string& known) {
          return known.compare(0, word.size(), word) == 0;
        }));
      }
    }
  }
}

}  // namespace
}  // namespace keys::text
