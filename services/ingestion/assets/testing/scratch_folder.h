// A folder for one test, removed at the end, with functions to fill it.
#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace keys::ingestion {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "keys-test-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return root_; }
  std::string At(std::string_view below) const { return root_ + "/" + std::string(below); }

  // Makes missing folders on the way.
  void Write(std::string_view below, std::string_view text, mode_t mode = 0644) const {
    const std::filesystem::path target = At(below);
    std::filesystem::create_directories(target.parent_path());
    std::ofstream(target, std::ios::binary) << text;
    ::chmod(target.c_str(), mode);
  }

 private:
  std::string root_;
};

}  // namespace keys::ingestion
