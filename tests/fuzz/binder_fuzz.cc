#include <vector>

#include "common/base/check.h"
#include "gateway/routing/path_table.h"
#include "gateway/routing/rpc_route.h"
#include "gateway/transcode/json_writer.h"
#include "rapidjson/document.h"
#include "tests/fuzz/targets.h"

namespace keys::fuzz {
namespace {

using gateway::PathTable;
using gateway::RpcRoute;
using google::protobuf::Arena;

// The routes of the product, read from the contract once.
struct Contract {
  gateway::ShapeSet shapes;
  std::vector<RpcRoute> routes;
  std::vector<const RpcRoute*> with_body;
  PathTable table;

  Contract() {
    auto read = gateway::ReadRoutes(gateway::ContractFiles(), shapes);
    CHECK_THAT(read.ok(), "the contract's routes can be read");
    routes = *std::move(read);
    for (size_t i = 0; i < routes.size(); ++i) {
      CHECK_THAT(table.Add(routes[i].verb, routes[i].path_template, i).ok(), "routes differ");
      if (routes[i].binder.has_body()) with_body.push_back(&routes[i]);
    }
  }
  static const Contract& Get() {
    static const Contract* const contract = new Contract;
    return *contract;
  }
};

// JSON at all, by a reader that does not know the contract.
bool IsJsonObject(std::string_view text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
      text.data(), text.size());
  return !document.HasParseError() && document.IsObject();
}

}  // namespace

void Bind(std::string_view input) {
  const Contract& contract = Contract::Get();
  const Lines lines = SplitLine(input);
  const size_t blank = lines.first.find(' ');
  if (blank == std::string_view::npos) return;
  const std::string_view target = lines.first.substr(blank + 1);
  if (!target.starts_with('/')) return;
  const size_t mark = target.find('?');
  const auto found = contract.table.Find(lines.first.substr(0, blank), target.substr(0, mark));
  CHECK_THAT(!found.route.has_value() || !found.allow.empty(), "a route's path allows its method");
  if (!found.route.has_value()) return;
  for (const auto& [name, value] : found.variables) {
    CHECK_THAT(!name.empty() && !value.empty(), "a variable has a name and a value");
  }
  const std::string_view query =
      mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  Arena arena;
  const auto bound =
      contract.routes[*found.route].binder.Bind({found.variables, query, lines.rest}, &arena);
  if (bound.ok()) CHECK_THAT((*bound)->IsInitialized(), "a bound request is a whole message");
}

void Json(std::string_view input) {
  const Contract& contract = Contract::Get();
  if (input.empty()) return;
  const auto chosen = static_cast<unsigned char>(input.front()) % contract.with_body.size();
  const RpcRoute& route = *contract.with_body[chosen];
  gateway::Variables variables;
  for (const std::string& name : route.binder.variables()) variables.emplace_back(name, "x");
  const std::string_view body = input.substr(1);
  Arena arena;
  const auto bound = route.binder.Bind({variables, "", body}, &arena);
  if (!bound.ok()) return;
  CHECK_THAT(body.empty() || IsJsonObject(body), "what is no JSON object is no request");
  // A request that was understood can be written again.
  const std::string written = gateway::WriteJson(**bound, route.binder.shape());
  CHECK_THAT(IsJsonObject(written), "what is written is JSON");
}

}  // namespace keys::fuzz
