// What an order of a bundle gives beyond its lines: the KEYS that are put into the bundle later.
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
  // What KEYS that came in later are worth.
  Standing standing = Standing::kActive;
  // Whether KEYS that come in from now on are given.
  bool grows = false;
};

// Of a whole snapshot. KEYS that came in later are worth what the best of the order's own lines is:
// they end with the last one. An order of which a line was taken back no longer grows, and one that
// gives nothing yet does not.
BundleStanding StandingOfBundle(const event::v1::OrderAccess& snapshot);

// The line of a KEY that came in later; no line of billing's is called so.
std::string AddedLine(const std::string& key_id);

// The KEYS among an order's grants that came in later, each once.
std::vector<std::string> AddedKeys(const std::vector<Grant>& grants);

// The snapshot without lines that give nothing, and with one for each of these KEYS.
event::v1::OrderAccess WithAdded(const event::v1::OrderAccess& snapshot,
                                 const std::vector<std::string>& added_keys);

}  // namespace keys::entitlement
