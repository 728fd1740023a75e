// Finds secrets in a shipped file: private keys and live tokens, which nobody may publish by
// mistake. It works on a stream, so memory is bounded by a chunk, whatever the file's size or kind.
//
//   SecretScan scan;
//   while (…) scan.Take(chunk);
//   for (const Secret& secret : scan.Finish()) …
//
// Only unmistakable secrets count: a key must have a body, and a token enough different characters,
// so that examples in texts ("sk_live_xxxx", "AKIAIOSFODNN7EXAMPLE") and Stripe's test keys are let
// through. The result has the kind and the place of a secret and never the secret. Each file needs
// a scan of its own. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keys::ingestion {

enum class SecretKind {
  kPrivateKey,      // PEM: RSA, EC, OpenSSH, PKCS#8, PGP
  kStripeLive,      // sk_live_…, rk_live_…
  kGithubToken,     // ghp_… and its kin, github_pat_…
  kAwsCredentials,  // an access key id with its secret beside it
  kAwsKeyId,        // an access key id alone, which is a name rather than a secret
};

struct Secret {
  SecretKind kind = SecretKind::kPrivateKey;
  // The place of its first character; lines start at 1.
  std::int64_t line = 0;
  std::int64_t offset = 0;
};

// The most secrets that are looked for in one file.
inline constexpr std::size_t kMaxSecretsPerFile = 100;

// Returns the subject of a sentence, e.g. "A live Stripe key".
std::string_view NameOf(SecretKind kind);
// Whether publishing it would certainly do harm.
bool IsLive(SecretKind kind);

class SecretScan {
 public:
  void Take(std::string_view chunk);
  // Must be called once, at the end of the file. The secrets are in the order in which they were
  // found.
  std::vector<Secret> Finish();
  // Whether the file's first bytes show that it is no text.
  bool is_binary() const { return is_binary_; }

 private:
  void Look(std::size_t end);
  void LookFor(std::size_t anchor, std::size_t end);
  std::int64_t LineAt(std::size_t at) const;

  // Bytes that may begin something that goes on in the next chunk, then the chunk.
  std::string window_;
  std::size_t looked_ = 0;    // bytes at the window's start that were looked at already
  std::int64_t dropped_ = 0;  // bytes of the file before the window
  std::int64_t lines_ = 0;    // line ends before the window
  bool is_binary_ = false;
  std::vector<Secret> found_;
};

}  // namespace keys::ingestion
