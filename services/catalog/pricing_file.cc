#include "services/catalog/pricing_file.h"

#include <map>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"
#include "services/catalog/bundle_growth.h"
#include "services/catalog/domain/bundle.h"
#include "services/catalog/domain/vocabulary.h"
#include "services/catalog/known_parts.h"
#include "services/catalog/store/bundle_store.h"
#include "services/catalog/store/key_store.h"
#include "services/catalog/store/revision_store.h"

namespace keys::catalog {
namespace {

std::string HashOf(const google::protobuf::MessageLite& entry) {
  return crypto::Sha256Hex(entry.SerializeAsString());
}

SaleTerms SoldTermsOf(const v1::KeyForSale& key) {
  SaleTerms terms{.currency = key.currency(), .status = key.status()};
  if (key.has_price_cents()) terms.price_cents = key.price_cents();
  return terms;
}

BundleInput PricingInputOf(const v1::BundlePricing& entry) {
  BundleInput input{.slug = entry.slug(),
                    .title = entry.title(),
                    .bundle_type = entry.bundle_type(),
                    .price_cents = entry.price_cents(),
                    .currency = entry.currency(),
                    .keys = {entry.key_slugs().begin(), entry.key_slugs().end()}};
  if (entry.has_description()) input.description = entry.description();
  return input;
}

}  // namespace

// The results of one call so far.
struct PricingFile::Run {
  const v1::ApplyPricingRequest& request;
  std::string currency;
  absl::Time now;
  AppliedEntries applied_before = {};
  AppliedEntries applied = {};
  std::map<std::string, SaleTerms> terms = {};
  v1::ApplyPricingResponse response = {};

  bool IsNews(const std::string& kind, const std::string& slug, const std::string& hash) const {
    const auto known = applied_before.find({kind, slug});
    return known == applied_before.end() || known->second != hash;
  }
  void AddProblem(const std::string& slug, const std::string& at, const error::Violation& fault) {
    v1::ApplyPricingResponse::Problem* problem = response.add_problems();
    problem->set_pointer(at + fault.pointer());
    problem->set_code(fault.code());
    problem->set_detail(fault.detail());
    problem->set_slug(slug);
  }
};

absl::StatusOr<v1::ApplyPricingResponse> PricingFile::Apply(
    rpc::Call& call, const v1::ApplyPricingRequest& request) {
  Run run{.request = request,
          .currency = CurrencyOr(request.currency(), "usd"),
          .now = parts_.clock.Now()};
  ASSIGN_OR_RETURN(pg::Transaction tx, pg::Transaction::Begin(parts_.pool, call.deadline()));
  RETURN_IF_ERROR(LockCatalog(tx));
  RETURN_IF_ERROR(MarkRevision(tx, call));
  ASSIGN_OR_RETURN(run.applied_before, FindAppliedEntries(tx));
  RETURN_IF_ERROR(ApplyKeys(tx, run));
  RETURN_IF_ERROR(ApplyBundles(tx, run));
  if (!request.dry_run()) RETURN_IF_ERROR(Keep(tx, call, run));
  return std::move(run.response);
}

absl::Status PricingFile::ApplyKeys(pg::Transaction& tx, Run& run) {
  std::vector<std::string> slugs;
  for (const v1::KeyPricing& entry : run.request.keys()) slugs.push_back(entry.slug());
  ASSIGN_OR_RETURN(const std::vector<v1::KeyForSale> keys, FindKeysForSale(tx, slugs));
  std::map<std::string, const v1::KeyForSale*> by_slug;
  for (const v1::KeyForSale& key : keys) by_slug[key.slug()] = &key;
  for (v1::KeyPricing entry : run.request.keys()) {
    entry.set_currency(CurrencyOr(entry.currency(), run.currency));
    const std::string hash = HashOf(entry);
    if (!run.IsNews("key", entry.slug(), hash)) continue;
    const int problems = run.response.problems_size();
    const auto key = by_slug.find(entry.slug());
    ApplyKey(entry, key == by_slug.end() ? nullptr : key->second, run);
    if (run.response.problems_size() == problems) run.applied[{"key", entry.slug()}] = hash;
  }
  RETURN_IF_ERROR(SetTermsOfMany(tx, run.terms, run.now));
  std::vector<std::string> changed;
  for (const auto& [id, terms] : run.terms) changed.push_back(id);
  return LetBundlesGrow(tx, changed, {parts_.audit, "ingestion", run.now});
}

void PricingFile::ApplyKey(const v1::KeyPricing& entry, const v1::KeyForSale* key, Run& run) {
  const std::string at = "/keys/" + entry.slug();
  if (key == nullptr) {
    run.AddProblem(entry.slug(), at,
                   error::MakeViolation("", "UNKNOWN_KEY", "There is no KEY of this name."));
    return;
  }
  SaleTerms terms{.currency = entry.currency(), .status = key->status()};
  if (entry.has_price_cents()) terms.price_cents = entry.price_cents();
  if (entry.has_status()) terms.status = entry.status();
  if (!IsOneOf(terms.status, kStatuses)) {
    run.AddProblem(entry.slug(), at,
                   error::MakeViolation("/status", "UNKNOWN_WORD",
                                        Concat({"`status` is ", Enumerate(kStatuses), "."})));
    return;
  }
  if (auto fault = CheckPrice(parts_.currencies, terms.price_cents.value_or(0), terms.currency)) {
    run.AddProblem(entry.slug(), at, fault->violation);
    return;
  }
  if (terms == SoldTermsOf(*key)) return;
  run.terms[key->id()] = std::move(terms);
  run.response.set_changed(run.response.changed() + 1);
}

absl::Status PricingFile::ApplyBundles(pg::Transaction& tx, Run& run) {
  std::vector<std::string> refs;
  for (const v1::BundlePricing& entry : run.request.bundles()) {
    refs.insert(refs.end(), entry.key_slugs().begin(), entry.key_slugs().end());
  }
  // The parts are read after the KEYS' new prices were written.
  ASSIGN_OR_RETURN(const KnownParts known, FindParts(tx, refs));
  for (int i = 0; i < run.request.bundles_size(); ++i) {
    v1::BundlePricing entry = run.request.bundles(i);
    entry.set_currency(CurrencyOr(entry.currency(), run.currency));
    const std::string hash = HashOf(entry);
    if (!run.IsNews("bundle", entry.slug(), hash)) continue;
    const BundleInput input = PricingInputOf(entry);
    const std::vector<PriceFault> faults = CheckBundle(input, parts_.currencies, known.parts);
    for (const PriceFault& fault : faults) {
      run.AddProblem(entry.slug(), "/bundles/" + std::to_string(i), fault.violation);
    }
    if (!faults.empty()) continue;
    RETURN_IF_ERROR(WriteBundle(tx, known.ToWrite(input, parts_.ids.NewUuid()), run.now));
    run.applied[{"bundle", entry.slug()}] = hash;
    run.response.set_changed(run.response.changed() + 1);
  }
  return absl::OkStatus();
}

absl::Status PricingFile::Keep(pg::Transaction& tx, rpc::Call& call, const Run& run) {
  if (run.applied.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(RecordAppliedEntries(tx, run.applied, run.now));
  if (run.response.changed() > 0) {
    RETURN_IF_ERROR(parts_.audit.Append(
        tx,
        {.actor = "ingestion",
         .action = "pricing.apply",
         .subject = "marketplace.json",
         .details_json = Concat({R"({"changed":)", std::to_string(run.response.changed()), "}"})},
        run.now));
    ASSIGN_OR_RETURN(const int64_t revision, CountRevision(tx));
    call.set_revision(revision);
  }
  return tx.Commit();
}

}  // namespace keys::catalog
