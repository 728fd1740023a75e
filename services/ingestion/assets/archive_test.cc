#include "services/ingestion/assets/archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zip.h>

#include <catch2/catch.hpp>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "services/ingestion/assets/testing/scratch_folder.h"

namespace keys::ingestion {
namespace {

struct SampleFile {
  const char* path;
  const char* text;
  mode_t mode;
};
const std::vector<SampleFile> kSample = {
    {"key.json", "{\"slug\":\"sample\"}\n", 0644}, {"src/run.sh", "#!/bin/sh\necho hi\n", 0755},
    {"src/a.ts", "export const a = 1;\n", 0600},   {".env.example", "KEY=\n", 0640},
    {"docs/größe.md", "# Größe\n", 0444},          {"empty", "", 0644},
};

absl::StatusOr<Archive> ArchiveOf(const ScratchFolder& scratch, const std::string& target) {
  const auto root = OpenRoot(scratch.path());
  Findings findings;
  const Tree tree = WalkTree(root->get(), "x", findings);
  REQUIRE(findings.ok());
  auto archive = WriteArchive(root->get(), tree, target);
  if (archive.ok()) CHECK(archive->size_bytes == tree.archive_bytes);
  return archive;
}

// The digest is fixed here, so that another libzip or a change of how archives are written does not
// go unnoticed: a published version's digest must never change.
constexpr char kGolden[] = "7761a96ecffd0950c0378fe46891ce89c0a73e9d8f68e2db12dfd189d540638f";

TEST_CASE("one tree has one digest, whatever the machine it is archived on") {
  ScratchFolder out;
  ScratchFolder first;
  for (const SampleFile& file : kSample) first.Write(file.path, file.text, file.mode);
  const auto one = ArchiveOf(first, out.At("one.zip"));
  REQUIRE(one.ok());
  CHECK(one->sha256_hex == kGolden);

  const mode_t old_mask = ::umask(0077);
  ::setenv("TZ", "Asia/Kolkata", 1);
  ::tzset();
  std::setlocale(LC_ALL, "C.UTF-8");
  ScratchFolder second;
  for (auto file = kSample.rbegin(); file != kSample.rend(); ++file) {
    second.Write(file->path, file->text, (file->mode & 0100) != 0 ? 0700 : 0600);
  }
  std::filesystem::last_write_time(
      second.At("key.json"),
      std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 365 * 20));
  const auto two = ArchiveOf(second, out.At("two.zip"));
  ::umask(old_mask);
  ::unsetenv("TZ");
  ::tzset();
  std::setlocale(LC_ALL, "C");
  REQUIRE(two.ok());
  CHECK(two->sha256_hex == kGolden);
}

TEST_CASE("any other byte, name or x bit is another digest") {
  ScratchFolder out;
  const auto digest = [&](const char* path, const char* text, mode_t mode) {
    ScratchFolder scratch;
    scratch.Write("key.json", "{}");
    scratch.Write(path, text, mode);
    return ArchiveOf(scratch, out.At("x.zip"))->sha256_hex;
  };
  const std::string base = digest("a", "1", 0644);
  CHECK(digest("a", "1", 0604) == base);
  CHECK(digest("a", "2", 0644) != base);
  CHECK(digest("b", "1", 0644) != base);
  CHECK(digest("a", "1", 0744) != base);
}

TEST_CASE("entries are stored, dated 1980 and have no extra fields") {
  ScratchFolder out;
  ScratchFolder scratch;
  for (const SampleFile& file : kSample) scratch.Write(file.path, file.text, file.mode);
  REQUIRE(ArchiveOf(scratch, out.At("x.zip")).ok());
  int code = 0;
  zip_t* zip = zip_open(out.At("x.zip").c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
  REQUIRE(zip != nullptr);
  REQUIRE(zip_get_num_entries(zip, 0) == static_cast<zip_int64_t>(kSample.size()));
  std::string previous;
  for (zip_uint64_t i = 0; i < kSample.size(); ++i) {
    zip_stat_t status;
    REQUIRE(zip_stat_index(zip, i, 0, &status) == 0);
    INFO(status.name);
    CHECK(previous < status.name);
    previous = status.name;
    CHECK(status.comp_method == ZIP_CM_STORE);
    CHECK(zip_file_extra_fields_count(zip, i, ZIP_FL_CENTRAL) == 0);
    CHECK(zip_file_extra_fields_count(zip, i, ZIP_FL_LOCAL) == 0);
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    REQUIRE(zip_file_get_external_attributes(zip, i, 0, &system, &attributes) == 0);
    CHECK(system == ZIP_OPSYS_UNIX);
    CHECK((attributes >> 16U) == (previous == "src/run.sh" ? 0100755U : 0100644U));
  }
  zip_discard(zip);
}

TEST_CASE("a file that changed since the walk stops the archive") {
  ScratchFolder out;
  ScratchFolder scratch;
  scratch.Write("a", "12345");
  const auto root = OpenRoot(scratch.path());
  Findings findings;
  const Tree tree = WalkTree(root->get(), "x", findings);
  scratch.Write("a", "1234");
  CHECK(absl::IsAborted(WriteArchive(root->get(), tree, out.At("x.zip")).status()));
  std::filesystem::remove(scratch.At("a"));
  std::filesystem::create_symlink("/etc/passwd", scratch.At("a"));
  CHECK(absl::IsAborted(WriteArchive(root->get(), tree, out.At("x.zip")).status()));
  CHECK_FALSE(std::filesystem::exists(out.At("x.zip")));
  CHECK(absl::IsUnavailable(WriteArchive(root->get(), {}, "/nowhere/x.zip").status()));
}

}  // namespace
}  // namespace keys::ingestion
