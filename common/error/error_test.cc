#include "common/error/error.h"

#include <catch2/catch.hpp>
#include <set>

namespace keys::error {
namespace {

TEST_CASE("every reason has a gRPC code, an HTTP status and a title") {
  const auto* reasons = v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const ReasonInfo& info = InfoOf(static_cast<Reason>(reasons->value(i)->number()));
    INFO(reasons->value(i)->name());
    CHECK(info.grpc() > 0);
    CHECK(info.grpc() <= 16);
    CHECK(info.http() >= 400);
    CHECK(info.http() < 600);
    CHECK_FALSE(info.title().empty());
  }
}

TEST_CASE("an error keeps reason, violations and actions over the wire") {
  absl::Status status = Invalid("/price_cents", "OUT_OF_RANGE", "A price is not negative.");
  status = WithAction(status, "Send a price of 0 or more.");
  const absl::Status back =
      FromRpcStatus(status.code(), std::string(status.message()), ToRpcStatus(status));
  CHECK(back.code() == absl::StatusCode::kInvalidArgument);
  const auto detail = DetailOf(back);
  REQUIRE(detail.has_value());
  CHECK(detail->reason() == Reason::INVALID_ARGUMENT);
  REQUIRE(detail->violations_size() == 1);
  CHECK(detail->violations(0).pointer() == "/price_cents");
  REQUIRE(detail->actions_size() == 1);
}

TEST_CASE("a foreign status has no reason and its details may be broken") {
  CHECK(ReasonOf(absl::InternalError("boom")) == Reason::REASON_UNSPECIFIED);
  CHECK(CodeOf(Reason::REASON_UNSPECIFIED) == "INTERNAL");
  const absl::Status back = FromRpcStatus(absl::StatusCode::kInternal, "x", "\xff not protobuf");
  CHECK(back.code() == absl::StatusCode::kInternal);
  CHECK(ReasonOf(back) == Reason::REASON_UNSPECIFIED);
}

TEST_CASE("no violations is no error") { CHECK(Invalid(std::vector<Violation>{}).ok()); }

}  // namespace
}  // namespace keys::error
