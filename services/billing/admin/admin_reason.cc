#include "services/billing/admin/admin_reason.h"

#include "common/error/error.h"
#include "common/text/fold.h"

namespace keys::billing {
namespace {

constexpr size_t kMaxReasonBytes = 2000;

}  // namespace

absl::Status CheckReason(const std::string& reason) {
  if (text::IsBlank(reason)) return error::Invalid("/reason", "REQUIRED", "Say why.");
  if (reason.size() <= kMaxReasonBytes) return absl::OkStatus();
  return error::Invalid("/reason", "TOO_LONG", "A reason has at most 500 characters.");
}

}  // namespace keys::billing
