// How the columns of a KEY's row are shown, for every store that reads marketplace_keys.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "common/time/proto_time.h"

namespace keys::catalog {

// The columns of a whole KEY, of marketplace_keys k. The structs KeyRow (key_store.cc) and PageRow
// (page_store.cc) have them in this order, which pg::CheckStatement compares.
inline constexpr char kKeyColumns[] =
    "k.id, k.slug, k.title, k.description, k.tool, k.key_type, k.key_types, k.category, "
    "k.difficulty, k.tags, k.version, k.license_spdx, k.outcome, k.maturity, k.price_cents, "
    "k.currency, k.available, k.status, k.attributes, k.incomplete, k.family, k.key_references, "
    "k.source_rank, k.row_version, k.created_at, k.updated_at";

inline std::string TakeText(std::string& text) { return std::move(text); }
inline std::string TakeText(std::optional<std::string>& text) { return *std::move(text); }

// Moves a KEY's columns from `row` into the message `key`. Each field of a KEY that the message
// has must be a member of the row: a field that somebody adds to a message and not to the row of
// its statement does not compile.
template <typename Message, typename Row>
void FillKey(Message& key, Row& row) {
  key.set_id(TakeText(row.id));
  key.set_slug(std::move(row.slug));
  key.set_title(std::move(row.title));
  if (row.description) key.set_description(*std::move(row.description));
  key.set_tool(std::move(row.tool));
  key.set_key_type(std::move(row.key_type));
  key.set_version(std::move(row.version));
  if (row.price_cents) key.set_price_cents(*row.price_cents);
  key.set_currency(std::move(row.currency));
  key.set_available(row.available);
  if constexpr (requires { key.key_types(); }) {
    key.mutable_key_types()->Add(row.key_types.begin(), row.key_types.end());
  }
  if constexpr (requires { key.category(); }) {
    if (row.category) key.set_category(*std::move(row.category));
  }
  if constexpr (requires { key.difficulty(); }) {
    if (row.difficulty) key.set_difficulty(*std::move(row.difficulty));
  }
  if constexpr (requires { key.tags(); }) {
    key.mutable_tags()->Add(row.tags.begin(), row.tags.end());
  }
  if constexpr (requires { key.license_spdx(); }) {
    if (row.license_spdx) key.set_license_spdx(*std::move(row.license_spdx));
  }
  if constexpr (requires { key.outcome(); }) {
    if (row.outcome) key.set_outcome(*std::move(row.outcome));
  }
  if constexpr (requires { key.maturity(); }) {
    if (row.maturity) key.set_maturity(*std::move(row.maturity));
  }
  if constexpr (requires { key.status(); }) key.set_status(std::move(row.status));
  if constexpr (requires { key.attributes(); }) {
    key.set_attributes(std::move(row.attributes.text));
  }
  if constexpr (requires { key.incomplete(); }) key.set_incomplete(row.incomplete);
  if constexpr (requires { key.created_at(); }) *key.mutable_created_at() = ToProto(row.created_at);
  if constexpr (requires { key.updated_at(); }) *key.mutable_updated_at() = ToProto(row.updated_at);
}

}  // namespace keys::catalog
