#include "gateway/server/request_head.h"

#include <catch2/catch.hpp>

#include "common/error/error.h"
#include "gateway/server/chunk_decoder.h"

namespace keys::gateway {
namespace {

const HeadLimits kLimits{.max_target_bytes = 100, .max_head_bytes = 1000, .max_fields = 10};

// Returns "OK", or the error's code.
std::string Word(const absl::Status& status) {
  return status.ok() ? "OK" : error::CodeOf(error::ReasonOf(status));
}

absl::StatusOr<RequestHead> Read(std::string_view text) {
  const HeadSearch search = FindHeadEnd(text, kLimits);
  if (!search.status.ok()) return search.status;
  REQUIRE(search.end.has_value());
  REQUIRE(*search.end == text.size());
  return ReadHead(text, kLimits);
}

std::string Try(std::string_view text) { return Word(Read(text).status()); }

// Sends a request that is correct except perhaps for these lines.
std::string With(const std::string& lines) {
  return Try("POST /a HTTP/1.1\r\nHost: shop\r\n" + lines + "\r\n");
}

TEST_CASE("a head is read into its parts") {
  const auto head = Read(
      "POST /a?b=c HTTP/1.1\r\nHost: shop:80\r\nX-Thing:  a b\t\r\nCONTENT-LENGTH: 12\r\n"
      "Expect: 100-Continue\r\n\r\n");
  REQUIRE(head.ok());
  CHECK(head->method == "POST");
  CHECK(head->target == "/a?b=c");
  CHECK(*head->fields.Find("x-thing") == "a b");
  CHECK(head->content_length == 12);
  CHECK(head->expects_continue);
  CHECK(head->keep_alive);
  CHECK_FALSE(head->chunked);
}

TEST_CASE("connections are kept as the version and the Connection field say") {
  CHECK_FALSE(Read("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")->keep_alive);
  CHECK_FALSE(Read("GET / HTTP/1.0\r\n\r\n")->keep_alive);
  CHECK(Read("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->keep_alive);
}

TEST_CASE("who expects 100 among other things waits for it too") {
  const auto waits = [](const std::string& fields, const std::string& version = "1.1") {
    return Read("POST / HTTP/" + version + "\r\nHost: a\r\nContent-Length: 1\r\n" + fields + "\r\n")
        ->expects_continue;
  };
  CHECK(waits("Expect: 100-Continue\r\n"));
  CHECK(waits("Expect: 100-continue, x\r\n"));
  CHECK(waits("Expect: x=y,,100-continue\r\n"));
  CHECK(waits("Expect: x\r\nExpect: 100-continue\r\n"));
  CHECK_FALSE(waits("Expect: x\r\n"));
  CHECK_FALSE(waits("Expect: 100-continued\r\n"));
  CHECK_FALSE(waits(""));
  CHECK_FALSE(waits("Expect: 100-continue\r\n", "1.0"));
}

TEST_CASE("an absolute form gives its path") {
  CHECK(Read("GET http://shop:8080/a?b HTTP/1.1\r\nHost: x\r\n\r\n")->target == "/a?b");
  CHECK(Read("GET HTTPS://shop HTTP/1.1\r\nHost: x\r\n\r\n")->target == "/");
  CHECK(Read("GET http://shop?x HTTP/1.1\r\nHost: x\r\n\r\n")->target == "/?x");
  CHECK(Read("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")->target == "*");
  CHECK(Read("OPTIONS http://shop HTTP/1.1\r\nHost: x\r\n\r\n")->target == "*");
  CHECK(Read("OPTIONS http://shop/ HTTP/1.1\r\nHost: x\r\n\r\n")->target == "/");
  CHECK(Try("GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n") == "INVALID_ARGUMENT");
}

TEST_CASE("malformed request lines are refused") {
  for (const char* line :
       {"GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET /a b HTTP/1.1", "G@T / HTTP/1.1",
        "GET / http/1.1", "GET / HTTP/1.10", "GET / HTTP/11", "GET a HTTP/1.1", "GET * HTTP/1.1",
        "GET /\x01 HTTP/1.1", "GET /\xc3\xa9 HTTP/1.1", "GET /a#b HTTP/1.1", "GET\t/\tHTTP/1.1",
        "GET ftp://a/ HTTP/1.1"}) {
    INFO(line);
    CHECK(Try(std::string(line) + "\r\nHost: a\r\n\r\n") == "INVALID_ARGUMENT");
  }
  CHECK(Try("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == "HTTP_VERSION_NOT_SUPPORTED");
  CHECK(Try(std::string(33, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n") == "NOT_IMPLEMENTED");
  CHECK(Try("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n") == "NOT_IMPLEMENTED");
}

TEST_CASE("lines end with CR LF and nothing else") {
  for (const char* text :
       {"GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n", "\n", "\r\nGET",
        "GET / HTTP/1.1\r\nHost: a\r\n\n", " GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01"}) {
    CHECK(Word(FindHeadEnd(text, kLimits).status) == "INVALID_ARGUMENT");
  }
  CHECK(With("X: a\rb\r\n") == "INVALID_ARGUMENT");
}

TEST_CASE("a first line that can be no request's is refused without waiting for more") {
  for (const char* line : {"GET /\r\n", "EHLO shop.example\r\n", "GET / HTTP/1.10\r\n",
                           "SSH-2.0-x\r\n", "GET / HTTP/1.1 \r\nHost: a", "USER a 0 * :b\r\n"}) {
    INFO(line);
    CHECK(Word(FindHeadEnd(line, kLimits).status) == "INVALID_ARGUMENT");
  }
  for (const char* start :
       {"GET /", "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\n", "GET / HTTP/2.0\r\nHo"}) {
    INFO(start);
    CHECK(Word(FindHeadEnd(start, kLimits).status) == "OK");
    CHECK_FALSE(FindHeadEnd(start, kLimits).end.has_value());
  }
}

TEST_CASE("malformed fields are refused") {
  CHECK(With("X: a\r\n folded\r\n") == "INVALID_ARGUMENT");
  CHECK(With("X: a\r\n\tfolded\r\n") == "INVALID_ARGUMENT");
  CHECK(With("X : a\r\n") == "INVALID_ARGUMENT");
  CHECK(With("X\r\n") == "INVALID_ARGUMENT");
  CHECK(With(": a\r\n") == "INVALID_ARGUMENT");
  CHECK(With(std::string("X: a") + '\0' + "\r\n") == "INVALID_ARGUMENT");
  CHECK(With("X: a\x7f\r\n") == "INVALID_ARGUMENT");
  CHECK(With("X:\r\nY: \xc3\xa9\r\n") == "OK");
}

TEST_CASE("a request has exactly one valid Host") {
  CHECK(Try("GET / HTTP/1.1\r\n\r\n") == "INVALID_ARGUMENT");
  CHECK(With("host: other\r\n") == "INVALID_ARGUMENT");
  CHECK(Try("GET / HTTP/1.1\r\nHost:\r\n\r\n") == "INVALID_ARGUMENT");
  CHECK(Try("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n") == "INVALID_ARGUMENT");
  CHECK(Try("GET / HTTP/1.1\r\nHost: a b\r\n\r\n") == "INVALID_ARGUMENT");
  const auto host = [](const std::string& value) {
    return Try("GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n");
  };
  for (const char* value : {"[::1]:80", "[2001:db8::1]", "a:", "a.example.:8080", "a_b",
                            "127.0.0.1:1", "a,b", "%41%c3%a9", "xn--bcher-kva.example"}) {
    INFO(value);
    CHECK(host(value) == "OK");
  }
  for (const char* value :
       {"a:b",     "a:80:80",     "a:8x",       "a:-1",    "a: 80", ":80",    ":",
        "::1",     "[::1",        "::1]",       "[]",      "[a]",   "[::1]x", "[::1]:x",
        "[::1]80", "[127.0.0.1]", "[::1%25lo]", "[[::1]]", "a[b]",  "%",      "%4",
        "%4g",     "a%zz",        "a@b",        "a\\b",    "a\"b",  "<a>",    "\xc3\xa9"}) {
    INFO(value);
    CHECK(host(value) == "INVALID_ARGUMENT");
    CHECK(Try("GET http://" + std::string(value) + "/a HTTP/1.1\r\nHost: a\r\n\r\n") ==
          "INVALID_ARGUMENT");
  }
}

TEST_CASE("any doubt about the body's length is refused") {
  for (const char* lines : {"Content-Length: 1\r\nContent-Length: 1\r\n",
                            "Content-Length: 1, 1\r\n",
                            "Content-Length: -1\r\n",
                            "Content-Length: +1\r\n",
                            "Content-Length: 1a\r\n",
                            "Content-Length: 0x1\r\n",
                            "Content-Length:\r\n",
                            "Content-Length: 1 1\r\n",
                            "Content-Length: 99999999999999999999\r\n",
                            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
                            "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
                            "Transfer-Encoding: gzip\r\n",
                            "Transfer-Encoding: chunked, gzip\r\n",
                            "Transfer-Encoding: chunked, chunked\r\n",
                            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                            "Transfer-Encoding:\r\n",
                            "Transfer-Encoding: xchunked\r\n",
                            "Transfer-Encoding: , chunked\r\n",
                            "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n",
                            "Transfer-Encoding: gzip,, chunked\r\n",
                            "Transfer-Encoding: identity\r\n",
                            "Transfer-Encoding: \"chunked\"\r\n",
                            "Transfer-Encoding: \vchunked\r\n"}) {
    INFO(lines);
    CHECK(With(lines) == "INVALID_ARGUMENT");
  }
  CHECK(With("Transfer-Encoding: gzip, chunked\r\n") == "NOT_IMPLEMENTED");
  CHECK(With("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n") == "NOT_IMPLEMENTED");
  CHECK(With("transfer-encoding: CHUNKED\r\n") == "OK");
  CHECK(Try("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == "INVALID_ARGUMENT");
}

TEST_CASE("limits of a head have their own codes") {
  CHECK(Try("GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == "URI_TOO_LONG");
  CHECK(Word(FindHeadEnd("GET /" + std::string(200, 'a'), kLimits).status) == "URI_TOO_LONG");
  CHECK(Word(FindHeadEnd("GET / HTTP/1.1\r\nX: " + std::string(1000, 'a'), kLimits).status) ==
        "HEADERS_TOO_LARGE");
  std::string fields;
  for (int i = 0; i < 10; ++i) fields += "X: y\r\n";
  CHECK(With(fields) == "HEADERS_TOO_LARGE");
  CHECK(Word(FindHeadEnd("GET / HTTP/1.1\r\nHost", kLimits).status) == "OK");
  CHECK_FALSE(FindHeadEnd("GET / HTTP/1.1\r\nHost", kLimits).end.has_value());
}

// Returns the decoded body, or the error's code, after feeding it in pieces of every size.
std::string Decode(const std::string& text, size_t limit = 100) {
  std::string whole;
  for (size_t piece = 1; piece <= text.size(); ++piece) {
    ChunkDecoder decoder(limit);
    std::string body;
    absl::Status status;
    for (size_t at = 0; at < text.size() && status.ok() && !decoder.finished(); at += piece) {
      std::string_view bytes = std::string_view(text).substr(at, piece);
      status = decoder.Feed(bytes, body);
      if (decoder.finished())
        body += "|" + std::string(bytes) + text.substr(std::min(text.size(), at + piece));
    }
    const std::string result = !status.ok() ? Word(status) : decoder.finished() ? body : body + "…";
    if (piece > 1) CHECK(result == whole);
    whole = result;
  }
  return whole;
}

TEST_CASE("chunks are decoded, however they arrive, and leave the next request alone") {
  CHECK(Decode("5\r\nhello\r\n0\r\n\r\nGET /") == "hello|GET /");
  CHECK(Decode("1\r\na\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n") ==
        "a0123456789|");
  CHECK(Decode("3;ext=\"v\"\r\nabc\r\n000\r\n\r\n") == "abc|");
  CHECK(Decode("5\r\nhel") == "hel…");
  for (const char* extensions : {";a", ";a;b", ";a=b", " ;a", "\t; a\t=\tb ;c", ";a=\"\"",
                                 ";a=\";=\\\" \xff\";b", ";a=\"b\" ;c"}) {
    INFO(extensions);
    CHECK(Decode("1" + std::string(extensions) + "\r\na\r\n0;z\r\n\r\n") == "a|");
  }
}

TEST_CASE("chunk tricks are refused") {
  for (const char* text : {"5\nhello\n0\n\n",
                           "5\r\nhelloXX0\r\n\r\n",
                           "5\r\nhello0\r\n\r\n",
                           "5\r\nhelloX",
                           "5\r\nhello\rX",
                           "5\r\nhello\n",
                           "-1\r\n",
                           "+1\r\na\r\n",
                           "0x1\r\na\r\n",
                           " 1\r\na\r\n",
                           "1 \r\na\r\n",
                           "\r\n",
                           "g\r\n",
                           "1_0\r\n",
                           "fffffffffffffffff\r\n",
                           "1\r\nab\r\n",
                           "1;a\nb\r\na\r\n",
                           "1;\x01\r\n",
                           "0\r\nX: y\n\r\n",
                           "1\r\ra\r\n",
                           "0\r\n: y\r\n\r\n",
                           "0\r\n folded\r\n\r\n",
                           "0\r\nX : y\r\n\r\n",
                           "0\r\nX\r\n\r\n",
                           "0\r\nX: y\r\nGET\r\n\r\n",
                           "0\r\nGET / HTTP/1.1\r\n\r\n"}) {
    INFO(text);
    CHECK(Decode(text) == "INVALID_ARGUMENT");
  }
  CHECK(Decode("1;" + std::string(300, 'x') + "\r\n") == "INVALID_ARGUMENT");
}

TEST_CASE("what follows a chunk's size and is no extension is refused") {
  for (const char* rest :
       {";", ";;a", ";a;", ";=b", ";a=", ";a=;b", ";a b", ";a=b c", ";a=\"b", ";a=\"b\\\"",
        ";a=\"b\"c", ";a=@", ";\xff", ";a=b ", " ;a\t", ";\"a\"", " a", "\t=b"}) {
    INFO(rest);
    CHECK(Decode("1" + std::string(rest) + "\r\na\r\n0\r\n\r\n") == "INVALID_ARGUMENT");
    CHECK(Decode("1\r\na\r\n0" + std::string(rest) + "\r\n\r\n") == "INVALID_ARGUMENT");
  }
}

TEST_CASE("extensions of all chunks together are limited, leading zeros among them") {
  const auto body_of = [](const std::string& line) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += line + "\r\na\r\n";
    return text + "0\r\n\r\n";
  };
  CHECK(Decode(body_of("1;" + std::string(60, 'x')), 200) == std::string(200, 'a') + "|");
  CHECK(Decode(body_of("1;" + std::string(200, 'x')), 200) == "INVALID_ARGUMENT");
  CHECK(Decode(body_of(std::string(200, '0') + "1"), 200) == "INVALID_ARGUMENT");
}

TEST_CASE("a chunked body is limited before it is stored") {
  CHECK(Decode("65\r\n", 100) == "BODY_TOO_LARGE");
  CHECK(Decode("2\r\nab\r\n2\r\ncd\r\n", 3) == "BODY_TOO_LARGE");
  CHECK(Decode("ffffffffffffffff\r\n", 100) == "BODY_TOO_LARGE");
  ChunkDecoder decoder(10);
  std::string text = "0\r\n";
  for (int i = 0; i < 2000; ++i) text += "X: y\r\n";
  std::string_view bytes = text;
  std::string body;
  CHECK(Word(decoder.Feed(bytes, body)) == "INVALID_ARGUMENT");
}

}  // namespace
}  // namespace keys::gateway
