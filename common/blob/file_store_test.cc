#include "common/blob/file_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "common/blob/object_path.h"
#include "common/crypto/encode.h"
#include "common/crypto/hash.h"
#include "common/crypto/secure.h"

namespace keys::blob {
namespace {

namespace fs = std::filesystem;

constexpr char kPath[] = "keys/node/sample/1.0.0+build.5/key.zip";

class Folder {
 public:
  Folder()
      : path_(fs::temp_directory_path() /
              ("blob_test_" + crypto::HexEncode(crypto::RandomBytes(8)))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (path_ / name).string();
  }
  std::string root() const { return (path_ / "store").string(); }
  fs::path object(const std::string& path) const { return path_ / "store" / kBucket / path; }

 private:
  fs::path path_;
};

std::string ReadAll(ObjectStore& store, const std::string& path) {
  const auto reader = store.Open(path);
  REQUIRE(reader.ok());
  std::string bytes(static_cast<size_t>((*reader)->Size()), '\0');
  const auto got = (*reader)->ReadAt(0, absl::MakeSpan(bytes.data(), bytes.size()));
  REQUIRE(got.ok());
  CHECK(*got == bytes.size());
  return bytes;
}

size_t FilesBelow(const fs::path& folder) {
  size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) ++files;
  }
  return files;
}

TEST_CASE("what was put can be read, twice the same is once, other bytes replace") {
  const Folder folder;
  FileStore store(folder.root());
  CHECK(store.Open(kPath).status().code() == absl::StatusCode::kNotFound);
  const std::vector<std::string> contents = {"first", "first", std::string(600'000, 'x')};
  for (const std::string& bytes : contents) {
    REQUIRE(store.Put(kPath, folder.Write("in", bytes), crypto::Sha256Hex(bytes)).ok());
    CHECK(ReadAll(store, kPath) == bytes);
    CHECK(store.Head(kPath)->size_bytes == static_cast<int64_t>(bytes.size()));
    CHECK(FilesBelow(folder.root()) == 1);
  }
}

TEST_CASE("a reader shows any part and nothing behind the end") {
  const Folder folder;
  FileStore store(folder.root());
  REQUIRE(store.Put("a", folder.Write("in", "0123456789"), crypto::Sha256Hex("0123456789")).ok());
  const auto reader = store.Open("a");
  REQUIRE(reader.ok());
  char buffer[4];
  CHECK((*reader)->ReadAt(3, buffer).value() == 4);
  CHECK(std::string(buffer, 4) == "3456");
  CHECK((*reader)->ReadAt(8, buffer).value() == 2);
  CHECK((*reader)->ReadAt(10, buffer).value() == 0);
}

TEST_CASE("a reader keeps its bytes while the object is replaced") {
  const Folder folder;
  FileStore store(folder.root());
  REQUIRE(store.Put("a", folder.Write("in", "old"), crypto::Sha256Hex("old")).ok());
  const auto reader = store.Open("a");
  REQUIRE(store.Put("a", folder.Write("in", "newer"), crypto::Sha256Hex("newer")).ok());
  char buffer[3];
  CHECK((*reader)->ReadAt(0, buffer).value() == 3);
  CHECK(std::string(buffer, 3) == "old");
}

TEST_CASE("bytes with another digest than announced change nothing") {
  const Folder folder;
  FileStore store(folder.root());
  REQUIRE(store.Put("a/b", folder.Write("in", "good"), crypto::Sha256Hex("good")).ok());
  const absl::Status status = store.Put("a/b", folder.Write("in", "bad"), crypto::Sha256Hex("x"));
  CHECK(status.code() == absl::StatusCode::kDataLoss);
  CHECK(ReadAll(store, "a/b") == "good");
  CHECK(FilesBelow(folder.root()) == 1);
}

TEST_CASE("symbolic links are not followed, neither as folder nor as object") {
  const Folder folder;
  FileStore store(folder.root());
  const std::string secret = folder.Write("secret", "secret");
  REQUIRE(store.Put("a/b", folder.Write("in", "x"), crypto::Sha256Hex("x")).ok());
  fs::create_symlink(secret, folder.object("a/link"));
  fs::create_directory_symlink(fs::path(secret).parent_path(), folder.object("out"));
  CHECK(store.Open("a/link").status().code() == absl::StatusCode::kNotFound);
  CHECK(store.Open("out/secret").status().code() == absl::StatusCode::kNotFound);
  CHECK_FALSE(store.Put("out/new", folder.Write("in", "x"), crypto::Sha256Hex("x")).ok());
  CHECK_FALSE(fs::exists(fs::path(secret).parent_path() / "new"));
  REQUIRE(store.Put("a/link", folder.Write("in", "y"), crypto::Sha256Hex("y")).ok());
  CHECK(ReadAll(store, "a/link") == "y");
  CHECK(std::ifstream(secret).get() == 's');
}

TEST_CASE("folders and pipes are no objects") {
  const Folder folder;
  FileStore store(folder.root());
  REQUIRE(store.Put("a/b", folder.Write("in", "x"), crypto::Sha256Hex("x")).ok());
  REQUIRE(::mkfifo(folder.object("a/pipe").c_str(), 0600) == 0);
  CHECK(store.Open("a").status().code() == absl::StatusCode::kNotFound);
  CHECK(store.Open("a/pipe").status().code() == absl::StatusCode::kNotFound);
  CHECK(store.Open("a/b/c").status().code() == absl::StatusCode::kNotFound);
}

TEST_CASE("many writers of one object leave one whole object") {
  const Folder folder;
  FileStore store(folder.root());
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    const std::string bytes(100'000, static_cast<char>('a' + i));
    const std::string file = folder.Write("in" + std::to_string(i), bytes);
    writers.emplace_back([&store, file, bytes] {
      if (!store.Put(kPath, file, crypto::Sha256Hex(bytes)).ok()) std::abort();
    });
  }
  for (std::thread& writer : writers) writer.join();
  const std::string bytes = ReadAll(store, kPath);
  CHECK(bytes == std::string(100'000, bytes[0]));
  CHECK(FilesBelow(folder.root()) == 1);
}

TEST_CASE("a path cannot leave the bucket") {
  CHECK(SplitObjectPath("keys/node/x/1.0.0-rc.1+5/key.zip")->size() == 5);
  for (const std::string& path :
       {std::string(), std::string("/a"), std::string("a/"), std::string("a//b"), std::string(".."),
        std::string("a/../b"), std::string("a/./b"), std::string(".put-1"), std::string("a\\b"),
        std::string("a b"), std::string("a\0b", 3), std::string(201, 'a'),
        std::string("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q"), std::string("\xc3\xa4")}) {
    INFO(path);
    CHECK_FALSE(SplitObjectPath(path).ok());
  }
}

TEST_CASE("a storage is named by an absolute file URL") {
  CHECK(MakeObjectStore("file:///tmp/storage").ok());
  for (const char* url :
       {"", "file://", "file:///", "file://host/x", "/tmp", "s3://bucket", "file:///tmp/a%20b"}) {
    INFO(url);
    CHECK_FALSE(MakeObjectStore(url).ok());
  }
}

TEST_CASE("objects are listed in the order of their paths, and can be moved") {
  Folder folder;
  FileStore store(folder.root());
  CHECK(store.List("", "", 10)->empty());
  const std::string file = folder.Write("f", "bytes");
  for (const char* path : {"keys/b/x", "keys/a/x", "keys/a+/x", "other/x"}) {
    REQUIRE(store.Put(path, file, crypto::Sha256Hex("bytes")).ok());
  }
  std::ofstream(folder.object("keys/.put-left")) << "x";
  fs::create_symlink("b", folder.object("keys/link"));
  using Paths = std::vector<std::string>;
  CHECK(*store.List("keys/", "", 10) == Paths{"keys/a+/x", "keys/a/x", "keys/b/x"});
  CHECK(*store.List("keys/", "keys/a+/x", 1) == Paths{"keys/a/x"});
  CHECK(store.Move("keys/b/x", "aside/keys/b/x").ok());
  CHECK(absl::IsNotFound(store.Head("keys/b/x").status()));
  CHECK(ReadAll(store, "aside/keys/b/x") == "bytes");
  CHECK(absl::IsNotFound(store.Move("keys/b/x", "aside/y")));
  CHECK(absl::IsInvalidArgument(store.Move("keys/a/x", "../y")));
}

}  // namespace
}  // namespace keys::blob
