// What the proto files say of their messages, fields, words and RPCs in comments. Compiled-in
// descriptors have none, so the build reads them out of the files (proto_comments_main.cc) into a
// table in this program.
//
//   ProtoComment("keys.catalog.v1.Key.slug")  →  "Name in addresses, …"
//
// Thread-safe.
#pragma once

#include <string_view>

namespace keys::gateway {

// `full_name` as descriptors have it. Paragraphs are apart by an empty line; empty when there is no
// comment.
std::string_view ProtoComment(std::string_view full_name);

}  // namespace keys::gateway
