#include "gateway/server/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/server/answer_slot.h"
#include "gateway/server/chunk_decoder.h"

// g++ 12.2 destroys a lambda's captures twice when the lambda is written inside a co_await
// expression. Here every operand of co_await is a call with named arguments, and what completes a
// coroutine is a functor with a name.

namespace keys::gateway {
namespace {

using error::Reason;

constexpr size_t kReadBytes = 16 * 1024;
// Old clients send empty lines before a request (RFC 9112 §2.2); this many are skipped.
constexpr int kMaxLeadingLines = 2;
// Bodies up to this size do not count against the limit. All connections together hold a few
// hundred MiB of them at most, and large bodies cannot keep the shop's usual requests away.
constexpr size_t kFreeBodyBytes = 16 * 1024;
// After a refusal the client may still be sending. The server reads on for this long and this far,
// because closing a socket with unread bytes would reset it and destroy the refusal on its way.
constexpr absl::Duration kLinger = absl::Seconds(2);
constexpr size_t kMaxLingerBytes = size_t{64} << 20;

// The ways in which reading a part of a request ends.
enum class Arrival { kComplete, kGone, kRefused };

struct HeadArrival {
  Arrival arrival = Arrival::kGone;
  RequestHead head;
  absl::Status refusal;
  // HEAD is answered without a body, even when the rest of the request could not be read (RFC 9110
  // §9.3.2).
  bool head_only = false;
};

// The share that one body takes of the memory for all bodies. It is freed when the handler has
// answered.
class BodyShare {
 public:
  BodyShare() = default;
  explicit BodyShare(BodyMemory& memory) : memory_(&memory) {}
  ~BodyShare() {
    if (memory_ != nullptr) memory_->taken -= taken_;
  }
  BodyShare(BodyShare&& other) noexcept
      : memory_(std::exchange(other.memory_, nullptr)), taken_(std::exchange(other.taken_, 0)) {}
  BodyShare& operator=(BodyShare&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(taken_, other.taken_);
    return *this;
  }

  // Raises the share to `bytes` in all. Returns false and leaves it unchanged when there is not so
  // much left.
  bool Grow(size_t bytes) {
    if (bytes <= kFreeBodyBytes || bytes <= taken_) return true;
    const size_t more = bytes - taken_;
    if (memory_->taken.fetch_add(more) + more > memory_->limit) {
      memory_->taken -= more;
      return false;
    }
    taken_ = bytes;
    return true;
  }

 private:
  BodyMemory* memory_ = nullptr;
  size_t taken_ = 0;
};

struct BodyArrival {
  Arrival arrival = Arrival::kGone;
  std::string body;
  absl::Status refusal;
  BodyShare share = {};
};

// Appends what has arrived to `received` and returns the socket's error. The bytes are read through
// the thread's stack, so that a connection that sends little holds little memory.
boost::system::error_code TakeArrived(Connection& connection) {
  std::array<char, kReadBytes> scratch;  // NOLINT(*-member-init): filled before it is read
  boost::system::error_code problem;
  const size_t size = connection.socket.read_some(asio::buffer(scratch), problem);
  connection.received.append(scratch.data(), problem ? 0 : size);
  return problem;
}

// Appends the next bytes to `received`. Returns false at the end of the connection, on an error and
// at the deadline.
asio::awaitable<bool> ReadSome(Connection& connection) {
  while (!connection.expired) {
    const boost::system::error_code problem = TakeArrived(connection);
    if (problem != asio::error::would_block) co_return !problem;
    const auto [gone] = co_await connection.socket.async_wait(tcp::socket::wait_read, kAsTuple);
    if (gone) co_return false;
  }
  co_return false;
}

absl::Status TooLate(std::string_view part) {
  return error::Make(Reason::REQUEST_TIMEOUT,
                     StrCat("The ", part, " of the request did not arrive in time."));
}

// Removes empty lines from the front. Returns false while only half of a line has arrived.
bool SkipLeadingLines(std::string& received, int& skipped) {
  while (skipped < kMaxLeadingLines && received.starts_with("\r\n")) {
    received.erase(0, 2);
    ++skipped;
  }
  return !received.empty() && !(received == "\r" && skipped < kMaxLeadingLines);
}

asio::awaitable<bool> AwaitFirstByte(Connection& connection, ServingContext& context) {
  // A connection that waits for hours must hold no buffer.
  std::string().swap(connection.received);
  connection.idle = true;
  connection.ExpireAfter(context.draining ? kFirstRequestGrace : context.limits.idle_deadline);
  const auto [problem] = co_await connection.socket.async_wait(tcp::socket::wait_read, kAsTuple);
  connection.idle = false;
  // A request that arrived at the very moment when the time was up is still served.
  boost::system::error_code gone;
  co_return !problem || (connection.expired && connection.socket.available(gone) > 0);
}

asio::awaitable<HeadArrival> ReceiveHead(Connection& connection, ServingContext& context) {
  HeadArrival result;
  connection.ExpireAfter(context.limits.header_deadline);
  int skipped = 0;
  while (true) {
    const bool begun = SkipLeadingLines(connection.received, skipped);
    // An empty line behind a request does not begin another one, so the connection counts as idle
    // again.
    if (connection.received.empty()) {
      const bool more = co_await AwaitFirstByte(connection, context);
      if (!more) co_return result;
      connection.ExpireAfter(context.limits.header_deadline);
    }
    if (begun) {
      result.head_only = connection.received.starts_with("HEAD ");
      const HeadSearch search = FindHeadEnd(connection.received, context.limits.head);
      result.refusal = search.status;
      if (search.end.has_value()) {
        auto head = ReadHead(std::string_view(connection.received).substr(0, *search.end),
                             context.limits.head);
        connection.received.erase(0, *search.end);
        result.refusal = head.status();
        result.arrival = head.ok() ? Arrival::kComplete : Arrival::kRefused;
        if (head.ok()) result.head = *std::move(head);
        co_return result;
      }
      if (!search.status.ok()) {
        result.arrival = Arrival::kRefused;
        co_return result;
      }
    }
    const bool more = co_await ReadSome(connection);
    if (more) continue;
    // A client that stops in the middle is told why. One that went away is not.
    const bool late = connection.expired && !connection.received.empty();
    result.arrival = late ? Arrival::kRefused : Arrival::kGone;
    result.refusal = TooLate("header");
    co_return result;
  }
}

asio::awaitable<bool> SendContinue(Connection& connection) {
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto buffer = asio::buffer(kContinue);
  const auto [problem, size] = co_await asio::async_write(connection.socket, buffer, kAsTuple);
  co_return !problem;
}

// Takes the bytes of a body from the front of `received` and says when it is complete.
class BodyReader {
 public:
  BodyReader(const RequestHead& head, size_t limit)
      : chunked_(head.chunked), length_(head.content_length), decoder_(limit) {}

  absl::StatusOr<bool> Take(std::string& received, std::string& body) {
    std::string_view bytes = received;
    absl::Status status;
    if (chunked_) {
      status = decoder_.Feed(bytes, body);
    } else {
      const size_t taken = std::min<uint64_t>(bytes.size(), length_ - body.size());
      body.append(bytes.substr(0, taken));
      bytes.remove_prefix(taken);
    }
    received.erase(0, received.size() - bytes.size());
    if (!status.ok()) return status;
    return chunked_ ? decoder_.finished() : body.size() == length_;
  }

 private:
  const bool chunked_;
  const uint64_t length_;
  ChunkDecoder decoder_;
};

asio::awaitable<BodyArrival> ReceiveBody(Connection& connection, ServingContext& context,
                                         const RequestHead& head) {
  BodyArrival result{.arrival = Arrival::kComplete};
  if (!head.has_body()) co_return result;
  const size_t limit = context.handler.MaxBodyBytes({head.method, head.target});
  if (head.content_length > limit) {
    result.arrival = Arrival::kRefused;
    result.refusal =
        error::Make(Reason::BODY_TOO_LARGE, StrCat("The body is longer than ", limit, " bytes."));
    co_return result;
  }
  connection.ExpireAfter(context.limits.body_deadline);
  result.share = BodyShare(context.body_memory);
  if (head.expects_continue && connection.received.empty()) {
    const bool sent = co_await SendContinue(connection);
    if (!sent) co_return BodyArrival{};
  }
  BodyReader reader(head, limit);
  auto complete = reader.Take(connection.received, result.body);
  bool more = true;
  while (more && complete.ok() && !*complete) {
    if (!result.share.Grow(result.body.size())) {
      result.arrival = Arrival::kRefused;
      result.refusal = error::Make(Reason::UNAVAILABLE,
                                   "Too many large requests are under way. Try again shortly.");
      co_return result;
    }
    more = co_await ReadSome(connection);
    complete = reader.Take(connection.received, result.body);
  }
  if (complete.ok() && *complete) co_return result;
  result.refusal = complete.ok() ? TooLate("body") : complete.status();
  const bool gone = complete.ok() && !connection.expired;
  result.arrival = gone ? Arrival::kGone : Arrival::kRefused;
  co_return result;
}

asio::awaitable<void> Linger(Connection& connection) {
  boost::system::error_code ignored;
  connection.socket.shutdown(tcp::socket::shutdown_send, ignored);
  connection.ExpireAfter(kLinger);
  std::array<char, 4096> scratch{};
  const auto buffer = asio::buffer(scratch);
  for (size_t total = 0; total < kMaxLingerBytes;) {
    const auto [problem, size] = co_await connection.socket.async_read_some(buffer, kAsTuple);
    if (problem) co_return;
    total += size;
  }
}

// Makes a request of what is known before its body has arrived. It takes the texts out of `head`.
HttpRequest BeginningOf(RequestHead& head, const Connection& connection) {
  return {.method = std::move(head.method),
          .target = std::move(head.target),
          .headers = std::move(head.fields),
          .peer_address = connection.peer_address};
}

// Makes a request with what the refusal needs that takes the place of `answer`.
HttpRequest RefusedOf(const std::string& method, const std::optional<std::string>& origin,
                      const HttpResponse& answer, const Connection& connection) {
  HttpRequest request{.method = method, .peer_address = connection.peer_address};
  if (origin.has_value()) request.headers.Add("origin", *origin);
  if (const std::string* id = answer.headers.Find("x-request-id")) {
    request.headers.Add("x-request-id", *id);
  }
  return request;
}

asio::awaitable<void> SendRefusal(Connection& connection, ServingContext& context,
                                  const absl::Status& refusal, const HttpRequest& request) {
  HttpResponse response = context.handler.Refuse(refusal, request);
  const WriteOptions options{.head_only = request.method == "HEAD", .keep_alive = false};
  const bool written = co_await WriteResponse(connection, context, response, options);
  if (written) co_await Linger(connection);
}

// Holds one place among the streams being sent.
class StreamPlace {
 public:
  explicit StreamPlace(ServingContext& context)
      : streams_(context.streams), free_(streams_.fetch_add(1) < context.limits.max_streams) {}
  ~StreamPlace() { --streams_; }
  StreamPlace(const StreamPlace&) = delete;

  bool free() const { return free_; }

 private:
  std::atomic<size_t>& streams_;
  const bool free_;
};

// The idle time that clients are told. It is less than the server's own, because a request and the
// server's close may pass each other on the way. 0 leaves it out.
int64_t AdvertisedIdleSeconds(const ServerLimits& limits) {
  return std::max<int64_t>(0, absl::ToInt64Seconds(limits.idle_deadline - kIdleGrace));
}

// Serves one request. Returns false when the connection must end.
asio::awaitable<bool> ServeOne(Connection& connection, ServingContext& context) {
  HeadArrival arrived = co_await ReceiveHead(connection, context);
  connection.fresh = false;
  if (arrived.arrival == Arrival::kRefused) {
    const HttpRequest request{.method = arrived.head_only ? "HEAD" : "",
                              .peer_address = connection.peer_address};
    co_await SendRefusal(connection, context, arrived.refusal, request);
  }
  if (arrived.arrival != Arrival::kComplete) co_return false;
  RequestHead& head = arrived.head;
  BodyArrival body = co_await ReceiveBody(connection, context, head);
  if (body.arrival == Arrival::kRefused) {
    // The refused body is freed while the client is still sending.
    body.share = {};
    std::string().swap(body.body);
    const HttpRequest request = BeginningOf(head, connection);
    co_await SendRefusal(connection, context, body.refusal, request);
  }
  if (body.arrival != Arrival::kComplete) co_return false;
  connection.NeverExpire();
  HttpRequest request = BeginningOf(head, connection);
  request.body = std::move(body.body);
  const bool head_only = request.method == "HEAD";
  const std::string method = request.method;
  const std::optional<std::string> origin = request.headers.Joined("origin");
  const AnswerSlotPtr slot = StartHandling(context, std::move(request));
  if (!slot->answered()) co_await AwaitAnswer(slot.get());
  HttpResponse response = slot->Take();
  // The body's memory is freed before the answer is sent, because a client may read that slowly.
  body.share = {};
  const WriteOptions options{.head_only = head_only,
                             .keep_alive = head.keep_alive && !context.retiring &&
                                           !(head.http_1_0 && response.pieces != nullptr),
                             .http_1_0 = head.http_1_0,
                             .idle_seconds = AdvertisedIdleSeconds(context.limits)};
  std::optional<StreamPlace> place;
  if (response.streamed() && !options.head_only) place.emplace(context);
  if (place.has_value() && !place->free()) {
    const absl::Status full =
        error::Make(Reason::UNAVAILABLE, "Too many downloads are under way. Try again shortly.");
    response = context.handler.Refuse(full, RefusedOf(method, origin, response, connection));
    place.reset();
  }
  const bool written = co_await WriteResponse(connection, context, response, options);
  place.reset();
  if (written && !options.keep_alive) co_await Linger(connection);
  co_return written&& options.keep_alive;
}

}  // namespace

asio::awaitable<void> Serve(std::shared_ptr<Connection> connection, ServingContext& context) {
  bool more = true;
  while (more && !(context.draining && !connection->fresh && connection->received.empty())) {
    // A client may always have sent its next request already. Without a turn for the others it
    // would have the thread for itself.
    if (!connection->received.empty()) {
      const auto executor = connection->socket.get_executor();
      co_await asio::post(executor, asio::use_awaitable);
    }
    more = co_await ServeOne(*connection, context);
  }
  boost::system::error_code ignored;
  connection->socket.close(ignored);
}

asio::awaitable<void> TurnAway(std::shared_ptr<Connection> connection, ServingContext& context) {
  const absl::Status full =
      error::Make(Reason::UNAVAILABLE, "There are too many connections. Try again shortly.");
  const HttpRequest nothing{.peer_address = connection->peer_address};
  co_await SendRefusal(*connection, context, full, nothing);
  boost::system::error_code ignored;
  connection->socket.close(ignored);
}

}  // namespace keys::gateway
