// How far a stream may run ahead of the program that reads it.
//
//   SendAllowance allowance(now);
//   const int64_t room = allowance.Room(*LookAt(socket), now);  // bytes; 0: look again soon
//   … send at most that many …  allowance.Gave(size, now);
//
// What the client's machine has confirmed and its program has not read can no longer be called
// back, and a machine takes megabytes. So a stream is given no more than the program reads in about
// kAhead; who reads fast is given more each time, as fast as TCP's own start and without a bound
// that matters.
//
// How much is unread is told by the window the client's machine announces: what is missing from the
// widest one seen. Pure: moments come from outside. Belongs to one stream; not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace keys::gateway {

// What the kernel knows of a connection.
struct SendView {
  // Given to it and not confirmed by the client's machine, in bytes.
  int64_t unconfirmed = 0;
  // What the client's machine would take beyond that, in bytes.
  int64_t window = 0;
  // There and back.
  std::chrono::microseconds round_trip{0};
};

// Nothing when this kernel does not tell.
std::optional<SendView> LookAt(int socket);

class SendAllowance {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // What everybody may have, in bytes: as much as TCP sends before it hears anything, twice.
  static constexpr int64_t kLeast = 32 * 1024;
  // Less room than this is none: many small pieces cost more than they are worth.
  static constexpr int64_t kPiece = 16 * 1024;
  static constexpr int64_t kMost = 256 << 20;
  // How long a byte may lie between us and the program, beyond the way there and back.
  static constexpr std::chrono::milliseconds kAhead{150};
  // Without any sign of reading for so long, the widest window is measured anew: a machine short of
  // memory may have narrowed it for good.
  static constexpr std::chrono::seconds kForgetWindow{2};

  explicit SendAllowance(Moment now) : progress_at_(now) {}

  int64_t Room(const SendView& view, Moment now);
  void Gave(int64_t bytes, Moment now);

 private:
  // Counts what the program has taken.
  void Measure(const SendView& view, Moment now);
  // Goes by how long the bytes that were given last were on their way.
  void Adapt(const SendView& view, Moment now);

  int64_t given_ = 0;
  int64_t taken_ = 0;
  int64_t widest_ = 0;
  int64_t allowed_ = 2 * kLeast;
  Moment progress_at_;
  // One position of the stream that is followed on its way.
  struct Mark {
    int64_t position = 0;
    // How far ahead of the program it was when given.
    int64_t ahead = 0;
    Moment given_at;
  };
  std::optional<Mark> mark_;
};

}  // namespace keys::gateway
