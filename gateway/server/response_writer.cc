#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/log/log.h"
#include "common/time/deadline.h"
#include "gateway/server/connection.h"
#include "gateway/server/shared_answer.h"

namespace keys::gateway {
namespace {

namespace beast_http = boost::beast::http;

// The size of a block: large enough that each costs little, small enough that a thousand downloads
// take 128 MiB.
constexpr size_t kBlockBytes = 128 * 1024;
// The kernel holds at most this much of a stream beyond what the client has room for, so that
// little is still sent after a cut. It does not limit the speed.
constexpr int kUnsentBytes = kBlockBytes;
// The pause between looks whether the client has taken the end of a stream.
constexpr auto kTailInterval = std::chrono::milliseconds(5);
// The pause before a source that says "not now" is asked again.
constexpr auto kNotNowInterval = std::chrono::milliseconds(50);
// A machine may confirm received bytes this much later (40 ms on Linux).
constexpr absl::Duration kConfirmationGrace = absl::Milliseconds(50);

bool MayHaveBody(int status) { return status >= 200 && status != 204 && status != 304; }

// Nearly every head is shorter.
constexpr size_t kUsualHeadBytes = 1024;

void AppendStatusLine(std::string& head, int status) {
  const auto reason = beast_http::obsolete_reason(static_cast<beast_http::status>(status));
  StrAppend(&head, "HTTP/1.1 ", status, " ", std::string_view(reason.data(), reason.size()),
            "\r\n");
}

// Appends the fields that depend on the connection. `body_bytes` is absent when the length is not
// known.
void AppendConnectionFields(std::string& head, int status, const WriteOptions& options,
                            std::optional<int64_t> body_bytes) {
  if (body_bytes.has_value() && MayHaveBody(status)) {
    StrAppend(&head, "Content-Length: ", *body_bytes, "\r\n");
  }
  const bool tells_idle = options.keep_alive && options.idle_seconds > 0;
  if (!options.keep_alive) {
    head += "Connection: close\r\n";
  } else if (options.http_1_0 || tells_idle) {
    // The field also names Keep-Alive below, so that no proxy passes that on (RFC 9110 §7.6.1).
    head += "Connection: keep-alive\r\n";
  }
  if (tells_idle) StrAppend(&head, "Keep-Alive: timeout=", options.idle_seconds, "\r\n");
}

std::string HeadOf(const HttpResponse& response, const WriteOptions& options,
                   std::optional<int64_t> body_bytes, bool chunked = false) {
  std::string head;
  head.reserve(kUsualHeadBytes);
  AppendStatusLine(head, response.status);
  if (response.shared != nullptr) head += response.shared->field_lines;
  for (const auto& [name, value] : response.headers) AppendFieldLine(head, name, value);
  if (chunked) head += "Transfer-Encoding: chunked\r\n";
  AppendConnectionFields(head, response.status, options, body_bytes);
  head += "\r\n";
  return head;
}

using Buffers = std::array<asio::const_buffer, 2>;

// Removes the first `sent` bytes of the buffers.
void Skip(Buffers& buffers, size_t sent) {
  for (asio::const_buffer& buffer : buffers) {
    const size_t part = std::min(sent, buffer.size());
    buffer += part;
    sent -= part;
  }
}

// Hands the buffers to the kernel, which nearly always takes an answer whole, in one system call,
// and leaves in `buffers` what it does not take. Returns false when the connection is broken.
bool WriteAtOnce(Connection& connection, Buffers& buffers) {
  boost::system::error_code problem;
  const size_t sent = connection.socket.write_some(buffers, problem);
  if (!problem) Skip(buffers, sent);
  return !problem || problem == asio::error::would_block;
}

asio::awaitable<bool> WriteAll(Connection& connection, Buffers buffers) {
  if (!WriteAtOnce(connection, buffers)) co_return false;
  if (asio::buffer_size(buffers) == 0) co_return true;
  const auto [problem, size] = co_await asio::async_write(connection.socket, buffers, kAsTuple);
  co_return !problem;
}

// Reads one block on a thread that may block, then resumes the coroutine on its own thread.
template <typename Completion>
struct BlockRead {
  std::shared_ptr<Completion> completion;
  absl::Status status;
  void operator()() const { std::move (*completion)(status); }
};

template <typename Completion>
struct BlockReader {
  std::shared_ptr<Completion> completion;
  BodySource* source;
  int64_t offset;
  absl::Span<char> buffer;
  void operator()() const {
    absl::Status status = source->Read(offset, buffer);
    const auto executor = asio::get_associated_executor(*completion);
    asio::post(executor, BlockRead<Completion>{completion, std::move(status)});
  }
};

struct StartReading {
  template <typename Completion>
  void operator()(Completion completion, asio::thread_pool* threads, BodySource* source,
                  int64_t offset, absl::Span<char> buffer) const {
    asio::post(*threads,
               BlockReader<Completion>{std::make_shared<Completion>(std::move(completion)), source,
                                       offset, buffer});
  }
};

asio::awaitable<absl::Status> ReadBlock(asio::thread_pool* threads, BodySource* source,
                                        int64_t offset, absl::Span<char> buffer) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(absl::Status)>(
      StartReading(), asio::use_awaitable, threads, source, offset, buffer);
}

// Resumes a coroutine with a piece, on the coroutine's own thread. A coroutine unwinds through its
// executor, so the server, which owns that, must be destroyed after the completion.
template <typename Completion>
struct PieceArrived {
  std::shared_ptr<Completion> completion;
  std::shared_ptr<absl::StatusOr<std::string>> piece;
  void operator()() const { std::move (*completion)(std::move(*piece)); }
};

template <typename Completion>
struct TakePiece {
  std::shared_ptr<void> server;
  std::shared_ptr<Completion> completion;
  void operator()(absl::StatusOr<std::string> piece) const {
    const auto executor = asio::get_associated_executor(*completion);
    asio::post(executor,
               PieceArrived<Completion>{
                   completion, std::make_shared<absl::StatusOr<std::string>>(std::move(piece))});
  }
};

struct StartPiece {
  template <typename Completion>
  void operator()(Completion completion, ServingContext* context, PieceSource* source) const {
    source->Next(TakePiece<Completion>{context->server.lock(),
                                       std::make_shared<Completion>(std::move(completion))});
  }
};

asio::awaitable<absl::StatusOr<std::string>> NextPiece(ServingContext* context,
                                                       PieceSource* source) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(absl::StatusOr<std::string>)>(
      StartPiece(), asio::use_awaitable, context, source);
}

// Writes the blocks one after the other. Returns false when the connection broke or the source
// failed.
asio::awaitable<bool> WriteBlocks(Connection& connection, ServingContext& context,
                                  BodySource& source, const WriteOptions& options,
                                  const HttpResponse& response) {
  const std::string head = HeadOf(response, options, source.size());
  const Buffers parts{asio::buffer(head)};
  const bool begun = co_await WriteAll(connection, parts);
  if (!begun) co_return false;
  std::vector<char> block(kBlockBytes);
  asio::steady_timer pause(connection.socket.get_executor());
  for (int64_t offset = 0; offset < source.size();) {
    const auto size = static_cast<size_t>(std::min<int64_t>(source.size() - offset, kBlockBytes));
    const absl::Span<char> part(block.data(), size);
    connection.NeverExpire();
    const absl::Status read = co_await ReadBlock(&context.file_threads, &source, offset, part);
    if (absl::IsAborted(read) && source.Check().ok()) {
      pause.expires_after(kNotNowInterval);
      const auto [cancelled] = co_await pause.async_wait(kAsTuple);
      if (cancelled) co_return false;
      continue;
    }
    if (!read.ok()) {
      log::Error("stream.read_failed", {{"offset", offset}, {"why", MessageOf(read)}});
      co_return false;
    }
    connection.ending = offset + static_cast<int64_t>(size) == source.size();
    connection.ExpireAfter(context.limits.write_deadline);
    const Buffers parts{asio::buffer(block.data(), size)};
    const bool written = co_await WriteAll(connection, parts);
    if (!written) co_return false;
    offset += static_cast<int64_t>(size);
  }
  co_return true;
}

// Returns the bytes that the client's machine has not confirmed, or -1 when the connection is gone.
int UnconfirmedBytes(Connection& connection) {
  int bytes = 0;
  const bool known = connection.socket.is_open() &&
                     ::ioctl(connection.socket.native_handle(), SIOCOUTQ, &bytes) == 0;
  return known ? bytes : -1;
}

// Waits until the client's machine has the end too, because a transfer can be cut while any part of
// it is still here. A client that has read everything may not have confirmed it yet, and keeps its
// connection.
asio::awaitable<bool> AwaitTail(Connection& connection, ServingContext& context,
                                const BodySource& source) {
  asio::steady_timer pause(connection.socket.get_executor());
  connection.at_tail = true;
  connection.ExpireAfter(context.limits.write_deadline);
  std::optional<Deadline> confirmed_by;
  int left = UnconfirmedBytes(connection);
  while (left > 0 && !connection.expired) {
    if (source.Check().ok()) {
      confirmed_by.reset();
    } else if (!confirmed_by.has_value()) {
      confirmed_by = Deadline::After(kConfirmationGrace);
    }
    if (confirmed_by.has_value() && confirmed_by->Expired()) co_return false;
    pause.expires_after(kTailInterval);
    const auto [cancelled] = co_await pause.async_wait(kAsTuple);
    if (cancelled) co_return false;
    left = UnconfirmedBytes(connection);
  }
  co_return left == 0;
}

// Cuts, on the connection's own thread, a connection whose source says that it is over. While the
// last block is being sent, this is left to the server's next look or to AwaitTail, because the
// client may have read the block before this thread learns that it was sent.
struct CutWhenOver {
  std::weak_ptr<Connection> connection;
  void operator()() const {
    const auto held = connection.lock();
    if (held != nullptr && !held->ending) held->CutIfOver();
  }
};

// A source calls this on any thread and perhaps late, so it touches only objects that still exist.
struct Over {
  std::weak_ptr<void> server;
  asio::any_io_executor executor;
  std::weak_ptr<Connection> connection;
  void operator()() const {
    if (const auto held = server.lock()) asio::post(executor, CutWhenOver{connection});
  }
};

asio::awaitable<bool> WriteStream(Connection& connection, ServingContext& context,
                                  HttpResponse& response, const WriteOptions& options) {
  BodySource& source = *response.stream;
  ::setsockopt(connection.socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentBytes,
               sizeof(kUnsentBytes));
  connection.sending = &source;
  source.TellWhenOver(
      Over{context.server, connection.socket.get_executor(), connection.weak_from_this()});
  bool whole = co_await WriteBlocks(connection, context, source, options, response);
  if (whole) whole = co_await AwaitTail(connection, context, source);
  source.TellWhenOver(nullptr);
  connection.sending = nullptr;
  connection.ending = connection.at_tail = false;
  if (!whole) {
    const absl::Status leave = source.Check();
    log::Warning("stream.cut", {{"why", connection.expired ? "too slow"
                                        : leave.ok()       ? "connection or source broke"
                                                           : MessageOf(leave)}});
    connection.Cut();
  }
  co_return whole;
}

// Writes a piece in blocks, each of which the client must take within the write deadline. If
// `chunked`, each is a chunk of its own (RFC 9112 §7.1). An empty piece ends the body.
asio::awaitable<bool> WritePiece(Connection& connection, ServingContext& context,
                                 const std::string& piece, bool chunked) {
  std::string before;
  for (size_t offset = 0; offset == 0 || offset < piece.size(); offset += kBlockBytes) {
    const size_t size = std::min(piece.size() - offset, kBlockBytes);
    before.clear();
    if (chunked && offset > 0) before = "\r\n";
    if (chunked) StrAppend(&before, absl::Hex(size), "\r\n");
    connection.ExpireAfter(context.limits.write_deadline);
    const Buffers parts{asio::buffer(before), asio::buffer(piece.data() + offset, size)};
    const bool written = co_await WriteAll(connection, parts);
    if (!written) co_return false;
  }
  static constexpr std::string_view kChunkEnd = "\r\n";
  if (!chunked) co_return true;
  const Buffers parts{asio::buffer(kChunkEnd)};
  const bool ended = co_await WriteAll(connection, parts);
  co_return ended;
}

// Writes the pieces to the end, or cuts the connection. A client of HTTP/1.0 knows no chunks: for
// it the end of the connection is the end of the body, and a cut is a reset.
asio::awaitable<bool> WritePieces(Connection& connection, ServingContext& context,
                                  HttpResponse& response, const WriteOptions& options) {
  const bool chunked = !options.http_1_0;
  const std::string head = HeadOf(response, options, std::nullopt, chunked);
  const Buffers parts{asio::buffer(head)};
  bool going = co_await WriteAll(connection, parts);
  bool ended = false;
  while (going && !ended) {
    connection.NeverExpire();
    absl::StatusOr<std::string> piece = co_await NextPiece(&context, response.pieces.get());
    going = piece.ok();
    if (!going) log::Error("pieces.broken", {{"why", MessageOf(piece.status())}});
    if (going) going = co_await WritePiece(connection, context, *piece, chunked);
    ended = going && piece->empty();
  }
  if (!ended) connection.Cut();
  co_return ended;
}

}  // namespace

void Connection::CutIfOver() {
  if (sending == nullptr || at_tail || sending->Check().ok()) return;
  // The last block has arrived or is being sent; the next look decides.
  if (ending && UnconfirmedBytes(*this) == 0) return;
  Cut();
}

asio::awaitable<bool> WriteResponse(Connection& connection, ServingContext& context,
                                    HttpResponse& response, WriteOptions options) {
  connection.ExpireAfter(context.limits.write_deadline);
  if (options.head_only || !MayHaveBody(response.status)) {
    std::optional<int64_t> size;
    if (response.stream != nullptr) {
      size = response.stream->size();
    } else if (response.pieces == nullptr) {
      size = static_cast<int64_t>(TextOf(response).size());
    }
    const std::string head = HeadOf(response, options, size);
    const Buffers parts{asio::buffer(head)};
    const bool written = co_await WriteAll(connection, parts);
    co_return written;
  }
  if (response.pieces != nullptr) {
    const bool written = co_await WritePieces(connection, context, response, options);
    co_return written;
  }
  if (response.stream != nullptr) {
    const bool written = co_await WriteStream(connection, context, response, options);
    co_return written;
  }
  const std::string& body = TextOf(response);
  const std::string head = HeadOf(response, options, static_cast<int64_t>(body.size()));
  const Buffers parts{asio::buffer(head), asio::buffer(body)};
  const bool written = co_await WriteAll(connection, parts);
  co_return written;
}

}  // namespace keys::gateway
