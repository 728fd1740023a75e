// What a picture file is, judged by its bytes and never by its name: PNG, JPEG or WebP, whole,
// still, and within limits. The structure is read, the pixels are not decoded. Pure; thread-safe.
//
//   const PictureCheck picture = CheckPicture(bytes);
//   if (picture.code.empty()) Show(picture.ending, picture.width, picture.height);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace keys::ingestion {

inline constexpr std::size_t kMaxPictureBytes = 2 * 1024 * 1024;
// Of either side, in pixels.
inline constexpr std::uint32_t kMinPictureSide = 32;
inline constexpr std::uint32_t kMaxPictureSide = 8192;
// What a browser needs four bytes each for.
inline constexpr std::uint64_t kMaxPicturePixels = 24'000'000;

struct PictureCheck {
  // PICTURE_INVALID or PICTURE_TOO_LARGE with a sentence, else both empty.
  std::string_view code;
  std::string_view detail;
  // png, jpg or webp.
  std::string_view ending;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

PictureCheck CheckPicture(std::string_view bytes);

}  // namespace keys::ingestion
