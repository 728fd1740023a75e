// Writes the log lines of a serving process to stderr: a bounded buffer and one thread, the only
// one that blocks when stderr cannot be written (a pipe to a stopped program, a full disk).
//
//   log::StartWriter();                     // once, before other threads
//   …log::Info("order.paid", …)…            // never blocks from here on
//   log::Flush(absl::Seconds(1));           // before the process ends
//
// Lines gather for kGathering before they are written, so that a busy process pays one system call
// for many of them; that much is lost when a process is killed. A line that finds the buffer full
// is dropped and counted; when the reader moves again, a line "log.lines_dropped" says how many are
// missing before it. Without StartWriter lines are written by the thread that logs, as tests and
// tools want it. Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/time/time.h"

namespace keys::log {

// Some 5,000 lines: several seconds of a busy gateway. While it is being written another may fill.
inline constexpr size_t kBufferBytes = 1024 * 1024;
inline constexpr absl::Duration kGathering = absl::Milliseconds(5);

void StartWriter();
// Waits until every line is written. Returns false when `patience` ended first.
bool Flush(absl::Duration patience);
// Returns how many lines were dropped since the process began.
int64_t DroppedLines();

// Takes a finished line with its newline. Only log.cc calls it.
void Put(std::string_view line);

}  // namespace keys::log
