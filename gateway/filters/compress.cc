#include "gateway/filters/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdint>

#include "common/base/check.h"

namespace keys::gateway {
namespace {

// Higher levels make JSON a few percent shorter and take several times as long.
constexpr int kGzipLevel = 6;
constexpr int kBrotliQuality = 5;
// deflateInit2 takes this for the largest window with gzip's header instead of zlib's.
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kGzipMemoryLevel = 8;

std::string Gzip(std::string_view body) {
  z_stream stream{};
  CHECK_THAT(deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindowBits, kGzipMemoryLevel,
                          Z_DEFAULT_STRATEGY) == Z_OK,
             "zlib has memory for its state");
  std::string out(deflateBound(&stream, body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK_THAT(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib's bound is one");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Brotli(std::string_view body) {
  size_t size = BrotliEncoderMaxCompressedSize(body.size());
  std::string out(size, '\0');
  CHECK_THAT(BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                   body.size(), reinterpret_cast<const uint8_t*>(body.data()),
                                   &size, reinterpret_cast<uint8_t*>(out.data())) == BROTLI_TRUE,
             "Brotli's bound is one");
  out.resize(size);
  return out;
}

}  // namespace

std::optional<std::string> Compress(Coding coding, std::string_view body) {
  if (coding == Coding::kIdentity || body.size() < kLeastCompressedBytes ||
      body.size() > kMostCompressedBytes) {
    return std::nullopt;
  }
  std::string packed = coding == Coding::kGzip ? Gzip(body) : Brotli(body);
  if (packed.size() > body.size() / 2) return std::nullopt;
  packed.shrink_to_fit();
  return packed;
}

std::string_view NameOf(Coding coding) {
  switch (coding) {
    case Coding::kIdentity:
      return "";
    case Coding::kGzip:
      return "gzip";
    case Coding::kBrotli:
      return "br";
  }
  return "";
}

}  // namespace keys::gateway
