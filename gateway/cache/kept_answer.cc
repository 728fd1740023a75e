#include "gateway/cache/kept_answer.h"

#include <utility>

#include "gateway/filters/compress.h"
#include "gateway/filters/entity_tag.h"

namespace keys::gateway {
namespace {

size_t BytesOf(const SharedAnswer& answer) {
  size_t sum = sizeof(SharedAnswer) + answer.field_lines.size() + answer.body.size();
  for (const auto& [name, value] : answer.headers) {
    sum += sizeof(HeaderFields::Field) + name.size() + value.size();
  }
  return sum;
}

bool Names(const std::string& if_none_match, const SharedAnswer& answer) {
  const std::string* tag = answer.headers.Find("etag");
  return tag != nullptr && MatchesAny(if_none_match, *tag, TagComparison::kWeak);
}

}  // namespace

KeptAnswer::KeptAnswer(int64_t revision, AnswerDraft draft, const std::string& service_tag)
    : revision_(revision), service_tag_(service_tag) {
  draft.headers.Set("ETag", EntityTagOf(draft.body, service_tag_));
  plain_ = ShareAnswer(draft.status, std::move(draft.headers), std::move(draft.body));
}

const SharedAnswerPtr& KeptAnswer::Choose(const HeaderFields& request) const {
  const auto accepted = request.Joined("accept-encoding");
  if (!accepted.has_value()) return plain_;
  const Coding coding = ChooseCoding(*accepted, true, true);
  if (coding == Coding::kIdentity) return plain_;
  const auto known = request.Joined("if-none-match");
  if (known.has_value() && Names(*known, *plain_)) return plain_;
  return In(coding, coding == Coding::kGzip ? gzip_ : brotli_);
}

const SharedAnswerPtr& KeptAnswer::In(Coding coding, Compressed& kept) const {
  std::call_once(kept.once, [&] {
    auto packed = Compress(coding, plain_->body);
    if (!packed.has_value()) return;
    HeaderFields headers = plain_->headers;
    headers.Set("Content-Encoding", std::string(NameOf(coding)));
    headers.Set("ETag", EntityTagOf(*packed, service_tag_));
    kept.answer = ShareAnswer(plain_->status, std::move(headers), *std::move(packed));
  });
  return kept.answer == nullptr ? plain_ : kept.answer;
}

size_t KeptAnswer::length() const {
  return plain_ == nullptr ? 0 : plain_->field_lines.size() + plain_->body.size();
}

size_t KeptAnswer::bytes() const {
  if (plain_ == nullptr) return sizeof(KeptAnswer);
  size_t one = BytesOf(*plain_);
  if (plain_->not_modified != nullptr) one += BytesOf(*plain_->not_modified);
  const bool may_be_compressed =
      plain_->body.size() >= kLeastCompressedBytes && plain_->body.size() <= kMostCompressedBytes;
  // The two others have fields of their own and a body of half the length at most.
  return sizeof(KeptAnswer) + (may_be_compressed ? 3 * one - 2 * (plain_->body.size() / 2) : one);
}

}  // namespace keys::gateway
