#include "services/discovery/top_keys.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "common/report/request.h"

namespace keys::discovery {
namespace {

using analytics::v1::CountKeysResponse;
using catalog::v1::KeyForSale;

// BatchGetKeys takes this many at once.
constexpr std::size_t kNamesPerCall = 1000;

void Add(const CountKeysResponse::Count& count, v1::TopKey& row) {
  row.set_views(row.views() + count.views());
  row.set_purchases(row.purchases() + count.purchases());
  row.set_downloads(row.downloads() + count.downloads());
  // Purchases name KEYS by id, so all buyers of a KEY are counted under one name.
  row.set_buyers(row.buyers() + count.buyers());
}

bool Before(const v1::TopKey& a, const v1::TopKey& b) {
  return std::tuple(-a.purchases(), -a.downloads(), -a.views(), a.slug()) <
         std::tuple(-b.purchases(), -b.downloads(), -b.views(), b.slug());
}

}  // namespace

absl::StatusOr<std::vector<KeyForSale>> TopKeys::KeysNamed(rpc::Call& call,
                                                           const std::vector<std::string>& names) {
  std::map<std::string, KeyForSale> by_id;
  for (std::size_t at = 0; at < names.size(); at += kNamesPerCall) {
    catalog::v1::BatchGetKeysRequest request;
    const std::size_t end = std::min(names.size(), at + kNamesPerCall);
    for (std::size_t i = at; i < end; ++i) request.add_keys(names[i]);
    ASSIGN_OR_RETURN(catalog::v1::BatchGetKeysResponse found, catalog_.BatchGetKeys(request, call));
    for (KeyForSale& key : *found.mutable_keys()) by_id[key.id()] = std::move(key);
  }
  std::vector<KeyForSale> keys;
  keys.reserve(by_id.size());
  for (auto& [id, key] : by_id) keys.push_back(std::move(key));
  return keys;
}

absl::StatusOr<v1::GetTopKeysResponse> TopKeys::Get(rpc::Call& call,
                                                    const v1::GetTopKeysRequest& request) {
  ASSIGN_OR_RETURN(const report::Span span, report::SpanOf(request, clock_.Now()));
  analytics::v1::CountKeysRequest question;
  *question.mutable_from() = ToProto(span.from);
  *question.mutable_to() = ToProto(span.to);
  ASSIGN_OR_RETURN(const CountKeysResponse counted, counts_.CountKeys(question, call));
  std::map<std::string, const CountKeysResponse::Count*> by_name;
  std::vector<std::string> names;
  for (const auto& count : counted.keys()) {
    by_name[count.name()] = &count;
    names.push_back(count.name());
  }
  ASSIGN_OR_RETURN(const std::vector<KeyForSale> keys, KeysNamed(call, names));
  std::vector<v1::TopKey> rows;
  v1::UnknownKeys unknown;
  unknown.set_views(counted.total().views());
  unknown.set_purchases(counted.total().purchases());
  unknown.set_downloads(counted.total().downloads());
  for (const KeyForSale& key : keys) {
    v1::TopKey& row = rows.emplace_back();
    row.set_id(key.id());
    row.set_slug(key.slug());
    row.set_title(key.title());
    for (const std::string& name : {key.id(), key.slug()}) {
      if (const auto count = by_name.find(name); count != by_name.end()) Add(*count->second, row);
    }
    unknown.set_views(unknown.views() - row.views());
    unknown.set_purchases(unknown.purchases() - row.purchases());
    unknown.set_downloads(unknown.downloads() - row.downloads());
  }
  std::sort(rows.begin(), rows.end(), Before);
  const std::size_t limit = request.has_limit() ? request.limit() : kDefaultTopKeys;
  if (rows.size() > limit) rows.resize(limit);
  v1::GetTopKeysResponse response;
  report::SetSpan(span, response);
  for (v1::TopKey& row : rows) {
    row.set_rank(response.rows_size() + 1);
    *response.add_rows() = std::move(row);
  }
  *response.mutable_unknown() = unknown;
  return response;
}

}  // namespace keys::discovery
