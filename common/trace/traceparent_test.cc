#include "common/trace/traceparent.h"

#include <catch2/catch.hpp>

namespace keys::trace {
namespace {

constexpr char kExample[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST_CASE("the specification's example is read and written back") {
  const auto context = Parse(kExample);
  REQUIRE(context.has_value());
  CHECK(context->trace_id == "4bf92f3577b34da6a3ce929d0e0e4736");
  CHECK(context->span_id == "00f067aa0ba902b7");
  CHECK(context->sampled);
  CHECK(ToHeader(*context) == kExample);
}

TEST_CASE("a child stays in the trace with a span of its own") {
  const TraceContext parent = New();
  const TraceContext child = ChildOf(parent);
  CHECK(child.trace_id == parent.trace_id);
  CHECK(child.span_id != parent.span_id);
  CHECK(child.sampled == parent.sampled);
  CHECK(Parse(ToHeader(child)).has_value());
}

TEST_CASE("a later version may add parts, and unknown flags are left alone") {
  CHECK(Parse("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more").has_value());
  const auto context = Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fe");
  REQUIRE(context.has_value());
  CHECK_FALSE(context->sampled);
}

TEST_CASE("a header that breaks the specification is no context") {
  for (const char* header : {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                             "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                             "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}) {
    INFO(header);
    CHECK_FALSE(Parse(header).has_value());
  }
}

}  // namespace
}  // namespace keys::trace
