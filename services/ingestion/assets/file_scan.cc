#include "services/ingestion/assets/file_scan.h"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "services/ingestion/assets/file_name.h"
#include "services/ingestion/domain/disguise_scan.h"
#include "services/ingestion/domain/secret_scan.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kScanBytes = 256 * 1024;

Finding ToFinding(const Secret& secret, const std::string& file, bool is_binary) {
  std::string_view code = code::kSecretLiveToken;
  std::string_view advice = "take it out, and withdraw it where it was made";
  if (secret.kind == SecretKind::kPrivateKey) code = code::kSecretPrivateKey;
  if (!IsLive(secret.kind)) {
    code = code::kSecretSuspected;
    advice = "make sure that its secret is not shipped";
  }
  // Line numbers of a binary file mean nothing, so the byte is named.
  const std::string place = is_binary ? Concat({"byte ", std::to_string(secret.offset)})
                                      : Concat({"line ", std::to_string(secret.line)});
  return {file, "", std::string(code),
          Concat({NameOf(secret.kind), " stands at ", place, "; ", advice, "."}),
          is_binary ? 0 : secret.line};
}

// Scans the file and returns its raw SHA-256.
absl::StatusOr<std::string> ScanFile(const Descriptor& file, std::string& buffer, SecretScan& scan,
                                     DisguiseScan& disguises) {
  crypto::Sha256Stream digest;
  while (true) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::AbortedError("the file cannot be read");
    if (got == 0) return digest.Finish();
    const auto chunk = std::string_view(buffer).substr(0, static_cast<std::size_t>(got));
    digest.Update(chunk);
    scan.Take(chunk);
    if (!scan.is_binary()) disguises.Take(chunk);
  }
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ScanFiles(int folder, const Tree& tree,
                                                   std::string_view where, Findings& findings) {
  std::string buffer(kScanBytes, '\0');
  std::vector<std::string> digests;
  digests.reserve(tree.files.size());
  for (const TreeFile& file : tree.files) {
    const auto opened = OpenFileBeneath(folder, file.path);
    if (!opened.ok()) return absl::AbortedError("the file cannot be opened any more");
    SecretScan scan;
    DisguiseScan disguises;
    ASSIGN_OR_RETURN(std::string digest, ScanFile(*opened, buffer, scan, disguises));
    digests.push_back(std::move(digest));
    const std::string path = Concat({where, "/", Printable(file.path)});
    for (const Secret& secret : scan.Finish()) {
      Finding finding = ToFinding(secret, path, scan.is_binary());
      if (IsLive(secret.kind)) {
        findings.Violate(std::move(finding));
      } else {
        findings.Warn(std::move(finding));
      }
    }
    if (disguises.line() == 0 || scan.is_binary()) continue;
    findings.Warn({path, "", std::string(code::kTextHidden),
                   Concat({"A character that turns the direction of writing or cannot be seen "
                           "stands at line ",
                           std::to_string(disguises.line()), "."}),
                   disguises.line()});
  }
  return digests;
}

}  // namespace keys::ingestion
