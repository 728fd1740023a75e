#include "gateway/transcode/csv_writer.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "common/base/text.h"
#include "common/text/fold.h"
#include "common/time/clock.h"
#include "common/time/proto_time.h"
#include "google/protobuf/timestamp.pb.h"

namespace keys::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::string_view kLineEnd = "\r\n";
// The bytes behind a cell's blanks that are looked at, because a formula shows in its first
// character.
constexpr std::size_t kLookedAt = 16;

const FieldShape* RowsOf(const MessageShape& shape) {
  const auto rows = std::find_if(shape.fields.begin(), shape.fields.end(), [](const auto& field) {
    return field.field->is_repeated() && !field.field->is_map() && field.message != nullptr;
  });
  return rows == shape.fields.end() ? nullptr : &*rows;
}

// Spreadsheets take a cell that begins with one of these for a formula, whether it is quoted or
// not. Some look behind blanks, and those of East Asia also accept the full-width forms.
bool LooksLikeFormula(std::string_view text) {
  constexpr std::string_view kStarts[] = {"=", "+", "-", "@", "\u2212"};
  if (text.empty()) return false;
  if (std::string_view("\t\r\n").find(text.front()) != std::string_view::npos) return true;
  const std::string folded = text::Fold(text::SkipBlanks(text).substr(0, kLookedAt));
  return std::any_of(std::begin(kStarts), std::end(kStarts),
                     [&](std::string_view start) { return folded.rfind(start, 0) == 0; });
}

// Some programs begin another cell at these characters even within quotes.
bool IsSeparator(char c) { return c == ';' || c == '\t' || c == '\r' || c == '\n'; }

void AddText(std::string_view text, std::string& csv) {
  const bool formula = LooksLikeFormula(text);
  const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos ||
                      (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (quoted) csv += '"';
  if (formula) csv += '\'';
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') csv += '"';
    csv += text[i];
    const bool begins = IsSeparator(text[i]) && i + 1 < text.size() && !IsSeparator(text[i + 1]);
    if (begins && LooksLikeFormula(text.substr(i + 1))) csv += '\'';
  }
  if (quoted) csv += '"';
}

void AddCell(const Message& row, const FieldShape& field, std::string& csv) {
  const Reflection& reflection = *row.GetReflection();
  if (field.field->has_presence() && !reflection.HasField(row, field.field)) return;
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return StrAppend(&csv, reflection.GetInt32(row, field.field));
    case FieldDescriptor::CPPTYPE_INT64:
      return StrAppend(&csv, reflection.GetInt64(row, field.field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return StrAppend(&csv, reflection.GetDouble(row, field.field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return StrAppend(&csv, reflection.GetBool(row, field.field) ? "true" : "false");
    case FieldDescriptor::CPPTYPE_STRING:
      return AddText(reflection.GetString(row, field.field), csv);
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const auto& time =
          static_cast<const google::protobuf::Timestamp&>(reflection.GetMessage(row, field.field));
      return StrAppend(&csv, FormatRfc3339(FromProto(time)));
    }
    default:
      return;
  }
}

void AddRow(const Message& row, const MessageShape& shape, std::string& csv) {
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    if (i > 0) csv += ',';
    AddCell(row, shape.fields[i], csv);
  }
  csv += kLineEnd;
}

bool IsPlain(const FieldShape& field) {
  switch (field.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_STRING:
      return !field.field->is_repeated() && !field.json && !field.flatten;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return !field.field->is_repeated() && field.timestamp;
    default:
      return false;
  }
}

}  // namespace

bool IsTable(const MessageShape& shape) {
  const FieldShape* rows = RowsOf(shape);
  return rows != nullptr &&
         std::all_of(rows->message->fields.begin(), rows->message->fields.end(), IsPlain);
}

std::string CsvHeader(const MessageShape& shape) {
  std::string header;
  for (const FieldShape& column : RowsOf(shape)->message->fields) {
    StrAppend(&header, header.empty() ? "" : ",", column.name);
  }
  return header;
}

std::string WriteCsv(const Message& message, const MessageShape& shape) {
  const FieldShape& rows = *RowsOf(shape);
  const Reflection& reflection = *message.GetReflection();
  std::string csv = StrCat(CsvHeader(shape), kLineEnd);
  for (const FieldShape& field : shape.fields) {
    if (field.message != rows.message) continue;
    if (field.field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field.field); ++i) {
        AddRow(reflection.GetRepeatedMessage(message, field.field, i), *rows.message, csv);
      }
    } else if (reflection.HasField(message, field.field)) {
      AddRow(reflection.GetMessage(message, field.field), *rows.message, csv);
    }
  }
  return csv;
}

}  // namespace keys::gateway
