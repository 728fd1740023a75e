// A client that keeps next to nothing: it takes a receive buffer of the size asked for, which a
// machine otherwise lets grow to megabytes, so that what it has read is what has left the server.
//
//   keys-slow-reader 127.0.0.1 PORT BYTES_PER_SECOND BUFFER_BYTES < request > answer
//
// Sends what it gets on standard input, reads the answer at the given rate and passes it on at
// once. At the end, on standard error: {"received":N,"ended":"closed"} or "reset".
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

namespace {

// Segments as on a real line: those of the loopback are larger than a small buffer.
constexpr int kSegmentBytes = 1400;
constexpr size_t kChunkBytes = 8 * 1024;

bool PassOn(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(to, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

std::string ReadAll(int from) {
  std::string all;
  std::array<char, kChunkBytes> chunk{};
  for (ssize_t got = 1; got > 0;) {
    got = read(from, chunk.data(), chunk.size());
    if (got > 0) all.append(chunk.data(), static_cast<size_t>(got));
  }
  return all;
}

int Connect(const char* host, int port, int buffer_bytes) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  // The size is set before it connects, because the window is agreed on then.
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof(buffer_bytes));
  setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &kSegmentBytes, sizeof(kSegmentBytes));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1 ||
      connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    return -1;
  }
  return fd;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: keys-slow-reader HOST PORT BYTES_PER_SECOND BUFFER_BYTES < request\n",
               stderr);
    return 2;
  }
  const double rate = std::strtod(argv[3], nullptr);
  const int fd = Connect(argv[1], std::atoi(argv[2]), std::atoi(argv[4]));
  if (fd < 0 || rate <= 0 || !PassOn(fd, ReadAll(STDIN_FILENO))) {
    std::perror("keys-slow-reader");
    return 1;
  }
  int64_t received = 0;
  const char* ended = "closed";
  std::array<char, kChunkBytes> chunk{};
  const auto begun = std::chrono::steady_clock::now();
  while (true) {
    std::this_thread::sleep_until(
        begun + std::chrono::duration_cast<std::chrono::nanoseconds>(
                    std::chrono::duration<double>(static_cast<double>(received) / rate)));
    const ssize_t got = recv(fd, chunk.data(), chunk.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) ended = "reset";
    if (got <= 0) break;
    received += got;
    if (!PassOn(STDOUT_FILENO, std::string_view(chunk.data(), static_cast<size_t>(got)))) break;
  }
  std::fprintf(stderr, "{\"received\":%lld,\"ended\":\"%s\"}\n", static_cast<long long>(received),
               ended);
  close(fd);
  return 0;
}
