// Finds secrets in a shipped file: private keys and live tokens, which nobody may publish by
// mistake. Works on a stream: memory is bounded by a chunk, whatever the file's size or kind.
//
//   SecretScan scan;
//   while (…) scan.Take(chunk);
//   for (const Secret& secret : scan.Finish()) …
//
// Only what can be nothing else counts: a key must have a body, a token enough different
// characters, so that examples in texts ("sk_live_xxxx", "AKIAIOSFODNN7EXAMPLE") and Stripe's test
// keys are let through. Never holds on to a secret: it says the kind and the place.
// Not thread-safe: one scan, one file.
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
  // Of its first character; lines start at 1.
  std::int64_t line = 0;
  std::int64_t offset = 0;
};

// More in one file than this are not looked for.
inline constexpr std::size_t kMaxSecretsPerFile = 100;

// A sentence's subject: "A live Stripe key".
std::string_view NameOf(SecretKind kind);
// Publishing it would do harm for certain.
bool IsLive(SecretKind kind);

class SecretScan {
 public:
  void Take(std::string_view chunk);
  // Once, at the end of the file; in the order found.
  std::vector<Secret> Finish();
  // The file's first bytes are those of no text.
  bool is_binary() const { return is_binary_; }

 private:
  void Look(std::size_t end);
  void LookFor(std::size_t anchor, std::size_t end);
  std::int64_t LineAt(std::size_t at) const;

  // What may be the beginning of something that goes on in the next chunk, then the chunk.
  std::string window_;
  std::size_t looked_ = 0;    // bytes at the window's start that were looked at already
  std::int64_t dropped_ = 0;  // bytes of the file before the window
  std::int64_t lines_ = 0;    // line ends before the window
  bool is_binary_ = false;
  std::vector<Secret> found_;
};

}  // namespace keys::ingestion
