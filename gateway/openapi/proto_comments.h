// Gives the comments of the proto files on messages, fields, words and RPCs. Compiled descriptors
// have none, so the build writes them from the files into a table in this program
// (proto_comments_main.cc).
//
//   ProtoComment("keys.catalog.v1.Key.slug")  →  "Name in addresses, …"
//
// Thread-safe.
#pragma once

#include <string_view>

namespace keys::gateway {

// `full_name` is written as in descriptors. Paragraphs are separated by an empty line. The text is
// empty when there is no comment.
std::string_view ProtoComment(std::string_view full_name);

}  // namespace keys::gateway
