#include "gateway/endpoints/fixed_document.h"

#include <utility>

#include "gateway/filters/entity_tag.h"

namespace keys::gateway {

FixedDocument::FixedDocument(std::string content_type, std::string body)
    : content_type_(std::move(content_type)),
      body_(std::move(body)),
      tag_(EntityTagOf(body_, "")) {}

void FixedDocument::Serve(ExchangePtr, Reply reply) const {
  HttpResponse response{.body = body_};
  response.headers.Add("Content-Type", content_type_);
  response.headers.Add("Cache-Control", "no-cache");
  response.headers.Add("ETag", tag_);
  reply(std::move(response));
}

}  // namespace keys::gateway
