#include "common/text/words.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <set>
#include <utility>

#include "common/text/fold.h"

namespace keys::text {
namespace {

bool IsMarkOfWord(UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0; }
bool IsPartOfWord(UChar32 c) { return u_isalnum(c) != 0 || IsMarkOfWord(c); }

// These marks may be written or left out without changing the word: the vowel points of Hebrew and
// Arabic, and the stroke that makes an Arabic word longer.
bool IsOptional(UChar32 c) {
  if (c < 0x0590) return false;
  if (c == 0x0640) return true;
  return IsMarkOfWord(c) &&
         (uscript_hasScript(c, USCRIPT_ARABIC) || uscript_hasScript(c, USCRIPT_HEBREW));
}

// Scripts whose lines may be broken between any two letters have no blanks between words. Korean
// has blanks, but joins words to longer ones and particles to both.
bool IsWithoutBlanks(UChar32 c) {
  if (c < 0x0E00) return false;  // before Thai there is none
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  if (script == USCRIPT_HANGUL || uscript_breaksBetweenLetters(script) != 0) return true;
  // The mark for a long vowel is common to Hiragana and Katakana, so the script property alone does
  // not find it.
  return script == USCRIPT_COMMON && uscript_hasScript(c, USCRIPT_KATAKANA) != 0;
}

void AppendUtf8(UChar32 c, std::string& text) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  text.append(bytes, static_cast<std::size_t>(size));
}

enum class Runs { kWhole, kIndexed, kSought };

// Takes characters one by one and joins them to words.
class WordMaker {
 public:
  WordMaker(std::size_t most, Runs runs) : most_(most), runs_(runs) {}

  void Take(UChar32 c) {
    if (c < 0 || !IsPartOfWord(c)) return Finish();
    // Turkish has an i with and one without a dot; elsewhere their capitals are the same letter.
    const bool is_dot = c == 0x0307 && !run_.empty() && run_.back() == U'i';
    if (is_dot || IsOptional(c)) return;
    if (c == 0x0131) c = 'i';
    if (!IsMarkOfWord(c) || run_.empty()) {
      const bool without_blanks = IsWithoutBlanks(c);
      if (without_blanks != without_blanks_) Finish();
      without_blanks_ = without_blanks;
    }
    run_ += static_cast<char32_t>(c);
  }

  void Finish() {
    if (run_.empty()) return;
    if (without_blanks_ && runs_ != Runs::kWhole) {
      AddPairs();
    } else {
      Add(run_);
    }
    run_.clear();
  }

  bool is_full() const { return words_.size() >= most_; }
  std::vector<std::string> TakeAll() { return std::move(words_); }

 private:
  void AddPairs() {
    for (std::size_t i = 0; i + 1 < run_.size(); ++i) Add({run_.data() + i, 2});
    if (run_.size() == 1 || runs_ == Runs::kIndexed) Add({&run_.back(), 1});
  }

  void Add(std::u32string_view characters) {
    std::string word;
    for (const char32_t c : characters) {
      if (word.size() + U8_MAX_LENGTH > kLongestWord) break;
      AppendUtf8(static_cast<UChar32>(c), word);
    }
    if (!is_full() && seen_.insert(word).second) words_.push_back(std::move(word));
  }

  const std::size_t most_;
  const Runs runs_;
  std::u32string run_;
  bool without_blanks_ = false;  // of the run
  std::vector<std::string> words_;
  std::set<std::string> seen_;
};

std::vector<std::string> Make(std::string_view utf8, std::size_t most, Runs runs) {
  const std::string folded = Fold(utf8);
  const auto size = static_cast<std::int32_t>(folded.size());
  WordMaker maker(most, runs);
  for (std::int32_t at = 0; at < size && !maker.is_full();) {
    UChar32 c = 0;
    U8_NEXT(folded.data(), at, size, c);
    maker.Take(c);
  }
  maker.Finish();
  return maker.TakeAll();
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view utf8, std::size_t most) {
  return Make(utf8, most, Runs::kWhole);
}

std::vector<std::string> IndexedWords(std::string_view utf8, std::size_t most) {
  return Make(utf8, most, Runs::kIndexed);
}

std::vector<std::string> SoughtWords(std::string_view utf8, std::size_t most) {
  return Make(utf8, most, Runs::kSought);
}

std::u32string CharactersOf(std::string_view utf8) {
  std::u32string characters;
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(utf8.data(), at, size, c);
    characters += static_cast<char32_t>(c);
  }
  return characters;
}

}  // namespace keys::text
