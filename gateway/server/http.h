// HTTP as the rest of the gateway sees it: requests, responses and handlers. It has no socket and
// no library type, so that the code behind it compiles fast and is tested without a network.
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

// Header fields in the order in which they came or are to be sent. The names in requests are lower
// case.
class HeaderFields {
 public:
  using Field = std::pair<std::string, std::string>;

  HeaderFields() = default;
  HeaderFields(std::initializer_list<Field> fields) : fields_(fields) {}

  // Returns the first field of that name, compared without case, or null when there is none.
  const std::string* Find(std::string_view name) const;
  size_t Count(std::string_view name) const;
  // Returns all fields of that name as one list with commas (RFC 9110 §5.3), or nothing when there
  // is none. Only for names whose value is a list.
  std::optional<std::string> Joined(std::string_view name) const;
  void Add(std::string name, std::string value);
  // Replaces every field of that name.
  void Set(std::string_view name, std::string value);
  void Remove(std::string_view name);
  void Reserve(size_t fields) { fields_.reserve(fields); }
  // Adds a member to a comma-separated list such as Vary, unless it is in there.
  void AddToList(std::string_view name, std::string_view member);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

// Removes the fields that describe a body's bytes, which a 304 leaves out because the client has
// those bytes (RFC 9110 §15.4.5).
void RemoveContentFields(HeaderFields& headers);

struct HttpRequest {
  std::string method;
  // The target as received, "/path?query", without scheme and authority of an absolute form.
  std::string target;
  HeaderFields headers;
  std::string body;
  // The peer's address without its port.
  std::string peer_address;

  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
  // Returns the query without "?", or an empty text when it is absent.
  std::string_view query() const {
    const size_t at = target.find('?');
    return at == std::string::npos ? std::string_view() : std::string_view(target).substr(at + 1);
  }
};

// A body that is too large to hold. It is read in pieces while it is sent, on threads that may
// block.
class BodySource {
 public:
  virtual ~BodySource() = default;
  // The length of the body in bytes, which does not change.
  virtual int64_t size() const = 0;
  // Fills `buffer` from `offset`; fewer bytes than asked for are an error. ABORTED says that there
  // is nothing to read now, and the server asks again while Check says yes. Any other error ends
  // the connection, because the promised length cannot be kept.
  virtual absl::Status Read(int64_t offset, absl::Span<char> buffer) = 0;
  // Whether the rest may still be sent. It is asked ten times a second until the client has taken
  // everything, and an error cuts the connection at once. Called on an I/O thread, also during a
  // Read, so it must not block.
  virtual absl::Status Check() const { return absl::OkStatus(); }
  // Asks the source to call `over`, on any thread, when Check begins to say no, so that the cut
  // need not wait for the next look. A source may leave this out. Null ends it, though a call under
  // way may still come. Called on an I/O thread.
  virtual void TellWhenOver(std::function<void()> over) {}
};

// A body whose length is not known before its end. It is asked for piece by piece while it is sent,
// and never held whole.
class PieceSource {
 public:
  virtual ~PieceSource() = default;
  using Done = std::function<void(absl::StatusOr<std::string>)>;
  // Calls `done` once, on any thread, with the next bytes; no bytes mean the end. An error cuts the
  // connection, so that the client cannot take what it has for the whole. It is called again only
  // after `done`, on an I/O thread, and must not block.
  virtual void Next(Done done) = 0;
};

struct SharedAnswer;
using SharedAnswerPtr = std::shared_ptr<const SharedAnswer>;

struct HttpResponse {
  int status = 200;
  HeaderFields headers;
  std::string body;
  // Is sent instead of `body`, with its own fields before `headers` (shared_answer.h). `status` is
  // then its status.
  SharedAnswerPtr shared = nullptr;
  // Is sent instead of `body`.
  std::unique_ptr<BodySource> stream = nullptr;
  // Is sent instead of both, in chunks (RFC 9112 §7.1).
  std::unique_ptr<PieceSource> pieces = nullptr;

  bool streamed() const { return stream != nullptr || pieces != nullptr; }
};

// The part of a request that is known when the server must decide how much more to read.
struct RequestStart {
  std::string_view method;
  std::string_view target;
};

class HttpHandler {
 public:
  using Done = std::function<void(HttpResponse)>;
  virtual ~HttpHandler() = default;

  // Returns the longest body to read for this request. Called on an I/O thread; must not block.
  virtual size_t MaxBodyBytes(const RequestStart& start) const = 0;

  // Answers by calling `done` exactly once, on any thread. Called on an I/O thread; must not block.
  // HEAD is answered like GET; the server leaves the body out.
  virtual void Handle(HttpRequest request, Done done) = 0;

  // Returns the answer to a request that could not be read: malformed, too long, too late. `error`
  // has a Reason. `request` has what was known by then, the peer's address at least.
  virtual HttpResponse Refuse(const absl::Status& error, const HttpRequest& request) = 0;
};

}  // namespace keys::gateway
