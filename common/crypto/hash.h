// SHA-256 and HMAC-SHA-256.
//
//   const std::string digest = crypto::Sha256Hex(bytes);
//   crypto::Sha256Stream stream;  stream.Update(chunk);  std::string hex = stream.FinishHex();
//   const std::string mac = crypto::HmacSha256(key, message);  // compare with ConstantTimeEqual
//
// Raw results are 32 bytes, hexadecimal ones 64 lower-case digits. Functions are pure and
// thread-safe; a stream belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace keys::crypto {

std::string Sha256(std::string_view bytes);
std::string Sha256Hex(std::string_view bytes);
std::string HmacSha256(std::string_view key, std::string_view message);

class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Update(std::string_view bytes);
  // May be called once, as the last call.
  std::string Finish();
  std::string FinishHex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace keys::crypto
