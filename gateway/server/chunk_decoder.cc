#include "gateway/server/chunk_decoder.h"

#include <algorithm>
#include <charconv>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/server/grammar.h"

namespace keys::gateway {
namespace {

absl::Status MalformedBody(std::string why) {
  return error::Make(error::Reason::INVALID_ARGUMENT, std::move(why));
}

void SkipBlanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

// Takes a token off the front. Returns false when there is none.
bool TakeToken(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), IsTokenChar);
  const auto size = static_cast<size_t>(end - text.begin());
  text.remove_prefix(size);
  return size > 0;
}

// Takes the quoted string that begins here off the front. Returns false when it does not end.
bool TakeQuoted(std::string_view& text) {
  size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  if (at >= text.size()) return false;
  text.remove_prefix(at + 1);
  return true;
}

// Accepts what may follow a chunk's size: nothing, or any number of ;name, ;name=token,
// ;name="text", with blanks around the signs (RFC 9112 §7.1.1). The gateway ignores extensions, but
// another reader could take a malformed one for the end of something, so it is refused.
bool AreExtensions(std::string_view text) {
  while (!text.empty()) {
    SkipBlanks(text);
    if (!text.starts_with(';')) return false;
    text.remove_prefix(1);
    SkipBlanks(text);
    if (!TakeToken(text)) return false;
    std::string_view value = text;
    SkipBlanks(value);
    if (!value.starts_with('=')) continue;
    value.remove_prefix(1);
    SkipBlanks(value);
    if (!(value.starts_with('"') ? TakeQuoted(value) : TakeToken(value))) return false;
    text = value;
  }
  return true;
}

bool IsField(std::string_view line) {
  const size_t colon = line.find(':');
  return colon != std::string_view::npos && IsToken(line.substr(0, colon));
}

}  // namespace

// Collects bytes up to the next CRLF. Returns true when the line is complete. `status` is set when
// it cannot become one.
bool ChunkDecoder::TakeLine(std::string_view& bytes, size_t limit, absl::Status& status) {
  const size_t end = bytes.find('\n');
  const size_t taken = end == std::string_view::npos ? bytes.size() : end + 1;
  line_.append(bytes.substr(0, taken));
  bytes.remove_prefix(taken);
  if (line_.size() > limit) {
    status = MalformedBody("A line of the chunked body is too long.");
    return false;
  }
  if (end == std::string_view::npos) return false;
  if (!line_.ends_with("\r\n")) {
    status = MalformedBody("Lines of a chunked body must end with CR LF.");
    return false;
  }
  line_.resize(line_.size() - 2);
  if (std::all_of(line_.begin(), line_.end(), IsFieldChar)) return true;
  status = MalformedBody("A line of the chunked body has control characters.");
  return false;
}

// Reads "1a", or "1a;name=value", which means the same.
absl::Status ChunkDecoder::TakeSizeLine(const std::string& body) {
  const std::string_view digits = std::string_view(line_).substr(0, line_.find_first_of("; \t"));
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), chunk_left_, 16);
  if (digits.empty() || problem != std::errc() || end != digits.data() + digits.size()) {
    return MalformedBody("A chunk's size is not a hexadecimal number.");
  }
  if (!AreExtensions(std::string_view(line_).substr(digits.size()))) {
    return MalformedBody("A chunk's size is followed by something that is no extension.");
  }
  // Extensions are limited too, because otherwise a small body could cause any amount of traffic.
  extension_bytes_ += line_.size() - std::min(digits.size(), kSizeDigits);
  if (extension_bytes_ > kMaxExtensions) {
    return MalformedBody("The chunked body has too many extensions.");
  }
  if (chunk_left_ > max_body_bytes_ - std::min(body.size(), max_body_bytes_)) {
    return error::Make(error::Reason::BODY_TOO_LARGE,
                       StrCat("The body is longer than ", max_body_bytes_, " bytes."));
  }
  state_ = chunk_left_ == 0 ? State::kTrailers : State::kBytes;
  line_.clear();
  return absl::OkStatus();
}

absl::Status ChunkDecoder::Feed(std::string_view& bytes, std::string& body) {
  absl::Status status;
  while (!bytes.empty() && state_ != State::kFinished) {
    switch (state_) {
      case State::kSizeLine:
        if (TakeLine(bytes, kMaxSizeLine, status)) RETURN_IF_ERROR(TakeSizeLine(body));
        break;
      case State::kBytes: {
        const size_t taken = std::min<uint64_t>(bytes.size(), chunk_left_);
        body.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        chunk_left_ -= taken;
        if (chunk_left_ == 0) state_ = State::kBytesEnd;
        break;
      }
      case State::kBytesEnd:
        // Only this byte may come here, so a wrong one is refused at once.
        if (bytes.front() != (line_.empty() ? '\r' : '\n')) {
          return MalformedBody("A chunk is longer than its size.");
        }
        line_ += bytes.front();
        bytes.remove_prefix(1);
        if (line_.size() < 2) break;
        line_.clear();
        state_ = State::kSizeLine;
        break;
      case State::kTrailers:
        if (TakeLine(bytes, kMaxTrailers - trailer_bytes_, status)) {
          if (line_.empty()) {
            state_ = State::kFinished;
          } else if (!IsField(line_)) {
            return MalformedBody("A trailer field is not 'name: value'.");
          }
          trailer_bytes_ += line_.size() + 2;
          line_.clear();
        }
        break;
      case State::kFinished:
        break;
    }
    RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

}  // namespace keys::gateway
