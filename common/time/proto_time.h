// absl::Time to and from google.protobuf.Timestamp. A Timestamp outside 0001–9999 is the caller's
// input error and is cut to that range. Pure.
#pragma once

#include <algorithm>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace keys {

inline google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);  // floors
  google::protobuf::Timestamp proto;
  proto.set_seconds(seconds);
  proto.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return proto;
}

inline absl::Time FromProto(const google::protobuf::Timestamp& proto) {
  constexpr int64_t kFirst = -62'135'596'800;  // 0001-01-01T00:00:00Z
  constexpr int64_t kLast = 253'402'300'799;   // 9999-12-31T23:59:59Z
  return absl::FromUnixSeconds(std::clamp<int64_t>(proto.seconds(), kFirst, kLast)) +
         absl::Nanoseconds(std::clamp<int32_t>(proto.nanos(), 0, 999'999'999));
}

}  // namespace keys
