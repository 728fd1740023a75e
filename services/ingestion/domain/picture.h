// Judges a picture file by its bytes and never by its name. It must be a PNG, JPEG or WebP,
// complete, not animated, and within limits. The structure is read, the pixels are not decoded.
// Pure; thread-safe.
//
//   const PictureCheck picture = CheckPicture(bytes);
//   if (picture.code.empty()) Show(picture.ending, picture.width, picture.height);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace keys::ingestion {

inline constexpr std::size_t kMaxPictureBytes = 2 * 1024 * 1024;
// The limits of either side in pixels.
inline constexpr std::uint32_t kMinPictureSide = 32;
inline constexpr std::uint32_t kMaxPictureSide = 8192;
// The most pixels. A browser needs four bytes for each.
inline constexpr std::uint64_t kMaxPicturePixels = 24'000'000;

struct PictureCheck {
  // PICTURE_INVALID or PICTURE_TOO_LARGE with a sentence, else both empty.
  std::string_view code;
  std::string_view detail;
  // The ending by type: png, jpg or webp.
  std::string_view ending;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

PictureCheck CheckPicture(std::string_view bytes);

}  // namespace keys::ingestion
