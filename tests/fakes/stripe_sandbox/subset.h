// The OpenAPI subset of Stripe's API that stands in tests/contract/: which operations there are,
// what their requests may hold and what their answers must hold. Immutable after Load, hence
// thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/stripe_sandbox/json.h"

namespace stripe_sandbox {

struct Operation {
  std::string method;                 // "GET"
  std::string path;                   // "/v1/customers/{id}"
  std::string id;                     // "GetCustomersId"
  std::vector<std::string> segments;  // {"v1","customers","{id}"}
  Json params;                        // object schema: of the query for GET, of the body otherwise
  const Json* answer = nullptr;       // schema of the 200 answer
};

class Subset {
 public:
  // Null, with `*why` filled, if the file cannot be read or is not an OpenAPI document.
  static std::unique_ptr<Subset> Load(const std::string& file, std::string* why);

  // The operation that serves the request, and what its path holds in the place of {id}.
  const Operation* Match(std::string_view method, std::string_view path, std::string* id) const;
  // Whether any method is served there.
  bool KnowsPath(std::string_view path) const;

  const std::string& version() const { return version_; }  // "2026-10-28.endive"
  // The schema of an object by name ("checkout.session"); null Json if there is none.
  const Json& Schema(std::string_view name) const;
  // The schema itself, or what its $ref points to.
  const Json& Resolve(const Json& schema) const;
  const std::vector<Operation>& operations() const { return operations_; }

 private:
  explicit Subset(Json document);

  Json document_;
  std::string version_;
  std::vector<Operation> operations_;
};

}  // namespace stripe_sandbox
