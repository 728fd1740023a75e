#include "gateway/endpoints/report.h"

#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "common/base/text.h"
#include "common/time/proto_time.h"
#include "gateway/transcode/csv_writer.h"
#include "gateway/transcode/json_writer.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/timestamp.pb.h"
#include "keys/report/v1/report.pb.h"

namespace keys::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;

bool WantsCsv(const Message& request) {
  const auto* format = request.GetDescriptor()->FindFieldByName("format");
  return request.GetReflection()->GetEnumValue(request, format) == report::v1::FORMAT_CSV;
}

// Returns the day in UTC of one of the response's ends.
std::string DateOf(const Message& response, const char* name) {
  const auto* field = response.GetDescriptor()->FindFieldByName(name);
  const auto& time = static_cast<const google::protobuf::Timestamp&>(
      response.GetReflection()->GetMessage(response, field));
  return absl::FormatTime("%Y-%m-%d", FromProto(time), absl::UTCTimeZone());
}

}  // namespace

struct ReportEndpoint::Flight {
  ExchangePtr exchange;
  Reply reply;
  google::protobuf::Arena arena;
  Message* request = nullptr;
  Message* response = nullptr;
};

void ReportEndpoint::Serve(ExchangePtr exchange, Reply reply) const {
  auto flight = std::make_shared<Flight>();
  flight->exchange = std::move(exchange);
  flight->reply = std::move(reply);
  const HttpRequest& request = flight->exchange->request;
  const auto bound = route_.binder.Bind(
      {flight->exchange->variables, request.query(), request.body}, &flight->arena);
  if (!bound.ok()) return flight->reply(bound.status());
  flight->request = *bound;
  flight->response = MessageFactory::generated_factory()
                         ->GetPrototype(route_.method->output_type())
                         ->New(&flight->arena);
  upstream_.Call({.process = route_.process,
                  .grpc_path = route_.grpc_path,
                  .request = flight->request,
                  .response = flight->response,
                  .exchange = *flight->exchange,
                  .timeout = absl::Milliseconds(route_.timeout_ms)},
                 [this, flight](const UpstreamAnswer& answer) {
                   if (!answer.status.ok()) return flight->reply(answer.status);
                   flight->reply(Respond(*flight));
                 });
}

HttpResponse ReportEndpoint::Respond(const Flight& flight) const {
  HttpResponse response;
  response.headers.Add("Cache-Control", "no-store");
  if (WantsCsv(*flight.request)) {
    const std::string name = route_.path_template.substr(route_.path_template.rfind('/') + 1);
    response.body = WriteCsv(*flight.response, *route_.response);
    response.headers.Add("Content-Type", "text/csv; charset=utf-8");
    response.headers.Add("Content-Disposition", Concat({"attachment; filename=\"", name, "-",
                                                        DateOf(*flight.response, "from"), "-",
                                                        DateOf(*flight.response, "to"), ".csv\""}));
  } else {
    response.body = WriteJson(*flight.response, *route_.response);
    response.headers.Add("Content-Type", "application/json");
  }
  return response;
}

}  // namespace keys::gateway
