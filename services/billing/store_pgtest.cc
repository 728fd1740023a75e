#include <catch2/catch.hpp>

#include "common/pg/check.h"
#include "common/pg/pool.h"
#include "common/testing/test_database.h"
#include "services/billing/inbox/event_statements.h"
#include "services/billing/inbox/feed_statements.h"
#include "services/billing/orders/books_statements.h"
#include "services/billing/orders/order_statements.h"
#include "services/billing/payments/stripe_statements.h"

namespace keys::billing {
namespace {

TEST_CASE("every statement fits the migrated schema") {
  ::keys::testing::TestDatabase database;
  pg::Pool pool({.conninfo = database.ConninfoFor("keys_billing"), .name = "test"});
  auto db = *pool.Acquire(::keys::testing::Soon());
  for (const auto* statement :
       {&kInsertOrder,      &kInsertLine,        &kInsertCredit,     &kInsertFact,
        &kUpdateOrderState, &kUpdateLine,        &kMarkPledged,      &kCheckOrderAt,
        &kInsertRequest,    &kRecordAnswer,      &kForgetRequest,    &kPutSession,
        &kPutCustomer,      &kPutProduct,        &kPutPrice,         &kForgetCustomer,
        &kForgetProduct,    &kForgetPrice,       &kPutRefund,        &kPutDispute,
        &kGiveUpRequest,    &kInsertEvent,       &kMarkEventHandled, &kMarkEventFailed,
        &kPruneEvents,      &kInsertHandledEvent}) {
    const absl::Status fits = pg::CheckCommand(db, *statement);
    INFO(fits.ToString());
    CHECK(fits.ok());
  }
  const auto fits = [](const absl::Status& status) {
    INFO(status.ToString());
    CHECK(status.ok());
  };
  fits(pg::CheckStatement<NothingRow>(db, kLockTenant));
  fits(pg::CheckStatement<LockedRow>(db, kLockTenantOfOrder));
  fits(pg::CheckStatement<LockedRow>(db, kTryLockTenantOfOrder));
  for (const auto* statement : {&kFindOrder, &kLockOrder, &kListOrdersOf, &kListAllOrders,
                                &kListOpenSharing, &kListShortfalls}) {
    fits(pg::CheckStatement<OrderRow>(db, *statement));
  }
  fits(pg::CheckStatement<LineRow>(db, kListLines));
  fits(pg::CheckStatement<BookLineRow>(db, kListBookLines));
  fits(pg::CheckStatement<BookCreditRow>(db, kListBookCredits));
  fits(pg::CheckStatement<InvariantsRow>(db, kMeasureInvariants));
  fits(pg::CheckStatement<OpenRefundRow>(db, kListOpenRefunds));
  fits(pg::CheckStatement<UnderWayRow>(db, kCountRefundsUnderWay));
  fits(pg::CheckStatement<StoredEventRow>(db, kListEvents));
  fits(pg::CheckStatement<StoredEventRow>(db, kFindEvent));
  fits(pg::CheckStatement<AppliedRow>(db, kListApplied));
  fits(pg::CheckStatement<FactRow>(db, kListFacts));
  fits(pg::CheckStatement<DueRow>(db, kClaimOrdersToCheck));
  fits(pg::CheckStatement<RequestRow>(db, kFindLatestRequest));
  for (const auto* statement : {&kFindSession, &kFindSessionOfOrder, &kFindSessionByIntent}) {
    fits(pg::CheckStatement<SessionRow>(db, *statement));
  }
  fits(pg::CheckStatement<IdRow>(db, kFindCustomer));
  fits(pg::CheckStatement<ErasedRow>(db, kListErased));
  fits(pg::CheckStatement<IsErasedRow>(db, kIsErased));
  fits(pg::CheckStatement<ErasureRow>(db, kFindErasure));
  fits(pg::CheckCommand(db, kRecordErasure));
  for (const auto* statement : {&kFindProduct, &kListProducts}) {
    fits(pg::CheckStatement<ProductRow>(db, *statement));
  }
  for (const auto* statement : {&kFindPrice, &kListActivePrices}) {
    fits(pg::CheckStatement<PriceRow>(db, *statement));
  }
  fits(pg::CheckCommand(db, kAdvanceFeed));
  fits(pg::CheckCommand(db, kAddUpMovements));
  fits(pg::CheckStatement<FeedRow>(db, kClaimFeed));
  fits(pg::CheckStatement<MovementRow>(db, kPutCharge));
  fits(pg::CheckStatement<MovementRow>(db, kPutListedRefund));
  fits(pg::CheckStatement<DifferenceRow>(db, kMeasureLedger));
  fits(pg::CheckStatement<RevisionRow>(db, kRaiseRevision));
  fits(pg::CheckStatement<DueRow>(db, kListUntoldSources));
  fits(pg::CheckStatement<EventRow>(db, kClaimEvent));
  fits(pg::CheckStatement<EventBacklogRow>(db, kMeasureEvents));
}

}  // namespace
}  // namespace keys::billing
