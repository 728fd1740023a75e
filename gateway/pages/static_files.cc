#include "gateway/pages/static_files.h"

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/filters/negotiate.h"

namespace keys::gateway {
namespace {

// Browsers and RFC 9111 §4.2 take a year for "for ever".
constexpr char kForever[] = "public, max-age=31536000, immutable";
constexpr char kRevalidate[] = "no-cache";

absl::Status Missing() {
  return error::Make(error::Reason::NOT_FOUND, "There is no such file of the storefront.");
}

HttpResponse Send(const WebFile& file, const HttpRequest& request) {
  const auto accept = request.headers.Joined("accept-encoding");
  const Coding coding = ChooseCoding(accept.value_or(""), !file.gzip.entity_tag.empty(),
                                     !file.brotli.entity_tag.empty());
  const WebVariant& variant = coding == Coding::kBrotli ? file.brotli
                              : coding == Coding::kGzip ? file.gzip
                                                        : file.plain;
  HttpResponse response{.body = variant.bytes};
  response.headers.Add("Content-Type", file.content_type);
  if (coding != Coding::kIdentity) {
    response.headers.Add("Content-Encoding", coding == Coding::kBrotli ? "br" : "gzip");
  }
  response.headers.Add("Cache-Control", file.immutable ? kForever : kRevalidate);
  response.headers.Add("ETag", variant.entity_tag);
  response.headers.Add("Vary", "Accept-Encoding");
  return response;
}

void SendOrRefuse(const WebFile* file, const ExchangePtr& exchange, const Reply& reply) {
  if (file == nullptr) return reply(Missing());
  reply(Send(*file, exchange->request));
}

}  // namespace

void WebFolder::Serve(ExchangePtr exchange, Reply reply) const {
  std::string path;
  for (const auto& [name, value] : exchange->variables) {
    StrAppend(&path, path.empty() ? "" : "/", value);
  }
  SendOrRefuse(files_.Find(path), exchange, reply);
}

void OneWebFile::Serve(ExchangePtr exchange, Reply reply) const {
  SendOrRefuse(files_.Find(path_), exchange, reply);
}

}  // namespace keys::gateway
