// The fuzz targets: each reads untrusted bytes through the public function that reads them in the
// product, and aborts (CHECK_THAT) when what came back breaks a promise. Never a crash, a leak, a
// sanitizer's report, or an answer that two readers would take two ways.
//
//   KEYS_FUZZ_TARGET=json build/fuzz/bin/keys-fuzz tests/fuzz/corpus/json      libFuzzer
//   build/release/bin/fuzz_replay tests/fuzz/corpus                            every seed, with g++
//
// Pure but for zip, which works in a folder of its own. Not thread-safe.
#pragma once

#include <span>
#include <string_view>

namespace keys::fuzz {

// The head of a request, then its body in chunks.
void HttpRequest(std::string_view input);
// "METHOD /path?query", line end, body: path table and binder over all real routes.
void Bind(std::string_view input);
// A JSON body for one of the routes that take one, chosen by the first byte.
void Json(std::string_view input);
// Stripe's form bodies: ours written and the sandbox's read.
void Form(std::string_view input);
// A bearer token as it is, and one made of three lines: header, claims, signature.
void Token(std::string_view input);
void KeySet(std::string_view input);
// The value of a field: a list of entity tags, a Host.
void Fields(std::string_view input);
// "Stripe-Signature", line end, body.
void Signature(std::string_view input);
void Cursor(std::string_view input);
void Link(std::string_view input);
// The Range field, line end, the size.
void Range(std::string_view input);
// A manifest or another text of an assets folder, chosen by the first byte.
void Manifest(std::string_view input);
// File names, one a line, made into a folder and an archive.
void Zip(std::string_view input);
// A screenshot: PNG, JPEG or WebP.
void Picture(std::string_view input);
// Version or range, line end, version.
void SemVer(std::string_view input);
void License(std::string_view input);

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};
std::span<const Target> Targets();

// `input` up to its first line end, and what follows it.
struct Lines {
  std::string_view first;
  std::string_view rest;
};
inline Lines SplitLine(std::string_view input) {
  const size_t end = input.find('\n');
  if (end == std::string_view::npos) return {input, {}};
  return {input.substr(0, end), input.substr(end + 1)};
}

}  // namespace keys::fuzz
