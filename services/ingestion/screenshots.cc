#include "services/ingestion/screenshots.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "services/ingestion/assets/tree.h"
#include "services/ingestion/domain/file_lookup.h"
#include "services/ingestion/domain/formats.h"
#include "services/ingestion/domain/picture.h"

namespace keys::ingestion {
namespace {

class Reading {
 public:
  Reading(int folder, const std::string& file, Findings& findings)
      : folder_(folder), file_(file), findings_(findings) {}

  void Screenshot(const Json& screenshot, const std::string& pointer,
                  const std::vector<std::string>& files) {
    const std::string_view named = format::WithoutDotSlash(screenshot.FindText("path"));
    const std::string path(FindFile(files, named).value_or(named));
    const PictureCheck wrong = Take(path, screenshot.FindText("alt"));
    if (wrong.code.empty()) return;
    findings_.Violate({file_, ChildPointer(pointer, "path"), std::string(wrong.code),
                       Concat({"\"", Shortened(path, 200), "\": ", wrong.detail})});
  }
  void Cover(std::string_view path, std::string_view title) {
    const PictureCheck wrong = Take(path, Concat({"Cover of ", title}));
    if (wrong.code.empty()) return;
    findings_.Warn(
        {file_, "/assets/cover", std::string(code::kCoverNotShown), std::string(wrong.detail)});
  }
  Screenshots Found() { return std::move(found_); }

 private:
  // Returns a check without a code when the picture was taken.
  PictureCheck Take(std::string_view path, std::string_view alt) {
    // One byte more than allowed is read to see that the file is too large.
    auto read = ReadFileBeneath(folder_, path, kMaxPictureBytes + 1);
    if (!read.ok()) {
      return {.code = code::kPictureInvalid, .detail = "The file cannot be read."};
    }
    const PictureCheck checked = CheckPicture(read->text);
    if (!checked.code.empty()) return checked;
    std::string sha256 = crypto::Sha256Hex(read->text);
    catalog::v1::AssetPicture& picture = found_.shown.emplace_back();
    picture.set_object_path(Concat({"screenshots/", sha256, ".", checked.ending}));
    picture.set_alt(std::string(alt));
    picture.set_width(static_cast<int>(checked.width));
    picture.set_height(static_cast<int>(checked.height));
    auto& known = found_.bytes;
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const PictureBytes& other) {
      return other.sha256 == sha256;
    });
    if (!is_known) {
      known.push_back({picture.object_path(), std::move(sha256), std::move(read->text)});
    }
    return checked;
  }

  const int folder_;
  const std::string& file_;
  Findings& findings_;
  Screenshots found_;
};

}  // namespace

Screenshots ReadScreenshots(int folder, const Json& manifest, const std::string& file,
                            const std::vector<std::string>& files, Findings& findings) {
  Reading reading(folder, file, findings);
  if (const Json* screenshots = manifest.Find("screenshots"); screenshots != nullptr) {
    for (std::size_t i = 0; i < screenshots->items().size(); ++i) {
      reading.Screenshot(screenshots->items()[i], ChildPointer("/screenshots", i), files);
    }
  }
  const Json* assets = manifest.Find("assets");
  const std::string_view named = assets == nullptr ? "" : assets->FindText("cover");
  // A missing file has a warning of its own.
  if (const auto cover = FindFile(files, format::WithoutDotSlash(named)); cover.has_value()) {
    reading.Cover(*cover, manifest.FindText("title"));
  }
  return reading.Found();
}

}  // namespace keys::ingestion
