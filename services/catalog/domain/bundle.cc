#include "services/catalog/domain/bundle.h"

#include <set>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/text/disguise.h"
#include "common/text/fold.h"
#include "services/catalog/domain/slug.h"
#include "services/catalog/domain/vocabulary.h"

namespace keys::catalog {
namespace {

using error::Reason;
using Faults = std::vector<PriceFault>;

void Add(Faults& faults, std::string pointer, std::string code, std::string detail) {
  faults.push_back(
      {.violation = error::MakeViolation(std::move(pointer), std::move(code), std::move(detail))});
}

// Counts characters and not bytes: continuation bytes of UTF-8 are skipped.
size_t Length(const std::string& text) {
  size_t length = 0;
  for (const char c : text) length += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return length;
}

void CheckSlugOf(const BundleInput& bundle, Faults& faults) {
  const absl::Status status = CheckSlug(bundle.slug);
  if (status.ok()) return;
  const auto detail = error::DetailOf(status);
  faults.push_back(
      {.reason = detail->reason(),
       .violation = error::MakeViolation(
           "/slug", error::CodeOf(detail->reason()),
           detail->violations_size() > 0 ? detail->violations(0).detail() : detail->detail())});
}

// A text that an administrator pastes may be disguised just like an author's, so it is checked too.
void CheckReading(std::string_view text, text::Shape shape, const char* pointer, Faults& faults) {
  const auto character = text::FindDisguise(text, shape);
  if (!character.has_value()) return;
  Add(faults, pointer, "DISGUISED_TEXT",
      Concat({text::CodePointName(*character),
              " cannot be seen or changes how its neighbours are read; leave it out."}));
}

void CheckTexts(const BundleInput& bundle, Faults& faults) {
  if (text::IsBlank(bundle.title)) {
    Add(faults, "/title", "REQUIRED", "A bundle has a title.");
  } else if (Length(bundle.title) > kLongestTitle) {
    Add(faults, "/title", "TOO_LONG", "A title has at most 200 characters.");
  }
  CheckReading(bundle.title, text::Shape::kLine, "/title", faults);
  CheckReading(bundle.description.value_or(""), text::Shape::kProse, "/description", faults);
  if (Length(bundle.description.value_or("")) > kLongestDescription) {
    Add(faults, "/description", "TOO_LONG", "A description has at most 5000 characters.");
  }
  if (!IsOneOf(bundle.bundle_type, kBundleTypes)) {
    Add(faults, "/bundle_type", "UNKNOWN_WORD",
        Concat({"`bundle_type` is ", Enumerate(kBundleTypes), "."}));
  }
}

void CheckRule(const BundleInput& bundle, Faults& faults) {
  if (!bundle.rule.has_value()) return;
  const MemberRule& rule = *bundle.rule;
  if (!rule.any()) Add(faults, "/rule", "REQUIRED", "A rule names a tool, a maturity or both.");
  if (rule.tool.has_value() && !IsOneOf(*rule.tool, kTools)) {
    Add(faults, "/rule/tool", "UNKNOWN_WORD", Concat({"`tool` is ", Enumerate(kTools), "."}));
  }
  if (rule.maturity.has_value() && !IsOneOf(*rule.maturity, kMaturities)) {
    Add(faults, "/rule/maturity", "UNKNOWN_WORD",
        Concat({"`maturity` is ", Enumerate(kMaturities), "."}));
  }
}

// Returns the parts that are named, each once.
std::vector<Part> CheckKeys(const BundleInput& bundle, const std::map<std::string, Part>& parts,
                            Faults& faults) {
  std::vector<Part> named;
  std::set<std::string> seen;
  if (bundle.keys.empty()) Add(faults, "/key_slugs", "REQUIRED", "A bundle holds a KEY or more.");
  if (bundle.keys.size() > kMostBundleKeys) {
    Add(faults, "/key_slugs", "TOO_LONG", "A bundle holds at most 500 KEYS.");
    return named;
  }
  for (size_t i = 0; i < bundle.keys.size(); ++i) {
    const std::string pointer = "/key_slugs/" + std::to_string(i);
    const auto part = parts.find(bundle.keys[i]);
    if (part == parts.end()) {
      Add(faults, pointer, "UNKNOWN_KEY",
          Concat({"There is no KEY named `", bundle.keys[i], "`."}));
    } else if (!seen.insert(part->second.slug).second) {
      Add(faults, pointer, "DUPLICATE",
          Concat({"`", part->second.slug, "` is in the list already."}));
    } else {
      named.push_back(part->second);
    }
  }
  return named;
}

}  // namespace

std::vector<PriceFault> CheckBundle(const BundleInput& bundle,
                                    const money::CurrencyTable& currencies,
                                    const std::map<std::string, Part>& parts) {
  Faults faults;
  CheckSlugOf(bundle, faults);
  CheckTexts(bundle, faults);
  CheckRule(bundle, faults);
  const std::vector<Part> named = CheckKeys(bundle, parts, faults);
  if (auto fault = CheckPrice(currencies, bundle.price_cents, bundle.currency)) {
    faults.push_back(*std::move(fault));
  } else if (named.size() == bundle.keys.size()) {
    if (auto too_dear = CheckBundlePrice(bundle.price_cents, bundle.currency, named)) {
      faults.push_back(*std::move(too_dear));
    }
  }
  return faults;
}

absl::Status ToStatus(const std::vector<PriceFault>& faults) {
  if (faults.empty()) return absl::OkStatus();
  error::ErrorDetail detail;
  detail.set_reason(faults.front().reason);
  detail.set_detail(faults.front().violation.detail());
  for (const PriceFault& fault : faults) {
    if (fault.reason != detail.reason()) detail.set_reason(Reason::INVALID_ARGUMENT);
    *detail.add_violations() = fault.violation;
  }
  return error::Make(std::move(detail));
}

}  // namespace keys::catalog
