// Decides what an order of a bundle gives beyond its lines: the KEYS that are added to the bundle
// later.
//
//   const BundleStanding standing = StandingOfBundle(snapshot);
//   snapshot = WithAdded(snapshot, AddedKeys(current));   // then DiffOrder as for any order
//
// Pure.
#pragma once

#include <string>
#include <vector>

#include "keys/event/v1/facts.pb.h"
#include "services/entitlement/domain/grant.h"

namespace keys::entitlement {

struct BundleStanding {
  // The standing of KEYS that were added later.
  Standing standing = Standing::kActive;
  // Whether KEYS that are added from now on are granted.
  bool grows = false;
};

// Takes a whole snapshot. KEYS that were added later have the best standing of the order's own
// lines, so they end with the last one. An order does not grow once a line was taken back, or while
// it gives nothing yet.
BundleStanding StandingOfBundle(const event::v1::OrderAccess& snapshot);

// Returns the line of a KEY that was added later. No line of billing's has such a name.
std::string AddedLine(const std::string& key_id);

// Returns the KEYS among an order's grants that were added later, each once.
std::vector<std::string> AddedKeys(const std::vector<Grant>& grants);

// Returns the snapshot without lines that give nothing, and with one line for each of these KEYS.
event::v1::OrderAccess WithAdded(const event::v1::OrderAccess& snapshot,
                                 const std::vector<std::string>& added_keys);

}  // namespace keys::entitlement
