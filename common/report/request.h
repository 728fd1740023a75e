// A report's span read from its request and written into its response: every report has the same
// fields.
//
//   ASSIGN_OR_RETURN(const Span span, SpanOf(request, clock.Now()));
//   SetSpan(span, response);
//   SetSpan(period, *response.add_rows());
//
// Pure; thread-safe.
#pragma once

#include "common/report/span.h"
#include "common/time/proto_time.h"

namespace keys::report {

template <typename Request>
absl::StatusOr<Span> SpanOf(const Request& request, absl::Time now) {
  SpanInput input;
  if (request.has_from()) input.from = request.from();
  if (request.has_to()) input.to = request.to();
  if (request.has_tz()) input.tz = request.tz();
  return ReadSpan(input, now);
}

template <typename Response>
void SetSpan(const Span& span, Response& response) {
  *response.mutable_from() = ToProto(span.from);
  *response.mutable_to() = ToProto(span.to);
  response.set_tz(span.tz);
}

template <typename Row>
void SetSpan(const Period& period, Row& row) {
  *row.mutable_from() = ToProto(period.start);
  *row.mutable_to() = ToProto(period.end);
}

}  // namespace keys::report
