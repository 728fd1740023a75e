// The gRPC services of entitlement, with one line for each RPC.
#pragma once

#include <memory>
#include <vector>

#include "common/rpc/unary.h"

namespace grpc {
class Service;
}

namespace keys::entitlement {

class Access;
class AdminGrants;
class AuditList;
class Downloads;
class Entitlements;
class Holdings;
class Members;
class OrderGrants;
class OrderSources;
class Organisations;
class Transfers;

struct Handlers {
  Access& access;
  AuditList& audit;
  Downloads& downloads;
  Entitlements& entitlements;
  AdminGrants& grants;
  Holdings& holdings;
  Members& members;
  OrderGrants& orders;
  Organisations& organisations;
  OrderSources& sources;
  Transfers& transfers;
};

// Every service of entitlement except its streams. `unary` and the handlers must outlive them.
std::vector<std::unique_ptr<grpc::Service>> MakeEntitlementServices(rpc::Unary& unary,
                                                                    const Handlers& handlers);

}  // namespace keys::entitlement
