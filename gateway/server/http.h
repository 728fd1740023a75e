// HTTP as the rest of the gateway sees it: requests, responses and who answers them. No socket and
// no library type, so that everything behind it compiles fast and is tested without a network.
//
//   class Hello : public HttpHandler {
//     void Handle(HttpRequest request, Done done) override { done({.status = 200, .body = "hi"}); }
//     …
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace keys::gateway {

// Header fields in the order received or to be sent. Names of requests are lower case.
class HeaderFields {
 public:
  using Field = std::pair<std::string, std::string>;

  HeaderFields() = default;
  HeaderFields(std::initializer_list<Field> fields) : fields_(fields) {}

  // The first field of that name, compared in any case; null when there is none.
  const std::string* Find(std::string_view name) const;
  size_t Count(std::string_view name) const;
  // All fields of that name as one list, parted by commas (RFC 9110 §5.3); nothing when there is
  // none. For names whose value is a list.
  std::optional<std::string> Joined(std::string_view name) const;
  void Add(std::string name, std::string value);
  // Replaces every field of that name.
  void Set(std::string_view name, std::string value);
  void Remove(std::string_view name);
  // Adds a member to a comma-separated list such as Vary, unless it is there.
  void AddToList(std::string_view name, std::string_view member);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

struct HttpRequest {
  std::string method;
  // As received, without the absolute form's scheme and authority: "/path?query".
  std::string target;
  HeaderFields headers;
  std::string body;
  // The peer's address, without port.
  std::string peer_address;

  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
  // Without "?"; empty when absent.
  std::string_view query() const {
    const size_t at = target.find('?');
    return at == std::string::npos ? std::string_view() : std::string_view(target).substr(at + 1);
  }
};

// Bytes too many to hold: read in pieces while they are sent, on threads that may block.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // Bytes in all; does not change.
  virtual int64_t size() const = 0;
  // Fills `buffer` from `offset`; fewer bytes than asked for are an error. ABORTED: not now, ask
  // again while Check says yes. Others end the connection: the promised length cannot be kept.
  virtual absl::Status Read(int64_t offset, absl::Span<char> buffer) = 0;
  // May what is left still be sent? Asked ten times a second until the client has taken everything;
  // an error cuts the connection at once. On an I/O thread, also during a Read; must not block.
  virtual absl::Status Check() const { return absl::OkStatus(); }
  // From now on `over` is to be called, on any thread, when Check begins to say no, so that the cut
  // need not wait for its turn; a source may leave that to the ten times a second. Null ends it,
  // though a call under way may still come. On an I/O thread.
  virtual void TellWhenOver(std::function<void()> over) {}
};

// A body whose length nobody knows before its end: asked for piece by piece while it is sent, and
// never held whole.
class PieceSource {
 public:
  virtual ~PieceSource() = default;
  using Done = std::function<void(absl::StatusOr<std::string>)>;
  // Calls `done` once, on any thread, with the bytes that come next; none are the end. An error
  // cuts the connection, so that the client cannot take what it has for the whole. Called again
  // only after `done`, on an I/O thread; must not block.
  virtual void Next(Done done) = 0;
};

struct HttpResponse {
  int status = 200;
  HeaderFields headers;
  std::string body;
  // Sent instead of `body`.
  std::unique_ptr<BodySource> stream;
  // Sent instead of both, in chunks (RFC 9112 §7.1).
  std::unique_ptr<PieceSource> pieces;

  bool streamed() const { return stream != nullptr || pieces != nullptr; }
};

// What has arrived when the server must know how much more to take.
struct RequestStart {
  std::string_view method;
  std::string_view target;
};

class HttpHandler {
 public:
  using Done = std::function<void(HttpResponse)>;
  virtual ~HttpHandler() = default;

  // The longest body to read for this request. Called on an I/O thread; must not block.
  virtual size_t MaxBodyBytes(const RequestStart& start) const = 0;

  // Answers by calling `done` exactly once, on any thread. Called on an I/O thread; must not block.
  // The answer to HEAD is that to GET; the server leaves its body out.
  virtual void Handle(HttpRequest request, Done done) = 0;

  // The answer to what never became a request: malformed, too long, too late. `error` has a Reason;
  // of `request` there is what was known by then, the peer's address at least.
  virtual HttpResponse Refuse(const absl::Status& error, const HttpRequest& request) = 0;
};

}  // namespace keys::gateway
