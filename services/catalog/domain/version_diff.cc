#include "services/catalog/domain/version_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "common/base/text.h"
#include "common/semver/version.h"
#include "services/catalog/domain/manifest_diff.h"

namespace keys::catalog {
namespace {

enum Severity { kNone, kPatch, kMinor, kMajor };
constexpr const char* kWords[] = {"none", "patch", "minor", "major"};

// Texts for readers, whose changes require no action.
bool IsProse(std::string_view pointer) {
  static const std::set<std::string_view> kProse = {"title",  "description",   "tags",
                                                    "author", "documentation", "sha256"};
  const std::string_view field = Split(pointer.substr(1), '/').front();
  return kProse.count(field) > 0;
}

// Whether the file is documentation or a test.
bool IsAside(std::string_view path) {
  for (const std::string_view ending : {".md", ".txt", ".html", ".png", ".svg"}) {
    if (path.ends_with(ending)) return true;
  }
  for (const std::string_view part : Split(path, '/')) {
    if (part == "docs" || part == "test" || part == "tests" || part == "__tests__") return true;
    if (part.find(".test.") != std::string_view::npos) return true;
  }
  return false;
}

Severity DiffFiles(const v1::AssetFiles& from, const v1::AssetFiles& to,
                   v1::VersionDiff::Files& shown) {
  std::map<std::string, const v1::AssetFile*> before;
  std::map<std::string, const v1::AssetFile*> after;
  for (const v1::AssetFile& file : from.files()) before[file.path()] = &file;
  for (const v1::AssetFile& file : to.files()) after[file.path()] = &file;
  Severity severity = kNone;
  for (const auto& [path, file] : before) {
    const auto other = after.find(path);
    if (other == after.end()) {
      shown.add_removed(path);
      severity = std::max(severity, IsAside(path) ? kPatch : kMajor);
    } else if (other->second->sha256() != file->sha256() || other->second->mode() != file->mode()) {
      shown.add_changed(path);
      severity = std::max(severity, kPatch);
    }
  }
  for (const auto& [path, file] : after) {
    if (before.count(path) > 0) continue;
    shown.add_added(path);
    severity = std::max(severity, IsAside(path) ? kPatch : kMinor);
  }
  return severity;
}

Severity DiffManifest(const VersionContent& from, const VersionContent& to, v1::VersionDiff& diff) {
  Severity severity = kNone;
  for (ManifestChange& change : DiffManifests(from.manifest, to.manifest)) {
    severity = std::max(severity, change.breaking           ? kMajor
                                  : IsProse(change.pointer) ? kPatch
                                                            : kMinor);
    v1::VersionDiff::Change* shown = diff.add_manifest();
    shown->set_pointer(std::move(change.pointer));
    shown->set_from(std::move(change.from));
    shown->set_to(std::move(change.to));
    shown->set_breaking(change.breaking);
  }
  return severity;
}

// SemVer promises nothing below 1.0.0, and npm takes a minor step there for a breaking one.
Severity Declared(const std::string& from, const std::string& to) {
  const auto before = semver::Version::Parse(from);
  const auto after = semver::Version::Parse(to);
  if (!before.ok() || !after.ok()) return kNone;
  if (before->major() != after->major()) return kMajor;
  const bool early = before->major() == 0;
  if (before->minor() != after->minor()) return early ? kMajor : kMinor;
  if (before->patch() != after->patch()) return early ? kMinor : kPatch;
  // Between pre-releases of one version anything may change.
  return Compare(*before, *after) == 0 ? kNone : kMajor;
}

}  // namespace

v1::VersionDiff DiffVersions(const VersionContent& from, const VersionContent& to) {
  v1::VersionDiff diff;
  diff.set_from(from.version);
  diff.set_to(to.version);
  diff.set_files_known(from.files.files_size() > 0 && to.files.files_size() > 0);
  v1::VersionDiff::Files& files = *diff.mutable_files();
  Severity severity = diff.files_known() ? DiffFiles(from.files, to.files, files) : kNone;
  severity = std::max(severity, DiffManifest(from, to, diff));
  const Severity declared = Declared(from.version, to.version);
  diff.set_severity(kWords[severity]);
  diff.set_declared(kWords[declared]);
  diff.set_honest(declared >= severity);
  return diff;
}

}  // namespace keys::catalog
