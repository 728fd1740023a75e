#include "gateway/pages/page_endpoint.h"

#include <utility>

#include "common/base/text.h"
#include "common/error/error.h"
#include "common/log/log.h"
#include "gateway/filters/entity_tag.h"
#include "gateway/pages/content.h"
#include "gateway/pages/markup.h"

namespace keys::gateway {
namespace {

void AddPageHeaders(HeaderFields& headers) {
  headers.Remove("Vary");  // nobody's token makes another page of it
  headers.Set("Content-Type", "text/html; charset=utf-8");
  headers.Set("Cache-Control", "no-cache");
  headers.Set("Content-Security-Policy", kPagePolicy);
}

// Makes the request of a caller who is not signed in and sends nothing but the path.
ExchangePtr PlainRequest(const ExchangePtr& exchange) {
  auto plain = std::make_shared<Exchange>();
  const HttpRequest& request = exchange->request;
  plain->request.method = request.method;
  plain->request.target = std::string(request.path());
  plain->request.peer_address = request.peer_address;
  // The client decides in which coding it gets the page.
  for (const char* name : {"accept-encoding", "if-none-match"}) {
    if (const auto sent = request.headers.Joined(name)) plain->request.headers.Add(name, *sent);
  }
  plain->request_id = exchange->request_id;
  plain->trace = exchange->trace;
  plain->caller = exchange->caller;
  plain->deadline = exchange->deadline;
  plain->variables = exchange->variables;
  return plain;
}

}  // namespace

FixedPage::FixedPage(const Site& site, const PageContent& content)
    : status_(content.status), html_(site.Write(content)), tag_(EntityTagOf(html_, "")) {}

void FixedPage::Serve(ExchangePtr, Reply reply) const {
  HttpResponse response{.status = status_, .body = html_};
  AddPageHeaders(response.headers);
  if (status_ == 200) response.headers.Add("ETag", tag_);
  reply(std::move(response));
}

CatalogPage::CatalogPage(const Site& site, const RpcRoute& route, Upstream& upstream,
                         CatalogCache& cache, std::string name, Describe describe)
    : site_(site),
      name_(std::move(name)),
      answer_(std::make_unique<RpcEndpoint>(
          route, upstream, cache,
          RpcEndpoint::Presentation{.name = name_, .rewrite = [&site, describe](AnswerDraft& kept) {
                                      kept.body = site.Write(describe(site, kept.body));
                                      AddPageHeaders(kept.headers);
                                    }})) {}

void CatalogPage::Serve(ExchangePtr exchange, Reply reply) const {
  answer_->Serve(PlainRequest(exchange),
                 [this, reply = std::move(reply)](absl::StatusOr<HttpResponse> answer) {
                   if (!answer.ok()) answer = Failed(answer.status());
                   reply(std::move(answer));
                 });
}

HttpResponse CatalogPage::Failed(const absl::Status& error) const {
  const int status = error::InfoOf(error::ReasonOf(error)).http();
  // A slug that is malformed names nothing either, so it is a page that does not exist.
  if (status == 400 || status == 404) return site_.Respond(MissingPage(name_));
  log::Error("page.failed", {{"page", name_}, {"why", MessageOf(error)}});
  HttpResponse response = site_.Respond(FailurePage(name_, 503));
  response.headers.Add("Retry-After", "1");
  return response;
}

void Elsewhere::Serve(ExchangePtr exchange, Reply reply) const {
  std::string location = path_;
  for (const auto& [name, value] : exchange->variables) {
    StrAppend(&location, "/", EscapeSegment(value));
  }
  HttpResponse response{.status = 303};
  response.headers.Add("Location", location);
  response.headers.Add("Cache-Control", "no-cache");
  reply(std::move(response));
}

}  // namespace keys::gateway
