// A small storefront in the form that its build writes, in a folder that is deleted at the end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace keys::gateway {

class BuiltStorefront {
 public:
  static constexpr char kShell[] =
      "<!doctype html><html lang=\"en\"><head><!--keys:head--></head><body><div id=\"app\">"
      "<!--keys:body--></div><!--keys:data--></body></html>";

  BuiltStorefront() {
    path_ = (std::filesystem::temp_directory_path() / "keys-web-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no folder for the test");
    Put("index.html", kShell);
  }
  ~BuiltStorefront() { std::filesystem::remove_all(path_); }
  BuiltStorefront(const BuiltStorefront&) = delete;
  BuiltStorefront& operator=(const BuiltStorefront&) = delete;

  void Put(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path file = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace keys::gateway
