// Small files for tests that are pictures by their structure.
#pragma once

#include <boost/crc.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace keys::ingestion {

inline std::string BigEndian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes; i-- > 0;) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}
inline std::string LittleEndian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
  return text;
}

inline std::string PngChunk(const std::string& type, const std::string& data) {
  boost::crc_32_type crc;
  crc.process_bytes(type.data(), type.size());
  crc.process_bytes(data.data(), data.size());
  return BigEndian(static_cast<std::uint32_t>(data.size()), 4) + type + data +
         BigEndian(crc.checksum(), 4);
}

// `more` has chunks between header and pixels.
inline std::string Png(std::uint32_t width, std::uint32_t height, const std::string& more = "") {
  const std::string header =
      BigEndian(width, 4) + BigEndian(height, 4) + std::string("\x08\x02\0\0\0", 5);
  return "\x89PNG\r\n\x1a\n" + PngChunk("IHDR", header) + more + PngChunk("IDAT", "pixels") +
         PngChunk("IEND", "");
}

inline std::string Jpeg(std::uint32_t width, std::uint32_t height) {
  const std::string frame = BigEndian(height, 2) + BigEndian(width, 2);
  return std::string("\xff\xd8\xff\xe0\0\x04JF\xff\xff\xc2\0\x0b\x08", 14) + frame +
         std::string("\x01\x11\x22\0\xff\xda\0\x03\x01scan\xff\xd9", 15);
}

inline std::string Riff(const std::string& chunks) {
  return "RIFF" + LittleEndian(static_cast<std::uint32_t>(chunks.size() + 4), 4) + "WEBP" + chunks;
}
inline std::string RiffChunk(const std::string& type, const std::string& data) {
  return type + LittleEndian(static_cast<std::uint32_t>(data.size()), 4) + data +
         std::string(data.size() % 2, '\0');
}
inline std::string Webp(std::uint32_t width, std::uint32_t height) {
  return Riff(RiffChunk("VP8 ", std::string("\0\0\0\x9d\x01\x2a", 6) + LittleEndian(width, 2) +
                                    LittleEndian(height, 2) + "pixels."));
}
inline std::string WebpLossless(std::uint32_t width, std::uint32_t height) {
  return Riff(
      RiffChunk("VP8L", "\x2f" + LittleEndian((width - 1) | (height - 1) << 14, 4) + "pixels"));
}

}  // namespace keys::ingestion
