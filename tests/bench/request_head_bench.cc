// Compares our reader of request heads with Boost.Beast's parser.
//
//   request_head_bench times            ns a head, ours and Beast's, in interleaved rounds
//   request_head_bench verdicts <FILE   what Beast makes of each request: one line of base64 in, one
//                                       line out, "accepted" or "refused" with Beast's reason
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "common/crypto/encode.h"
#include "gateway/server/request_head.h"

namespace keys::gateway {
namespace {

namespace beast = boost::beast::http;

constexpr int kRounds = 9;
constexpr int kHeadsInARound = 100'000;
constexpr uint64_t kBodyLimit = 1u << 20;

struct Sample {
  std::string name;
  std::string head;
};

std::vector<Sample> Samples() {
  const std::string line = "GET /marketplace/keys/leased-job-queue?currency=usd HTTP/1.1\r\n";
  const std::string host = "Host: shop.example\r\n";
  const std::string browser =
      "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)\r\n"
      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
      "Accept-Language: en-GB,en;q=0.7,de;q=0.3\r\nAccept-Encoding: gzip, deflate, br\r\n"
      "Connection: keep-alive\r\nCookie: refresh=0123456789abcdef0123456789abcdef\r\n"
      "Upgrade-Insecure-Requests: 1\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n"
      "Sec-Fetch-Site: same-origin\r\nIf-None-Match: \"0123456789abcdef\"\r\n";
  const std::string token = "Authorization: Bearer " + std::string(900, 'a') + "\r\n";
  return {{"curl's", line + host + "User-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n"},
          {"a browser's", line + host + browser + "\r\n"},
          {"with a token", line + host + browser + token + "\r\n"}};
}

size_t ReadByOurs(const std::string& text) {
  const HeadLimits limits;
  const HeadSearch search = FindHeadEnd(text, limits);
  const auto head = ReadHead(std::string_view(text).substr(0, *search.end), limits);
  return head->fields.size() + head->target.size();
}

size_t ReadByBeast(const std::string& text) {
  beast::request_parser<beast::empty_body> parser;
  parser.header_limit(24 * 1024);
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(text), error);
  const auto& fields = parser.get();
  return static_cast<size_t>(std::distance(fields.begin(), fields.end())) + fields.target().size();
}

template <typename Read>
double NanosecondsAHead(const std::string& text, Read read) {
  size_t seen = 0;
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < kHeadsInARound; ++i) seen += read(text);
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
  if (seen == 0) std::cerr << "nothing was read\n";
  return took.count() / kHeadsInARound;
}

double MedianOf(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void PrintTimes() {
  for (const Sample& sample : Samples()) {
    std::vector<double> ours;
    std::vector<double> beasts;
    for (int round = 0; round < kRounds; ++round) {
      ours.push_back(NanosecondsAHead(sample.head, ReadByOurs));
      beasts.push_back(NanosecondsAHead(sample.head, ReadByBeast));
    }
    std::cout << sample.name << " head of " << sample.head.size() << " bytes: ours "
              << MedianOf(ours) << " ns, Beast " << MedianOf(beasts) << " ns\n";
  }
}

std::string VerdictOf(const std::string& bytes) {
  beast::request_parser<beast::string_body> parser;
  parser.header_limit(24 * 1024);
  parser.body_limit(kBodyLimit);
  parser.eager(true);
  boost::beast::error_code error;
  size_t read = 0;
  while (!parser.is_done() && read < bytes.size()) {
    const size_t taken =
        parser.put(boost::asio::buffer(bytes.data() + read, bytes.size() - read), error);
    read += taken;
    if (error == beast::error::need_more) return "waits";
    if (error) return "refused: " + error.message();
    if (taken == 0) break;
  }
  return parser.is_done() ? "accepted" : "waits";
}

int PrintVerdicts() {
  for (std::string line; std::getline(std::cin, line);) {
    const auto bytes = crypto::Base64Decode(line);
    if (!bytes.has_value()) {
      std::cerr << "this line is no base64: " << line.substr(0, 40) << "\n";
      return 1;
    }
    std::cout << VerdictOf(*bytes) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace keys::gateway

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "verdicts") return keys::gateway::PrintVerdicts();
  if (what != "times") {
    std::cerr << "usage: request_head_bench times|verdicts\n";
    return 2;
  }
  keys::gateway::PrintTimes();
  return 0;
}
