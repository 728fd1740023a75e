#include "services/ingestion/domain/picture.h"

#include <boost/crc.hpp>

#include "services/ingestion/domain/codes.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kPngStart = "\x89PNG\r\n\x1a\n";
constexpr std::string_view kJpegStart = "\xff\xd8\xff";

PictureCheck Invalid(std::string_view detail) {
  return {.code = code::kPictureInvalid, .detail = detail};
}
constexpr std::string_view kDamaged = "The picture is damaged or cut off.";
constexpr std::string_view kBehind =
    "Something stands behind the picture's end, such as a second picture; save it anew without.";
constexpr std::string_view kMoves = "The picture is animated; screenshots stand still.";

std::uint32_t Byte(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t Big(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i)
    value = value << 8 | Byte(bytes, at + static_cast<std::size_t>(i));
  return value;
}
std::uint32_t Little(std::string_view bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = count; i-- > 0;) value = value << 8 | Byte(bytes, at + static_cast<std::size_t>(i));
  return value;
}

std::uint32_t Crc(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

// Checks PNG (ISO/IEC 15948): chunks of length, type, data and CRC, from IHDR to IEND.
PictureCheck CheckPng(std::string_view bytes) {
  PictureCheck picture{.ending = "png"};
  bool has_pixels = false;
  bytes.remove_prefix(kPngStart.size());
  for (bool is_first = true; bytes.size() >= 12; is_first = false) {
    const std::size_t length = Big(bytes, 0, 4);
    if (length > bytes.size() - 12) return Invalid(kDamaged);
    const std::string_view type = bytes.substr(4, 4);
    if (Crc(bytes.substr(4, 4 + length)) != Big(bytes, 8 + length, 4)) return Invalid(kDamaged);
    if (is_first != (type == "IHDR") || (is_first && length != 13)) return Invalid(kDamaged);
    if (is_first) {
      picture.width = Big(bytes, 8, 4);
      picture.height = Big(bytes, 12, 4);
    }
    if (type == "acTL") return Invalid(kMoves);
    has_pixels = has_pixels || type == "IDAT";
    bytes.remove_prefix(12 + length);
    if (type == "IEND") return has_pixels && bytes.empty() ? picture : Invalid(kDamaged);
  }
  return Invalid(kDamaged);
}

// Whether the marker is a frame header of JPEG: SOF0 to SOF15 without DHT, JPG and DAC, which lie
// between them.
bool IsJpegFrame(std::uint32_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// Finds the first marker behind the compressed pixels that begin at `at`. Returns the size of
// `bytes` when there is none.
std::size_t EndOfScan(std::string_view bytes, std::size_t at) {
  for (; at + 1 < bytes.size(); ++at) {
    if (Byte(bytes, at) != 0xff) continue;
    const std::uint32_t next = Byte(bytes, at + 1);
    const bool is_pixel = next == 0x00 || (next >= 0xd0 && next <= 0xd7);  // stuffed, or a restart
    if (!is_pixel && next != 0xff) return at;
  }
  return bytes.size();
}

// Checks JPEG (ITU-T T.81): segments of marker and length, scans with pixels, and EOI as the last
// bytes.
PictureCheck CheckJpeg(std::string_view bytes) {
  PictureCheck picture{.ending = "jpg"};
  bool has_pixels = false;
  std::size_t at = 2;
  while (at + 2 <= bytes.size()) {
    if (Byte(bytes, at) != 0xff) return Invalid(kDamaged);
    const std::uint32_t marker = Byte(bytes, at + 1);
    if (marker == 0xff) {  // fill
      ++at;
      continue;
    }
    if (marker == 0xd9) return has_pixels && at + 2 == bytes.size() ? picture : Invalid(kBehind);
    const std::size_t length = at + 4 <= bytes.size() ? Big(bytes, at + 2, 2) : 0;
    if (length < 2 || length > bytes.size() - at - 2) return Invalid(kDamaged);
    if (IsJpegFrame(marker)) {
      // Decoders go by the first size, so a second one may not be what is checked here.
      if (length < 8 || picture.width > 0) return Invalid(kDamaged);
      picture.height = Big(bytes, at + 5, 2);
      picture.width = Big(bytes, at + 7, 2);
    }
    at += 2 + length;
    if (marker != 0xda) continue;
    if (picture.width == 0) return Invalid(kDamaged);
    has_pixels = true;
    at = EndOfScan(bytes, at);
  }
  return Invalid(kDamaged);
}

// Reads the size from the first bytes of the picture's own data (RFC 9649 §2.5 and §2.6).
void ReadWebpFrame(std::string_view type, std::string_view data, PictureCheck& picture) {
  if (type == "VP8 " && data.size() >= 10 && data.substr(3, 3) == "\x9d\x01\x2a") {
    picture.width = Little(data, 6, 2) & 0x3fff;
    picture.height = Little(data, 8, 2) & 0x3fff;
  } else if (type == "VP8L" && data.size() >= 5 && data[0] == '\x2f') {
    const std::uint32_t bits = Little(data, 1, 4);
    picture.width = (bits & 0x3fff) + 1;
    picture.height = (bits >> 14 & 0x3fff) + 1;
  }
}

// Checks WebP (RFC 9649): a RIFF file of chunks, one of which is the picture.
PictureCheck CheckWebp(std::string_view bytes) {
  PictureCheck picture{.ending = "webp"};
  if (Little(bytes, 4, 4) != bytes.size() - 8) return Invalid(kDamaged);
  bytes.remove_prefix(12);
  while (bytes.size() >= 8) {
    const std::size_t length = Little(bytes, 4, 4);
    if (length > bytes.size() - 8) return Invalid(kDamaged);
    const std::string_view type = bytes.substr(0, 4);
    if (type == "ANIM" || type == "ANMF") return Invalid(kMoves);
    const bool is_frame = type == "VP8 " || type == "VP8L";
    if (is_frame && picture.width > 0) return Invalid(kDamaged);
    ReadWebpFrame(type, bytes.substr(8, length), picture);
    const std::size_t padded = length + length % 2;
    if (padded > bytes.size() - 8) return Invalid(kDamaged);
    bytes.remove_prefix(8 + padded);
  }
  return bytes.empty() && picture.width > 0 ? picture : Invalid(kDamaged);
}

bool IsWebp(std::string_view bytes) {
  return bytes.size() >= 20 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

PictureCheck CheckByStart(std::string_view bytes) {
  if (bytes.starts_with(kPngStart)) return CheckPng(bytes);
  if (bytes.starts_with(kJpegStart)) return CheckJpeg(bytes);
  if (IsWebp(bytes)) return CheckWebp(bytes);
  return Invalid("The file is no PNG, JPEG or WebP picture. SVG and other types are not shown.");
}

}  // namespace

PictureCheck CheckPicture(std::string_view bytes) {
  if (bytes.size() > kMaxPictureBytes) {
    return {.code = code::kPictureTooLarge, .detail = "A picture has at most 2 MiB."};
  }
  PictureCheck picture = CheckByStart(bytes);
  if (!picture.code.empty()) return picture;
  if (picture.width < kMinPictureSide || picture.height < kMinPictureSide) {
    return Invalid("A picture has at least 32 pixels on each side.");
  }
  const std::uint64_t pixels = std::uint64_t{picture.width} * picture.height;
  if (picture.width > kMaxPictureSide || picture.height > kMaxPictureSide ||
      pixels > kMaxPicturePixels) {
    return {.code = code::kPictureTooLarge,
            .detail = "A picture has at most 8192 pixels on each side and 24 million in all."};
  }
  return picture;
}

}  // namespace keys::ingestion
