#include "gateway/server/port_turn.h"

#include <linux/filter.h>
#include <sys/socket.h>

namespace keys::gateway {

bool SharePort(int listener) {
  const int on = 1;
  return setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) == 0;
}

bool SetPortTurn(int listener, PortTurn turn) {
  // A program of classic BPF that returns the index of a listener. Listeners are numbered in the
  // order in which they began; when one is closed the last takes its number.
  sock_filter answer = BPF_STMT(BPF_RET | BPF_K, static_cast<unsigned>(turn));
  const sock_fprog program = {.len = 1, .filter = &answer};
  return setsockopt(listener, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof(program)) == 0;
}

}  // namespace keys::gateway
