#include "services/ingestion/progress.h"

#include <utility>

#include "services/ingestion/report.h"

namespace keys::ingestion {

Progress::Progress() : feed_(std::make_shared<Feed>([this] { return events_; })) { feed_->Open(); }

void Progress::Started(const v1::Ingestion& ingestion) {
  feed_->Change([&]() -> Feed::Events {
    events_.assign(1, {});
    *events_.back().mutable_started() = ingestion;
    ingestion_id_ = ingestion.id();
    number_ = 0;
    findings_ = 0;
    return events_;
  });
}

void Progress::Decided(v1::AssetProgress asset) {
  feed_->Change([&]() -> Feed::Events {
    asset.set_ingestion_id(ingestion_id_);
    asset.set_number(++number_);
    v1::WatchIngestionResponse event;
    *event.mutable_asset() = std::move(asset);
    v1::AssetProgress& kept = *events_.emplace_back(event).mutable_asset();
    findings_ += kept.errors_size() + kept.warnings_size();
    if (findings_ > kMaxReportedFindings) {
      kept.clear_errors();
      kept.clear_warnings();
    }
    return {event};
  });
}

void Progress::Ended(const v1::Ingestion& ingestion, const v1::IngestResponse& report) {
  feed_->Change([&]() -> Feed::Events {
    events_.assign(1, {});
    *events_.back().mutable_ended()->mutable_ingestion() = ingestion;
    *events_.back().mutable_ended()->mutable_report() = report;
    return events_;
  });
}

}  // namespace keys::ingestion
