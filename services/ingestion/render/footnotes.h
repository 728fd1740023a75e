// Reads footnotes as GitHub does: "[^label]" in a text, "[^label]: the note" at the margin.
// CommonMark does not know them, so they are taken out before the text is parsed. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace keys::ingestion {

class Footnotes {
 public:
  explicit Footnotes(std::string_view source);

  // Returns the source without the notes.
  const std::string& body() const { return body_; }

  // Returns the number of a note, which follows the order of the first marks; 0 for a label without
  // a note.
  int NumberOf(std::string_view label);
  // Counts a mark of this note and returns its number, from 1.
  int CountMark(int number);
  // Returns the Markdown of a note.
  const std::string& NoteOf(int number) const { return *notes_of_[number - 1].text; }
  int MarksOf(int number) const { return notes_of_[number - 1].marks; }
  int numbered() const { return static_cast<int>(notes_of_.size()); }
  // Begins the numbers anew, for another pass.
  void Restart();

 private:
  void AddDefinitions(std::string_view source, const std::set<std::size_t>& verbatim);

  struct Numbered {
    const std::string* text;
    int marks = 0;
  };

  std::string body_;
  std::map<std::string, std::string, std::less<>> notes_;  // by label
  std::map<std::string, int, std::less<>> numbers_;
  std::vector<Numbered> notes_of_;
};

}  // namespace keys::ingestion
