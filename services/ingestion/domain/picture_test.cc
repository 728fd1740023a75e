#include "services/ingestion/domain/picture.h"

#include <catch2/catch.hpp>

#include "services/ingestion/domain/testing/picture_samples.h"

namespace keys::ingestion {
namespace {

std::string Told(const std::string& bytes) {
  const PictureCheck picture = CheckPicture(bytes);
  if (!picture.code.empty()) return std::string(picture.code);
  return std::string(picture.ending) + " " + std::to_string(picture.width) + "x" +
         std::to_string(picture.height);
}

TEST_CASE("a picture's type and size are what its bytes say") {
  CHECK(Told(Png(1280, 720)) == "png 1280x720");
  CHECK(Told(Jpeg(640, 400)) == "jpg 640x400");
  CHECK(Told(Webp(800, 600)) == "webp 800x600");
  CHECK(Told(WebpLossless(801, 602)) == "webp 801x602");
  CHECK(Told(Riff(RiffChunk("VP8X", std::string(10, '\0')) + Webp(90, 60).substr(12))) ==
        "webp 90x60");
  CHECK(Told(Png(64, 64, PngChunk("tEXt", "Title"))) == "png 64x64");
}

TEST_CASE("what is no picture, moves, or runs in a browser is refused") {
  for (const std::string& bytes :
       {std::string(), std::string("\x89PNG"), std::string("GIF89a\x40\0\x40\0", 10),
        std::string("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"),
        std::string("<!doctype html><script>1</script>"), std::string("RIFF\x04\0\0\0WEBP", 12),
        Png(64, 64, PngChunk("acTL", "12345678")),
        Riff(RiffChunk("ANIM", "123456") + Webp(64, 64).substr(12)),
        // These have other bytes behind the picture.
        Png(64, 64) + "<script>1</script>", Jpeg(64, 64) + "PK\x03\x04", Webp(64, 64) + "xx"}) {
    INFO(bytes);
    CHECK(Told(bytes) == "PICTURE_INVALID");
  }
}

TEST_CASE("a JPEG is read to its end, through all of its scans") {
  const std::string one = Jpeg(64, 64);
  const std::string head = one.substr(0, one.size() - 2);
  const std::string scan = std::string("\xff\xda\0\x03\x01", 5) + "more";
  CHECK(Told(head + std::string("\xff\0\xff\xd0\xff\xff\xd9", 7)) == "jpg 64x64");
  CHECK(Told(head + "\xff\xc4" + std::string("\0\x03x", 3) + scan + "\xff\xd9") == "jpg 64x64");
  // A second end does not hide what stands between the two.
  CHECK(Told(one + "<script>1</script>\xff\xd9") == "PICTURE_INVALID");
  CHECK(Told(one + one) == "PICTURE_INVALID");
  // The size that is checked is the one that browsers draw.
  const std::string frame = one.substr(9, 13);
  REQUIRE(frame.substr(0, 2) == "\xff\xc2");
  CHECK(Told(one.substr(0, 9) + frame + one.substr(9)) == "PICTURE_INVALID");
  CHECK(Told(Riff(Webp(9000, 9000).substr(12) + Webp(64, 64).substr(12))) == "PICTURE_INVALID");
}

TEST_CASE("a picture that is cut off anywhere, or damaged, is refused") {
  for (const std::string& whole : {Png(64, 64), Jpeg(64, 64), Webp(64, 64), WebpLossless(64, 64)}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      INFO(size);
      CHECK(Told(whole.substr(0, size)) == "PICTURE_INVALID");
    }
  }
  std::string damaged = Png(64, 64);
  damaged[19] ^= 1;
  CHECK(Told(damaged) == "PICTURE_INVALID");
}

TEST_CASE("pictures have limits") {
  CHECK(Told(Png(32, 32)) == "png 32x32");
  CHECK(Told(Png(31, 64)) == "PICTURE_INVALID");
  CHECK(Told(Png(0, 64)) == "PICTURE_INVALID");
  CHECK(Told(Png(8192, 2929)) == "png 8192x2929");
  CHECK(Told(Png(8192, 2930)) == "PICTURE_TOO_LARGE");
  CHECK(Told(Png(8193, 64)) == "PICTURE_TOO_LARGE");
  CHECK(Told(Png(0xffffffff, 0xffffffff)) == "PICTURE_TOO_LARGE");
  const std::size_t rest = kMaxPictureBytes - Png(64, 64, PngChunk("tEXt", "")).size();
  CHECK(Told(Png(64, 64, PngChunk("tEXt", std::string(rest, 'x')))) == "png 64x64");
  CHECK(Told(Png(64, 64, PngChunk("tEXt", std::string(rest + 1, 'x')))) == "PICTURE_TOO_LARGE");
}

}  // namespace
}  // namespace keys::ingestion
