#include "services/ingestion/report.h"

namespace keys::ingestion {
namespace {

void Fill(std::string_view slug, const Finding& from, v1::Finding& to) {
  to.set_slug(std::string(slug));
  to.set_error(from.detail);
  to.set_code(from.code);
  to.set_pointer(from.pointer);
  to.set_file(from.file);
  if (from.line > 0) to.set_line(from.line);
}

}  // namespace

std::string_view NameOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPublished:
      return "published";
    case Outcome::kUpdated:
      return "updated";
    case Outcome::kUnchanged:
      return "unchanged";
    case Outcome::kRejected:
      return "rejected";
  }
  return "";
}

void Report::Add(const AssetName& name, Outcome outcome, const Findings& findings) {
  if (!findings.ok()) outcome = Outcome::kRejected;
  v1::AssetReport& asset = *response_.add_assets();
  asset.set_slug(name.slug);
  asset.set_version(name.version);
  asset.set_family(name.family);
  asset.set_outcome(std::string(NameOf(outcome)));
  if (outcome == Outcome::kRejected) {
    ++rejected_;
  } else {
    response_.set_success(response_.success() + 1);
  }
  if (outcome == Outcome::kUnchanged) response_.set_unchanged(response_.unchanged() + 1);
  KeepFindings(name.slug, findings);
  Tell(&asset, name.slug, findings);
}

void Report::AddFindings(std::string_view slug, const Findings& findings) {
  if (findings.violations().empty() && findings.warnings().empty()) return;
  KeepFindings(slug, findings);
  Tell(nullptr, slug, findings);
}

void Report::Tell(const v1::AssetReport* asset, std::string_view slug,
                  const Findings& findings) const {
  if (!listener_) return;
  v1::AssetProgress progress;
  if (asset != nullptr) *progress.mutable_asset() = *asset;
  for (const Finding& finding : findings.violations()) Fill(slug, finding, *progress.add_errors());
  for (const Finding& finding : findings.warnings()) Fill(slug, finding, *progress.add_warnings());
  progress.mutable_counts()->set_success(response_.success());
  progress.mutable_counts()->set_unchanged(response_.unchanged());
  progress.mutable_counts()->set_rejected(rejected_);
  listener_(std::move(progress));
}

void Report::KeepFindings(std::string_view slug, const Findings& findings) {
  for (const Finding& finding : findings.violations()) AddViolation(slug, finding);
  for (const Finding& finding : findings.warnings()) AddWarning(slug, finding);
}

void Report::AddViolation(std::string_view slug, const Finding& finding) {
  if (response_.errors_size() > kMaxReportedFindings) return;
  v1::Finding& added = *response_.add_errors();
  Fill(slug, finding, added);
  if (response_.errors_size() <= kMaxReportedFindings) return;
  added.set_code(std::string(code::kTooManyFindings));
  added.set_error("There is more to report than fits; mend these first.");
}

void Report::AddWarning(std::string_view slug, const Finding& finding) {
  if (response_.warnings_size() >= kMaxReportedFindings) return;
  Fill(slug, finding, *response_.add_warnings());
}

v1::IngestResponse Report::Build(const std::string& ingestion_id, bool is_dry_run) const {
  v1::IngestResponse response = response_;
  response.set_ingestion_id(ingestion_id);
  response.set_dry_run(is_dry_run);
  return response;
}

}  // namespace keys::ingestion
