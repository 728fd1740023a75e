#include "services/ingestion/assets/file_scan.h"

#include <unistd.h>

#include <cerrno>
#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/ingestion/assets/file_name.h"
#include "services/ingestion/domain/secret_scan.h"

namespace keys::ingestion {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

Finding ToFinding(const Secret& secret, const std::string& file, bool is_binary) {
  std::string_view code = code::kSecretLiveToken;
  std::string_view advice = "take it out, and withdraw it where it was made";
  if (secret.kind == SecretKind::kPrivateKey) code = code::kSecretPrivateKey;
  if (!IsLive(secret.kind)) {
    code = code::kSecretSuspected;
    advice = "make sure that its secret is not shipped";
  }
  // Lines of a binary file mean nothing.
  const std::string place = is_binary ? Concat({"byte ", std::to_string(secret.offset)})
                                      : Concat({"line ", std::to_string(secret.line)});
  return {file, "", std::string(code),
          Concat({NameOf(secret.kind), " stands at ", place, "; ", advice, "."}),
          is_binary ? 0 : secret.line};
}

absl::Status ScanFile(const Descriptor& file, std::string& buffer, SecretScan& scan) {
  while (true) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::AbortedError("the file cannot be read");
    if (got == 0) return absl::OkStatus();
    scan.Take(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
  }
}

}  // namespace

absl::Status ScanForSecrets(int folder, const Tree& tree, std::string_view where,
                            Findings& findings) {
  std::string buffer(kReadBytes, '\0');
  for (const TreeFile& file : tree.files) {
    const auto opened = OpenFileBeneath(folder, file.path);
    if (!opened.ok()) return absl::AbortedError("the file cannot be opened any more");
    SecretScan scan;
    RETURN_IF_ERROR(ScanFile(*opened, buffer, scan));
    const std::string path = Concat({where, "/", Printable(file.path)});
    for (const Secret& secret : scan.Finish()) {
      Finding finding = ToFinding(secret, path, scan.is_binary());
      if (IsLive(secret.kind)) {
        findings.Violate(std::move(finding));
      } else {
        findings.Warn(std::move(finding));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace keys::ingestion
