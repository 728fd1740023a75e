// W3C Trace Context, the `traceparent` header: which trace a request belongs to.
//
//   const TraceContext trace = trace::Parse(header).value_or(trace::New());
//   outgoing.Set("traceparent", trace::ToHeader(trace::ChildOf(trace)));
//
// Values; functions are thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keys {

struct TraceContext {
  // 32 lower-case hexadecimal digits, not all zero.
  std::string trace_id;
  // 16 lower-case hexadecimal digits, not all zero.
  std::string span_id;
  bool sampled = false;
};

namespace trace {

// Returns nothing when the header is not valid. A later version's header is read as far as version
// 00 goes.
std::optional<TraceContext> Parse(std::string_view header);

// A new trace, sampled.
TraceContext New();

// Keeps the trace and its sampling, with a new span.
TraceContext ChildOf(const TraceContext& parent);

// "00-<trace>-<span>-01"
std::string ToHeader(const TraceContext& context);

}  // namespace trace
}  // namespace keys
