// Tests over a real database that one text counts as one, whatever its normal form, case, width or
// script.
#include <algorithm>

#include "common/text/fold.h"
#include "services/catalog/testing/catalog_world.h"
#include "services/catalog/word_keeper.h"

namespace keys::catalog {
namespace {

using Slugs = std::vector<std::string>;

Slugs SlugsOf(const v1::ListKeysResponse& response) {
  Slugs slugs;
  for (const auto& key : response.keys()) slugs.push_back(key.slug());
  return slugs;
}

Slugs Found(World& world, const std::string& search) {
  v1::ListKeysRequest request;
  request.set_search(search);
  request.set_sort("relevance");
  Slugs slugs = SlugsOf(world.List(request));
  std::sort(slugs.begin(), slugs.end());
  return slugs;
}

v1::Asset Titled(const std::string& slug, const std::string& title,
                 const std::string& description = "") {
  v1::Asset asset = NodeAsset(slug);
  asset.set_title(title);
  asset.set_description(description);
  return asset;
}

TEST_CASE_METHOD(World, "a search finds a word in each of its spellings") {
  struct Spelled {
    std::string one;
    std::string other;
  };
  const std::vector<Spelled> words = {
      {"r\u00e9sum\u00e9", "re\u0301sume\u0301"},  // normal forms
      {"\uacb0\uc81c", "\u1100\u1167\u11af\u110c\u1166"},
      {"Ti\u1ebfng", "Tie\u0302\u0301ng"},
      {"\u01e7ala", "\u01e6ALA"},  // case
      {"Ma\u00dfe", "MASSE"},
      {"\u10d0\u10d1\u10d2", "\u1c90\u1c91\u1c92"},
      {"\u03bb\u03cc\u03b3\u03bf\u03c2", "\u039b\u038c\u0393\u039f\u03a3"},
      {"\uff21\uff30\uff29", "api"},  // width
      {"\uff8a\uff9e\uff6f\uff78", "\u30d0\u30c3\u30af"},
      {"\ufeb7\ufeae\ufedb\ufe94", "\u0634\u0631\u0643\u0640\u0640\u0629"},  // forms, a long stroke
      {"\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd", "\u05e9\u05dc\u05d5\u05dd"},
      {"\u0130zmir", "IZMIR"},
      {"\ufb01le", "file"},
      {"\u0915\u094d\u200d\u0937\u0923", "\u0915\u094d\u0937\u0923"},
      {"web\u00adhook", "webhook"}};  // what cannot be seen
  for (size_t i = 0; i < words.size(); ++i) {
    Publish(Titled("a" + std::to_string(i), words[i].one));
    Publish(Titled("b" + std::to_string(i), words[i].other));
  }
  for (size_t i = 0; i < words.size(); ++i) {
    const Slugs both = {"a" + std::to_string(i), "b" + std::to_string(i)};
    INFO(words[i].one << " and " << words[i].other);
    CHECK(Found(*this, words[i].one) == both);
    CHECK(Found(*this, words[i].other) == both);
  }
}

TEST_CASE_METHOD(World, "scripts without blanks are found by any two characters") {
  Publish(Titled(
      "zh", "\u9000\u6b3e\u6d41\u7a0b",
      "\u672c\u5957\u4ef6\u5e2e\u52a9\u56e2\u961f\u5728\u6570\u5c0f\u65f6\u4e4b\u5185\u6062\u590d"
      "\u79ef\u538b\u7684\u5f02\u6b65\u4efb\u52a1\u5e76\u8bf4\u660e\u6838\u5bf9\u8d26\u76ee"));
  Publish(Titled("ja", "API\u306e\u7f72\u540d\u691c\u8a3c\u30b5\u30fc\u30d0\u30fc"));
  Publish(Titled("th",
                 "\u0e04\u0e37\u0e19\u0e40\u0e07\u0e34\u0e19\u0e25\u0e39\u0e01\u0e04\u0e49\u0e32"));
  Publish(Titled("ko", "\uacb0\uc81c\uc624\ub958\uc870\uc0ac"));
  Publish(Titled("my", "\u1004\u103d\u1031\u1015\u103c\u1014\u103a\u1021\u1019\u103a\u1038"));
  struct Search {
    const char* text;
    const char* slug;
  };
  for (const Search& one :
       {Search{"\u6b3e\u6d41", "zh"}, Search{"\u8d26\u76ee", "zh"},
        Search{"\u6838\u5bf9\u8d26\u76ee", "zh"}, Search{"\u76ee", "zh"},
        Search{"\u5f02\u6b65 \u9000\u6b3e", "zh"}, Search{"\u540d\u691c", "ja"},
        Search{"\u30fc\u30d0", "ja"}, Search{"api \u7f72\u540d", "ja"},
        Search{"\uff7b\uff70\uff8a\uff9e", "ja"}, Search{"\u0e40\u0e07\u0e34\u0e19", "th"},
        Search{"\u0e25\u0e39", "th"}, Search{"\uc624\ub958", "ko"}, Search{"\uc81c\uc624", "ko"},
        Search{"\u1021\u1019", "my"}}) {
    INFO(one.text);
    CHECK(Found(*this, one.text) == Slugs{one.slug});
  }
  for (const char* text : {"\u6b3e\u7a0b", "\u691c\u7f72", "\u5b8c\u5168", "\ub958\uc624"}) {
    INFO(text);
    CHECK(Found(*this, text).empty());
  }
}

TEST_CASE_METHOD(World, "the whole of a long README is found, in a script without blanks too") {
  std::string readme;
  for (int i = 0; i < 6'000; ++i) {  // 18,000 bytes of pairs that are all different
    const int c = 0x4e00 + i;
    readme += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
               static_cast<char>(0x80 | (c & 0x3F))};
  }
  v1::Asset asset = Titled("long", "t");
  asset.set_readme_text(readme + "\u7d42\u308f\u308a");
  Publish(asset);
  CHECK(Found(*this, "\u7d42\u308f") == Slugs{"long"});
}

v1::Asset Labelled(const std::string& slug, const std::vector<std::string>& tags,
                   const std::string& category, const std::string& outcome) {
  v1::Asset asset = NodeAsset(slug);
  for (const std::string& tag : tags) asset.add_tags(tag);
  asset.set_category(category);
  asset.set_outcome(outcome);
  return asset;
}

std::string CountsOf(const google::protobuf::RepeatedPtrField<v1::Facets::Count>& counts) {
  std::string text;
  for (const auto& count : counts) {
    text += (text.empty() ? "" : " ") + count.value() + "=" + std::to_string(count.count());
  }
  return text;
}

TEST_CASE_METHOD(World, "tags, categories and outcomes are one in each of their spellings") {
  Publish(Labelled("a", {"caf\u00e9", "Caf\u00e9"}, "Zahl\u00fcng", "ruhige_n\u00e4chte"));
  Publish(Labelled("b", {"cafe\u0301"}, "Zahlu\u0308ng", "ruhige-na\u0308chte"));
  Publish(Labelled("c", {"\uff23\uff21\uff26\u00c9"}, "ZAHL\u00dcNG", "Ruhige-N\u00c4CHTE"));
  Publish(Labelled("d", {"cafe"}, "other", "other"));
  v1::ListKeysRequest all;
  all.set_facets(true);
  const v1::ListKeysResponse response = List(all);
  // The first spelling by bytes is shown, and each KEY counts once.
  CHECK(CountsOf(response.facets().category()) == "ZAHL\u00dcNG=3 other=1");
  REQUIRE(response.facets().tag_size() == 2);
  CHECK(response.facets().tag(0).count() == 3);
  CHECK(response.facets().outcome(0).count() == 3);
  for (const char* tag : {"caf\u00e9", "cafe\u0301", "CAF\u00c9", "\uff43af\u00e9"}) {
    INFO(tag);
    v1::ListKeysRequest request;
    request.set_tag(tag);
    request.set_sort("title");
    CHECK(List(request).keys_size() == 3);
    request.set_facets(true);
    CHECK(CountsOf(List(request).facets().category()) == "ZAHL\u00dcNG=3");
  }
  v1::ListKeysRequest by_category;
  by_category.set_category("zahlu\u0308ng");
  CHECK(List(by_category).keys_size() == 3);
  v1::ListKeysRequest by_outcome;
  by_outcome.set_outcome("RUHIGE_NA\u0308CHTE");
  CHECK(List(by_outcome).keys_size() == 3);
  // The author's spelling is shown.
  CHECK(Detail("b").tags(0) == "cafe\u0301");
}

TEST_CASE_METHOD(World, "shared tags relate KEYS in each spelling") {
  Publish(Labelled("a", {"\u00fcber"}, "x", ""));
  v1::Asset other = Labelled("b", {"U\u0308BER"}, "x", "");
  other.set_tool("stripe");
  Publish(other);
  REQUIRE(Detail("a").related_keys_size() == 1);
  CHECK(Detail("a").related_keys(0).reason() == "Shared tag: \u00fcber");
}

TEST_CASE_METHOD(World, "titles are in the order people know, page by page") {
  const std::vector<std::string> ordered = {
      "1 Queue", "\u00c4pfel", "apple",        "Apple pie",          "\u00c9clair", "e\u0301clairs",
      "Zebra",   "zebras",     "\u03b1\u03b2", "\u0416\u0443\u043a", "\u6771\u4eac"};
  for (size_t i = 0; i < ordered.size(); ++i) {
    const size_t n = (i * 7) % ordered.size();
    v1::Asset asset = Titled("k" + std::to_string(n), ordered[n]);
    asset.add_tags("t");
    Publish(asset);
  }
  for (const bool of_tag : {false, true}) {
    v1::ListKeysRequest request;
    request.set_sort("title");
    request.set_limit(2);
    if (of_tag) request.set_tag("T");
    std::vector<std::string> titles;
    for (int page = 0; page < 10; ++page) {
      const v1::ListKeysResponse response = List(request);
      for (const auto& key : response.keys()) titles.push_back(key.title());
      if (!response.has_next_cursor()) break;
      request.set_cursor(response.next_cursor());
    }
    CHECK(titles == ordered);
  }
}

struct FoldedRow {
  std::string folded;
};
constexpr pg::Statement kFold{"test.fold", "SELECT catalog_fold($1::text)"};

TEST_CASE_METHOD(World, "Postgres folds as ICU does") {
  pg::Transaction db = Must(pg::Transaction::Begin(pool, testing::Soon()));
  for (const char* text :
       {"Caf\u00e9", "cafe\u0301", "STRASSE", "stra\u00dfe", "\uff36\uff11", "\ufb01le",
        "\u0416\u0443\u041a", "\u10d0\u10d1", "\uac10\uc0ac", "\u30ac", "a b-c_d"}) {
    INFO(text);
    const auto row = Must(db.QueryOne<FoldedRow>(kFold, std::string(text)));
    CHECK(row->folded == text::Fold(text));
  }
}

TEST_CASE_METHOD(World, "words from before are made anew, a batch at a time") {
  for (int i = 0; i < WordKeeper::kBatch + 3; ++i) {
    Publish(Titled("k" + std::to_string(i), "r\u00e9sum\u00e9 \u652f\u4ed8\u56de\u8c03"));
  }
  // An older program, or SQL, would have left such rows.
  database.Run("UPDATE marketplace_keys SET words_old = true, search_head = '', search_all = ''");
  CHECK(Found(*this, "\u56de\u8c03").empty());
  WordKeeper keeper(pool);
  const int64_t before = Revision();
  CHECK(Must(keeper.RemakeSome(testing::Soon())) == WordKeeper::kBatch);
  CHECK(Revision() == before + 1);
  CHECK(Must(keeper.RemakeSome(testing::Soon())) == 3);
  CHECK(Must(keeper.RemakeSome(testing::Soon())) == 0);
  CHECK(Revision() == before + 2);
  CHECK(Found(*this, "\u56de\u8c03").size() == WordKeeper::kBatch + 3);
  CHECK(Detail("k0").title() == "r\u00e9sum\u00e9 \u652f\u4ed8\u56de\u8c03");
}

}  // namespace
}  // namespace keys::catalog
