#include <algorithm>
#include <string>

#include "common/base/check.h"
#include "common/base/text.h"
#include "gateway/filters/entity_tag.h"
#include "gateway/server/chunk_decoder.h"
#include "gateway/server/request_head.h"
#include "tests/fuzz/targets.h"

namespace keys::fuzz {
namespace {

using gateway::ChunkDecoder;
using gateway::FindHeadEnd;
using gateway::HeadLimits;
using gateway::HeadSearch;
using gateway::ReadHead;
using gateway::RequestHead;

constexpr size_t kMaxBody = 4096;

void CheckHead(const RequestHead& head, const HeadLimits& limits) {
  CHECK_THAT(!head.method.empty(), "a method has characters");
  CHECK_THAT(head.target == "*" || head.target.front() == '/', "a target is a path");
  CHECK_THAT(head.target.size() <= limits.max_target_bytes, "a target is limited");
  CHECK_THAT(head.fields.size() <= limits.max_fields, "fields are limited");
  CHECK_THAT(head.http_1_0 || head.fields.Count("host") == 1, "HTTP/1.1 has one Host");
  CHECK_THAT(!(head.chunked && head.fields.Count("content-length") > 0),
             "one length, or the other");
  CHECK_THAT(!head.chunked || head.fields.Count("transfer-encoding") == 1 || !head.http_1_0,
             "chunks need their field");
  for (const auto& [name, value] : head.fields) {
    CHECK_THAT(!name.empty(), "a field has a name");
    for (const unsigned char c : name + value) {
      CHECK_THAT(c == '\t' || (c >= 0x20 && c != 0x7f), "no field has control characters");
    }
  }
}

struct Decoded {
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string body;
  std::string left;
  bool finished = false;
  bool operator==(const Decoded&) const = default;
};

// Fed in pieces of `step` bytes.
Decoded Decode(std::string_view bytes, size_t step) {
  ChunkDecoder decoder(kMaxBody);
  Decoded result;
  while (!bytes.empty() && !decoder.finished()) {
    std::string_view piece = bytes.substr(0, step);
    const size_t given = piece.size();
    const absl::Status status = decoder.Feed(piece, result.body);
    CHECK_THAT(result.body.size() <= kMaxBody, "a body is limited before it is stored");
    if (!status.ok()) {
      // How much of a bad body is decoded depends on how it arrived, but that it is bad does not.
      return {.code = status.code()};
    }
    bytes.remove_prefix(given - piece.size());
    if (!decoder.finished()) CHECK_THAT(piece.empty(), "a decoder takes what it is given");
  }
  result.finished = decoder.finished();
  result.left = bytes;
  return result;
}

}  // namespace

void HttpRequest(std::string_view input) {
  const HeadLimits limits;
  const HeadSearch whole = FindHeadEnd(input, limits);
  CHECK_THAT(whole.status.ok() || !whole.end.has_value(), "a head ends, or cannot");
  // However it arrives, the head ends at the same place.
  for (const size_t part : {input.size() / 2, input.size() - input.size() / 8}) {
    const HeadSearch early = FindHeadEnd(input.substr(0, part), limits);
    if (early.end.has_value()) CHECK_THAT(early.end == whole.end, "more bytes move no end");
    if (!early.status.ok()) CHECK_THAT(!whole.end.has_value(), "what was refused stays refused");
  }
  if (!whole.end.has_value()) return;
  const auto head = ReadHead(input.substr(0, *whole.end), limits);
  if (!head.ok()) return;
  CheckHead(*head, limits);
  const std::string_view body = input.substr(*whole.end);
  const Decoded at_once = Decode(body, std::max<size_t>(1, body.size()));
  CHECK_THAT(Decode(body, 1) == at_once, "chunks mean the same however they arrive");
  CHECK_THAT(Decode(body, 3) == at_once, "chunks mean the same however they arrive");
}

void Fields(std::string_view input) {
  using gateway::MatchesAny;
  using gateway::TagComparison;
  constexpr std::string_view kTag = "\"k7.x\"";
  const bool strong = MatchesAny(input, kTag, TagComparison::kStrong);
  const bool weak = MatchesAny(input, kTag, TagComparison::kWeak);
  CHECK_THAT(weak || !strong, "what is equal strongly is equal weakly");
  CHECK_THAT(!weak || input.find(kTag) != std::string_view::npos || StripBlanks(input) == "*",
             "only a list with the tag has the tag");
  // A tag in front of a list that is read to its end is found, whatever follows.
  CHECK_THAT(MatchesAny(StrCat(kTag, ", ", input), kTag, TagComparison::kStrong),
             "what follows a member hides it not");
  const std::string head = StrCat("GET / HTTP/1.1\r\nHost: ", input, "\r\n\r\n");
  const auto read = ReadHead(head, HeadLimits());
  // An address may be shorter than a field.
  if (!read.ok() || read->fields.size() != 1 || input.size() > kMaxBody) return;
  const std::string& host = *read->fields.Find("host");
  CHECK_THAT(host.find_first_of("/?#@\\ \"<>{}|^`") == std::string::npos, "a host is a name");
  const auto absolute =
      ReadHead(StrCat("GET http://", host, "/a HTTP/1.1\r\nHost: a\r\n\r\n"), HeadLimits());
  CHECK_THAT(!absolute.ok() || absolute->target == "/a", "an authority ends before its path");
  CHECK_THAT(absolute.ok(), "a host is the same in a field and in an address");
}

}  // namespace keys::fuzz
