// A finished answer that is kept: as it is, and compressed for those who take that. Each
// representation has an entity tag of its own and is made once, at the first request for it.
//
//   KeptAnswer kept(revision, {.headers = …, .body = …}, "k7");
//   response.shared = kept.Choose(request.headers);
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/filters/negotiate.h"
#include "gateway/server/shared_answer.h"

namespace keys::gateway {

// An answer while it is being put together.
struct AnswerDraft {
  int status = 200;
  HeaderFields headers;
  std::string body;
};

class KeptAnswer {
 public:
  // `revision` is that of the catalog's snapshot. `draft` has all fields except those of one
  // request or connection, and except the ETag, which is made here with `service_tag` in front.
  KeptAnswer(int64_t revision, AnswerDraft draft, const std::string& service_tag);
  // Remembers only that something exists. It is never sent.
  explicit KeptAnswer(int64_t revision) : revision_(revision) {}
  KeptAnswer(const KeptAnswer&) = delete;
  KeptAnswer& operator=(const KeptAnswer&) = delete;

  int64_t revision() const { return revision_; }
  const SharedAnswerPtr& plain() const { return plain_; }

  // Chooses by Accept-Encoding (RFC 9110 §12.5.3). A client whose If-None-Match names the plain
  // representation gets that one, because it need not be sent again.
  const SharedAnswerPtr& Choose(const HeaderFields& request) const;

  // Returns about how many bytes the plain representation has when it is sent.
  size_t length() const;
  // Returns about how much memory it takes at most, once every representation is made.
  size_t bytes() const;

 private:
  struct Compressed {
    std::once_flag once;
    // Null where compressing does not save enough.
    SharedAnswerPtr answer;
  };
  const SharedAnswerPtr& In(Coding coding, Compressed& kept) const;

  const int64_t revision_;
  std::string service_tag_;
  SharedAnswerPtr plain_;
  mutable Compressed gzip_;
  mutable Compressed brotli_;
};
using KeptAnswerPtr = std::shared_ptr<const KeptAnswer>;

}  // namespace keys::gateway
