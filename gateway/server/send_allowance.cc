#include "gateway/server/send_allowance.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>

namespace keys::gateway {
namespace {

// How much more may be given when a byte was on its way for less than kAhead by this factor; a
// little more when it was just in time, or who reads in bursts would be held to the first of them.
constexpr int kMuchFaster = 4;
constexpr int kFaster = 2;
int64_t ALittleMore(int64_t bytes) { return bytes + bytes / 4; }

}  // namespace

std::optional<SendView> LookAt(int socket) {
  tcp_info info{};
  socklen_t size = sizeof(info);
  int unconfirmed = 0;
  constexpr size_t kNeeded = offsetof(tcp_info, tcpi_snd_wnd) + sizeof(info.tcpi_snd_wnd);
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || size < kNeeded ||
      ioctl(socket, SIOCOUTQ, &unconfirmed) != 0) {
    return std::nullopt;
  }
  return SendView{.unconfirmed = unconfirmed,
                  .window = info.tcpi_snd_wnd,
                  .round_trip = std::chrono::microseconds(info.tcpi_rtt)};
}

int64_t SendAllowance::Room(const SendView& view, Moment now) {
  Measure(view, now);
  Adapt(view, now);
  const int64_t room = allowed_ - (given_ - taken_);
  return room < kPiece ? 0 : room;
}

void SendAllowance::Gave(int64_t bytes, Moment now) {
  given_ += bytes;
  if (!mark_.has_value()) {
    mark_ = Mark{.position = given_, .ahead = given_ - taken_, .given_at = now};
  }
}

void SendAllowance::Measure(const SendView& view, Moment now) {
  const int64_t confirmed = given_ - view.unconfirmed;
  // What is on its way was sent into this window.
  widest_ = std::max(widest_, view.window);
  const int64_t taken = std::max(taken_, confirmed - (widest_ - view.window));
  if (taken > taken_ || given_ == taken_) {
    taken_ = taken;
    progress_at_ = now;
  } else if (now - progress_at_ > kForgetWindow) {
    widest_ = view.window;
    taken_ = std::max(taken_, confirmed);
    progress_at_ = now;
  }
}

void SendAllowance::Adapt(const SendView& view, Moment now) {
  if (!mark_.has_value()) return;
  const auto on_its_way = std::max<std::chrono::nanoseconds>(
      now - mark_->given_at - view.round_trip, std::chrono::microseconds(1));
  const bool arrived = taken_ >= mark_->position;
  if (arrived && on_its_way * kMuchFaster <= kAhead) {
    allowed_ = std::max(allowed_, kMuchFaster * mark_->ahead);
  } else if (arrived && on_its_way * kFaster <= kAhead) {
    allowed_ = std::max(allowed_, kFaster * mark_->ahead);
  } else if (arrived && on_its_way <= kAhead) {
    allowed_ = std::max(allowed_, ALittleMore(mark_->ahead));
  } else if (on_its_way > kAhead) {
    const double part = std::chrono::duration<double>(kAhead) / on_its_way;
    allowed_ = std::min(allowed_, static_cast<int64_t>(static_cast<double>(mark_->ahead) * part));
  }
  allowed_ = std::clamp(allowed_, kLeast, kMost);
  if (arrived) mark_.reset();
}

}  // namespace keys::gateway
