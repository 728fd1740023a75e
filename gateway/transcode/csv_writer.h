// Writes a report's response message as a table: RFC 4180, lines end in CRLF, in the order of the
// fields.
//
//   std::string csv = WriteCsv(response, shapes.Of(*response.GetDescriptor()));
//
// The table is the response's first repeated message field; its members' names are the header.
// Further fields of the same message type (totals) are lines behind it, other fields are not in the
// table. A text that a spreadsheet would take for a formula gets an apostrophe in front, as does
// what stands behind a separator inside it. Numbers and times look as they do in JSON. A field that
// is absent becomes an empty cell. Thread-safe.
#pragma once

#include <string>

#include "gateway/transcode/shape.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

// Whether the message is a report that WriteCsv can write: rows of plain values.
bool IsTable(const MessageShape& shape);
// Returns the first line of the table, without its line end.
std::string CsvHeader(const MessageShape& shape);
std::string WriteCsv(const google::protobuf::Message& message, const MessageShape& shape);

}  // namespace keys::gateway
