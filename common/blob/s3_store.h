// Objects in an S3-compatible storage: Amazon, Supabase Storage, MinIO, Ceph, OpenStack Swift.
//
// Every request is signed (sigv4.h); bodies are streamed from their files with their SHA-256 signed
// too, so that the storage itself refuses other bytes. What fails for a moment is tried again, at
// most kMaxAttempts times with back-off. The bucket is made when it is missing. A reader asks for
// ranges of the very object it was opened on. Promises: object_store.h.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/blob/object_store.h"
#include "common/blob/s3_url.h"
#include "common/blob/sigv4.h"
#include "common/http_client/http_client.h"

namespace keys::blob {

inline constexpr int kMaxAttempts = 4;

struct S3Options {
  S3Place place;
  sigv4::Credentials credentials;
  // Null stands for libcurl.
  std::unique_ptr<http::HttpClient> client = nullptr;
  // Waits between attempts. An empty function stands for sleeping; tests count instead.
  std::function<void(absl::Duration)> pause = nullptr;
};

std::unique_ptr<ObjectStore> MakeS3Store(S3Options options);

}  // namespace keys::blob
