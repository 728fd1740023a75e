#include "services/ingestion/domain/secret_scan.h"

#include <string.h>

#include <algorithm>
#include <bitset>
#include <iterator>
#include <optional>
#include <utility>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

// The bytes behind an anchor that are needed to judge it: a PEM marker, headers of an encrypted key
// and the first line of its body.
constexpr std::size_t kAhead = 1024;
// An AWS secret is within this many bytes of its id, before or after it.
constexpr std::size_t kBeside = 300;
constexpr std::size_t kLookAtForBinary = 8 * 1024;
constexpr std::size_t kMinKeyBody = 40;

bool IsAlnum(char c) { return IsDigit(c) || IsAsciiLetter(c); }
bool IsUpperOrDigit(char c) { return IsDigit(c) || (c >= 'A' && c <= 'Z'); }
bool IsBase64(char c) { return IsAlnum(c) || c == '+' || c == '/' || c == '='; }
bool IsTokenCharacter(char c) { return IsAlnum(c) || c == '_'; }

std::size_t Run(std::string_view text, bool (*is_part)(char)) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_part) -
                                  text.begin());
}

// Examples repeat one letter, and secrets do not.
bool IsVaried(std::string_view text, std::size_t at_least) {
  std::bitset<256> seen;
  for (char c : text) seen.set(static_cast<unsigned char>(c));
  return seen.count() >= at_least;
}

bool IsToken(std::string_view rest, std::size_t min_length) {
  const std::string_view body = rest.substr(0, Run(rest, IsTokenCharacter));
  return body.size() >= min_length && IsVaried(body, 8);
}

// Judges the text behind "-----BEGIN ": it must name a kind of private key and have a body of
// base64. Keys inside a string of source code have "\n" written out.
bool IsPrivateKey(std::string_view rest) {
  const auto dashes = rest.find("-----");
  const std::string_view label = rest.substr(0, std::min<std::size_t>(dashes, 40));
  if (dashes == rest.npos || dashes > 40) return false;
  if (label.find("PRIVATE KEY") == label.npos) return false;
  rest.remove_prefix(dashes + 5);
  // Blanks, quotes and headers such as "Proc-Type: 4,ENCRYPTED" are skipped line by line.
  while (!rest.empty()) {
    const std::size_t run = Run(rest, IsBase64);
    if (run >= kMinKeyBody) return IsVaried(rest.substr(0, run), 12);
    rest.remove_prefix(std::max<std::size_t>(run, 1));
    if (rest.substr(0, 5) == "-----") return false;
  }
  return false;
}

bool IsAwsSecret(std::string_view run) {
  return run.size() == 40 && IsVaried(run, 16) &&
         std::any_of(run.begin(), run.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         std::any_of(run.begin(), run.end(), IsUpperOrDigit);
}

bool HasAwsSecret(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = Run(text.substr(at), IsBase64);
    // "key=secret" is one run of these characters.
    std::string_view word = text.substr(at, run);
    word.remove_prefix(std::min(word.size(), word.find_first_not_of('=')));
    if (const auto equals = word.find('='); equals + 1 < word.size()) {
      word.remove_prefix(equals + 1);
    }
    if (IsAwsSecret(word)) return true;
    at += run + 1;
  }
  return false;
}

std::optional<SecretKind> JudgeAws(std::string_view window, std::size_t at) {
  constexpr std::size_t kIdLength = 20;
  const std::string_view id = window.substr(at, kIdLength);
  if (id.size() < kIdLength || Run(id, IsUpperOrDigit) < kIdLength) return std::nullopt;
  if (at + kIdLength < window.size() && IsAlnum(window[at + kIdLength])) return std::nullopt;
  if (id.substr(kIdLength - 7) == "EXAMPLE" || !IsVaried(id.substr(4), 6)) return std::nullopt;
  const std::size_t from = at > kBeside ? at - kBeside : 0;
  const bool has_secret = HasAwsSecret(window.substr(from, at - from)) ||
                          HasAwsSecret(window.substr(at + kIdLength, kBeside));
  return has_secret ? SecretKind::kAwsCredentials : SecretKind::kAwsKeyId;
}

struct Anchor {
  std::string_view text;
  SecretKind kind;
  std::size_t min_length;  // of what follows
};
constexpr Anchor kAnchors[] = {
    {"-----BEGIN ", SecretKind::kPrivateKey, 0},   {"sk_live_", SecretKind::kStripeLive, 16},
    {"rk_live_", SecretKind::kStripeLive, 16},     {"ghp_", SecretKind::kGithubToken, 36},
    {"gho_", SecretKind::kGithubToken, 36},        {"ghu_", SecretKind::kGithubToken, 36},
    {"ghs_", SecretKind::kGithubToken, 36},        {"ghr_", SecretKind::kGithubToken, 36},
    {"github_pat_", SecretKind::kGithubToken, 40}, {"AKIA", SecretKind::kAwsKeyId, 16},
    {"ASIA", SecretKind::kAwsKeyId, 16},
};

std::optional<SecretKind> Judge(const Anchor& anchor, std::string_view window, std::size_t at) {
  const std::string_view rest = window.substr(at + anchor.text.size());
  if (anchor.kind == SecretKind::kPrivateKey) {
    // No more bytes are looked at than the end of a chunk would leave, because a file's verdict
    // must not depend on where chunks end.
    const bool is_key = IsPrivateKey(rest.substr(0, kAhead - anchor.text.size()));
    return is_key ? std::optional(SecretKind::kPrivateKey) : std::nullopt;
  }
  if (at > 0 && IsTokenCharacter(window[at - 1])) return std::nullopt;
  if (anchor.kind == SecretKind::kAwsKeyId) return JudgeAws(window, at);
  return IsToken(rest, anchor.min_length) ? std::optional(anchor.kind) : std::nullopt;
}

}  // namespace

std::string_view NameOf(SecretKind kind) {
  switch (kind) {
    case SecretKind::kPrivateKey:
      return "A private key";
    case SecretKind::kStripeLive:
      return "A live Stripe key";
    case SecretKind::kGithubToken:
      return "A GitHub token";
    case SecretKind::kAwsCredentials:
      return "An AWS access key with its secret";
    case SecretKind::kAwsKeyId:
      return "An AWS access key id";
  }
  return "A secret";
}

bool IsLive(SecretKind kind) { return kind != SecretKind::kAwsKeyId; }

void SecretScan::Take(std::string_view chunk) {
  if (dropped_ + static_cast<std::int64_t>(window_.size()) == 0) {
    is_binary_ = chunk.substr(0, kLookAtForBinary).find('\0') != chunk.npos;
  }
  window_ += chunk;
  if (window_.size() <= looked_ + kAhead) return;
  const std::size_t end = window_.size() - kAhead;
  Look(end);
  // Bytes that were looked at are kept as far back as an AWS secret may be before its id.
  const std::size_t drop = end > kBeside + 1 ? end - kBeside - 1 : 0;
  lines_ += std::count(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(drop), '\n');
  dropped_ += static_cast<std::int64_t>(drop);
  window_.erase(0, drop);
  looked_ = end - drop;
}

std::vector<Secret> SecretScan::Finish() {
  Look(window_.size());
  std::sort(found_.begin(), found_.end(),
            [](const Secret& a, const Secret& b) { return a.offset < b.offset; });
  if (found_.size() > kMaxSecretsPerFile) found_.resize(kMaxSecretsPerFile);
  return std::move(found_);
}

void SecretScan::Look(std::size_t end) {
  for (std::size_t i = 0; i < std::size(kAnchors); ++i) LookFor(i, end);
}

void SecretScan::LookFor(std::size_t anchor, std::size_t end) {
  const std::string_view needle = kAnchors[anchor].text;
  std::size_t from = looked_;
  // One more than is reported shows that there are more. Beyond that a file costs no further
  // memory.
  while (found_.size() <= kMaxSecretsPerFile * std::size(kAnchors)) {
    const void* hit =
        ::memmem(window_.data() + from, window_.size() - from, needle.data(), needle.size());
    if (hit == nullptr) return;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(hit) - window_.data());
    if (at >= end) return;
    if (const auto kind = Judge(kAnchors[anchor], window_, at)) {
      found_.push_back({*kind, LineAt(at), dropped_ + static_cast<std::int64_t>(at)});
    }
    from = at + needle.size();
  }
}

std::int64_t SecretScan::LineAt(std::size_t at) const {
  return lines_ + 1 +
         std::count(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
}

}  // namespace keys::ingestion
