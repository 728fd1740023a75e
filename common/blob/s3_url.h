// s3://bucket?endpoint=https://host[:port][/prefix]&region=eu-1&style=path|virtual
//
//   endpoint  of Supabase Storage, MinIO, Ceph, Swift …; absent: AWS's own of the region
//   region    absent: us-east-1
//   style     path: host/bucket/key; virtual: bucket.host/key. Absent: path with an endpoint, else
//             virtual
// Values may be percent-encoded. Pure.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace keys::blob {

struct S3Place {
  std::string bucket;
  std::string scheme;  // https, http
  std::string host;    // with the port if it is named; without the bucket
  std::string prefix;  // of every path: "" or "/storage/v1/s3"
  std::string region;
  bool is_virtual = false;
  // Amazon's own S3 must be told the region when a bucket is made.
  bool is_aws = false;
};

// kInvalidArgument with a text for the operator.
absl::StatusOr<S3Place> ParseS3Url(std::string_view url);

}  // namespace keys::blob
