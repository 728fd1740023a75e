// Runs every target over its corpus, whole and spoilt, without libFuzzer: what was found once stays
// found, on every compiler.
//
//   fuzz_replay tests/fuzz/corpus [target]
//
// Spoilt: cut short, and with single bytes changed, drawn from KEYS_TEST_SEED. A target without
// seeds is an error. Ends by abort when a target's promise breaks; the last line then names the
// input.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

namespace {

// The number of changes of each kind for each seed. The fast suite has some seconds for all of
// them.
constexpr int kSpoilt = 40;

const char* running = "";

void NameTheInput(int) {
  std::fprintf(stderr, "broken by %s or a spoilt copy of it\n", running);
  std::fflush(stdout);
}

std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string BytesOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Each run is a number of inputs.
int RunSeed(const keys::fuzz::Target& target, const std::string& seed, std::mt19937_64& draw) {
  target.run(seed);
  if (seed.empty()) return 1;
  for (int i = 0; i < kSpoilt; ++i) {
    target.run(std::string_view(seed).substr(0, draw() % seed.size()));
    std::string changed = seed;
    changed[draw() % changed.size()] = static_cast<char>(draw());
    target.run(changed);
  }
  return 1 + 2 * kSpoilt;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: fuzz_replay CORPUS_FOLDER [TARGET]\n");
    return 2;
  }
  const char* given = std::getenv("KEYS_TEST_SEED");
  const std::string text = given == nullptr ? "1" : given;
  std::printf("KEYS_TEST_SEED=%s\n", text.c_str());
  std::signal(SIGABRT, NameTheInput);
  int ran = 0;
  for (const keys::fuzz::Target& target : keys::fuzz::Targets()) {
    if (argc == 3 && target.name != argv[2]) continue;
    const std::string name(target.name);
    const auto files = FilesIn(std::filesystem::path(argv[1]) / name);
    if (files.empty()) {
      std::fprintf(stderr, "%s has no seeds\n", name.c_str());
      return 1;
    }
    std::mt19937_64 draw(std::strtoull(text.c_str(), nullptr, 10));
    int inputs = 0;
    for (const auto& file : files) {
      running = file.c_str();
      inputs += RunSeed(target, BytesOf(file), draw);
    }
    std::printf("counted: %-14s %5zu seeds %8d inputs\n", name.c_str(), files.size(), inputs);
    ++ran;
  }
  return ran > 0 ? 0 : 2;
}
