#include "services/ingestion/assets/tree.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "services/ingestion/assets/file_name.h"
#include "services/ingestion/assets/testing/scratch_folder.h"
#include "services/ingestion/domain/codes.h"

namespace keys::ingestion {
namespace {

struct Walked {
  Tree tree;
  Findings findings;

  std::set<std::string> Codes() const {
    std::set<std::string> codes;
    for (const Finding& f : findings.violations()) codes.insert(f.code + " " + f.file);
    return codes;
  }
};

Walked Walk(const ScratchFolder& scratch) {
  Walked walked;
  const auto root = OpenRoot(scratch.path());
  REQUIRE(root.ok());
  walked.tree = WalkTree(root->get(), "f/x", walked.findings);
  return walked;
}

TEST_CASE("files are found sorted by bytes, hidden ones too, empty folders not") {
  ScratchFolder scratch;
  scratch.Write("b.txt", "two");
  scratch.Write("a/z.sh", "#!", 0700);
  scratch.Write("a-b", "");
  scratch.Write("B", "1");
  scratch.Write(".hidden/.file", "h");
  std::filesystem::create_directories(scratch.At("empty/er"));
  const Walked walked = Walk(scratch);
  CHECK(walked.findings.ok());
  CHECK(walked.tree.Paths() ==
        std::vector<std::string>{".hidden/.file", "B", "a-b", "a/z.sh", "b.txt"});
  CHECK(walked.tree.files[3].is_executable);
  CHECK_FALSE(walked.tree.files[4].is_executable);
  CHECK(walked.tree.files[4].size == 3);
}

TEST_CASE("links, devices and names that mean something else are all reported") {
  ScratchFolder scratch;
  scratch.Write("ok", "1");
  std::filesystem::create_symlink("/etc/passwd", scratch.At("link"));
  std::filesystem::create_directory_symlink("/etc", scratch.At("folder-link"));
  std::filesystem::create_symlink("nowhere", scratch.At("dangling"));
  REQUIRE(::mkfifo(scratch.At("pipe").c_str(), 0600) == 0);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  scratch.At("socket").copy(address.sun_path, sizeof(address.sun_path) - 1);
  REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  ::close(fd);
  scratch.Write("bell\a", "");
  scratch.Write("new\nline", "");
  scratch.Write("latin\xE9", "");
  scratch.Write("..\\up", "");
  scratch.Write("sub/Readme", "");
  scratch.Write("sub/README", "");
  scratch.Write("Ärger/a", "");
  scratch.Write("ärger/b", "");
  CHECK(Walk(scratch).Codes() ==
        std::set<std::string>{
            "SYMLINK f/x/link", "SYMLINK f/x/folder-link", "SYMLINK f/x/dangling",
            "SPECIAL_FILE f/x/pipe", "SPECIAL_FILE f/x/socket", "NAME_CONTROL_CHARACTER f/x/bell?",
            "NAME_CONTROL_CHARACTER f/x/new?line", "NAME_INVALID_UTF8 f/x/latin?",
            "NAME_UNSAFE f/x/..\\up", "CASE_CLASH f/x/sub/Readme", "CASE_CLASH f/x/ärger"});
}

TEST_CASE("a folder is refused past its size, number of files, depth and path length") {
  ScratchFolder large;
  large.Write("a", "");
  std::filesystem::resize_file(large.At("a"), kMaxArchiveBytes - 100);
  CHECK(Walk(large).Codes() == std::set<std::string>{});
  CHECK(Walk(large).tree.archive_bytes == kMaxArchiveBytes);
  std::filesystem::resize_file(large.At("a"), kMaxArchiveBytes - 99);
  CHECK(Walk(large).Codes() == std::set<std::string>{"FOLDER_TOO_LARGE f/x"});
  std::filesystem::resize_file(large.At("a"), 1LL << 40);
  large.Write("b", "");
  std::filesystem::resize_file(large.At("b"), 1LL << 40);
  CHECK(Walk(large).Codes() == std::set<std::string>{"FOLDER_TOO_LARGE f/x"});

  ScratchFolder many;
  for (std::size_t i = 0; i < kMaxFiles; ++i) many.Write("d/" + std::to_string(i), "");
  CHECK(Walk(many).findings.ok());
  many.Write("one-more", "");
  CHECK(Walk(many).Codes() == std::set<std::string>{"FOLDER_TOO_MANY_FILES f/x"});

  ScratchFolder deep;
  std::string path;
  for (int i = 0; i < kMaxFolderDepth; ++i) path += "d/";
  deep.Write(path + "file", "");
  CHECK(Walk(deep).findings.ok());
  deep.Write(path + "d/file", "");
  CHECK(Walk(deep).findings.violations()[0].code == code::kFolderTooDeep);

  ScratchFolder wide;
  std::string parts;
  for (int i = 0; i < 5; ++i) parts += std::string(250, 'p') + "/";
  wide.Write(parts + "file", "");
  CHECK(Walk(wide).findings.violations()[0].code == code::kPathTooLong);
}

// Root can read every file, so the test runs as another user.
TEST_CASE("a file that cannot be read is reported") {
  ScratchFolder scratch;
  scratch.Write("secret", "x", 0000);
  scratch.Write("open", "x");
  std::filesystem::create_directory(scratch.At("closed"));
  ::chmod(scratch.At("closed").c_str(), 0000);
  ::chmod(scratch.path().c_str(), 0755);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    const std::set<std::string> expected = {"UNREADABLE f/x/secret", "UNREADABLE f/x/closed"};
    Findings findings;
    const auto root = OpenRoot(scratch.path());
    if (!root.ok()) ::_exit(3);
    Walked walked;
    walked.tree = WalkTree(root->get(), "f/x", walked.findings);
    ::_exit(walked.Codes() == expected ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WEXITSTATUS(status) == 0);
  ::chmod(scratch.At("closed").c_str(), 0700);
}

TEST_CASE("a family's folder lists folders and reports what stands in their place") {
  ScratchFolder scratch;
  scratch.Write("README.md", "for people");
  scratch.Write("b/key.json", "{}");
  scratch.Write("a/key.json", "{}");
  scratch.Write(".git/config", "");
  std::filesystem::create_directory_symlink("a", scratch.At("link"));
  const auto root = OpenRoot(scratch.path());
  const auto entries = ListFolders(root->get());
  REQUIRE(entries.ok());
  REQUIRE(entries->size() == 3);
  CHECK((*entries)[0].name == "a");
  CHECK((*entries)[2].code == code::kSymlink);
  CHECK_FALSE(OpenFolderAt(root->get(), "link").ok());
  CHECK(absl::IsNotFound(OpenFolderAt(root->get(), "none").status()));
}

TEST_CASE("files are read from below the folder only, and no more than asked") {
  ScratchFolder scratch;
  scratch.Write("a/b/file", "0123456789");
  std::filesystem::create_directory_symlink("a", scratch.At("link"));
  const auto root = OpenRoot(scratch.path());
  const auto read = [&](std::string_view path) {
    return ReadFileBeneath(root->get(), path, 4).status().code();
  };
  const auto file = ReadFileBeneath(root->get(), "a/b/file", 4);
  REQUIRE(file.ok());
  CHECK(file->text == "0123");
  CHECK(file->is_cut);
  CHECK_FALSE(ReadFileBeneath(root->get(), "a/b/file", 10)->is_cut);
  CHECK(read("link/b/file") == absl::StatusCode::kFailedPrecondition);
  CHECK(read("a/../../etc/passwd") == absl::StatusCode::kFailedPrecondition);
  CHECK(read("a/b") == absl::StatusCode::kFailedPrecondition);
  CHECK(read("a/none") == absl::StatusCode::kNotFound);
}

TEST_CASE("names that are one name elsewhere clash, in every script and normal form") {
  ScratchFolder scratch;
  for (const char* name : {"cafe\u0301.md", "caf\u00e9.md", "\u1e60a.md", "\u1e61a.md", "\u0532.md",
                           "\u0562.md", "\u00c5/x", "A\u030a/y"}) {
    scratch.Write(name, "");
  }
  CHECK(Walk(scratch).Codes() ==
        std::set<std::string>{"CASE_CLASH f/x/caf\u00e9.md", "CASE_CLASH f/x/\u1e61a.md",
                              "CASE_CLASH f/x/\u0562.md", "CASE_CLASH f/x/\u00c5"});
}

}  // namespace
}  // namespace keys::ingestion
