#include "gateway/routing/rpc_route.h"

#include <optional>
#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "gateway/routing/path_table.h"
#include "gateway/transcode/contract_notes.h"
#include "gateway/transcode/csv_writer.h"
#include "keys/person/v1/erasure.pb.h"

namespace keys::gateway {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using http::v1::Rule;

absl::Status Wrong(std::string_view why) { return absl::InvalidArgumentError(ToAbsl(why)); }

// Returns the verb and the template of a rule.
std::optional<std::pair<std::string, std::string>> PatternOf(const Rule& rule) {
  switch (rule.pattern_case()) {
    case Rule::kGet:
      return {{"GET", rule.get()}};
    case Rule::kPut:
      return {{"PUT", rule.put()}};
    case Rule::kPost:
      return {{"POST", rule.post()}};
    case Rule::kDelete:
      return {{"DELETE", rule.delete_()}};
    case Rule::kPatch:
      return {{"PATCH", rule.patch()}};
    case Rule::PATTERN_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

bool IsOneText(const google::protobuf::Descriptor& message) {
  return message.field_count() == 1 && !message.field(0)->is_repeated() &&
         message.field(0)->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

absl::Status CheckRule(const Rule& rule, const std::string& verb) {
  const bool get = verb == "GET";
  const bool takes_body = verb == "POST" || verb == "PUT" || verb == "PATCH";
  if (rule.access() == http::v1::ACCESS_UNSPECIFIED)
    return Wrong("the rule does not say who may call");
  if (rule.summary().empty()) return Wrong("the rule has no summary");
  if (!rule.body().empty() && rule.body() != "*") return Wrong("body is \"*\" or absent");
  if (!rule.body().empty() && !takes_body) return Wrong("only POST, PUT and PATCH have a body");
  if (rule.page() && !get) return Wrong("only a GET can be a page");
  if (rule.cache() == http::v1::CACHE_REVALIDATE && !get) return Wrong("only a GET can be cached");
  if (rule.idempotency() == http::v1::IDEMPOTENCY_KEY && verb != "POST") {
    return Wrong("only a POST takes an Idempotency-Key");
  }
  if (rule.timeout_ms() < 0 || rule.timeout_ms() > kMaxTimeoutMs) {
    return Wrong("timeout_ms is between 0 and 10000");
  }
  if (rule.success_status() != 0 && (rule.success_status() < 200 || rule.success_status() > 299)) {
    return Wrong("success_status is 2xx");
  }
  if (rule.max_body_bytes() < 0) return Wrong("max_body_bytes is not negative");
  if (!rule.raw().empty() && !get) return Wrong("only a GET answers something else than JSON");
  return absl::OkStatus();
}

absl::StatusOr<const FieldDescriptor*> AccessSetField(const MethodDescriptor& method,
                                                      const Rule& rule) {
  bool needed = false;
  for (const int need : rule.needs()) needed = needed || need == http::v1::NEED_ACCESS_SET;
  if (!needed) return nullptr;
  const FieldDescriptor* field = method.input_type()->FindFieldByName("access_set");
  if (field == nullptr || field->message_type() == nullptr ||
      field->message_type()->full_name() != "keys.type.v1.AccessSet" ||
      !field->options().GetExtension(http::v1::trusted)) {
    return Wrong("NEED_ACCESS_SET asks for a trusted field access_set of type AccessSet");
  }
  return field;
}

bool IsTime(const FieldDescriptor* field) {
  return field != nullptr && field->message_type() != nullptr &&
         field->message_type()->full_name() == "google.protobuf.Timestamp";
}

absl::StatusOr<bool> IsReport(const MethodDescriptor& method, const MessageShape& response) {
  const FieldDescriptor* format = method.input_type()->FindFieldByName("format");
  const bool asked = format != nullptr && format->enum_type() != nullptr &&
                     format->enum_type()->full_name() == "keys.report.v1.Format";
  if (!asked) return false;
  const auto& answer = *method.output_type();
  if (!IsTime(answer.FindFieldByName("from")) || !IsTime(answer.FindFieldByName("to")) ||
      !IsTable(response)) {
    return Wrong("an answer that comes as CSV has from, to and rows of plain values");
  }
  return true;
}

int TimeoutOf(const Rule& rule, const std::string& verb) {
  if (rule.timeout_ms() != 0) return rule.timeout_ms();
  const bool reads_own = verb == "GET" && rule.access() == http::v1::ACCESS_USER;
  return reads_own ? kOwnReadTimeoutMs : kDefaultTimeoutMs;
}

absl::StatusOr<RpcRoute> ReadRoute(const std::string& process, const MethodDescriptor& method,
                                   ShapeSet& shapes) {
  const Rule& rule = method.options().GetExtension(http::v1::rule);
  const auto pattern = PatternOf(rule);
  if (!pattern.has_value()) return Wrong("the rule has no path");
  const auto& [verb, path_template] = *pattern;
  RETURN_IF_ERROR(CheckRule(rule, verb));
  if (method.client_streaming() || method.server_streaming()) return Wrong("a public RPC is unary");
  if (!rule.raw().empty() && !IsOneText(*method.output_type())) {
    return Wrong("an answer that is not JSON is one string field");
  }
  ASSIGN_OR_RETURN(const auto segments, ParseTemplate(path_template));
  RETURN_IF_ERROR(shapes.Add(*method.input_type()));
  RETURN_IF_ERROR(shapes.Add(*method.output_type()));
  ASSIGN_OR_RETURN(auto binder, RequestBinder::Make(shapes.Of(*method.input_type()),
                                                    VariablesOf(segments), !rule.body().empty()));
  ASSIGN_OR_RETURN(const FieldDescriptor* access_set, AccessSetField(method, rule));
  ASSIGN_OR_RETURN(const bool report, IsReport(method, shapes.Of(*method.output_type())));
  return RpcRoute{
      .process = process,
      .method = &method,
      .rule = rule,
      .verb = verb,
      .path_template = path_template,
      .grpc_path = StrCat("/", method.service()->full_name(), "/", method.name()),
      .binder = std::move(binder),
      .response = &shapes.Of(*method.output_type()),
      .access_set = access_set,
      .report = report,
      .success_status = rule.success_status() == 0 ? 200 : rule.success_status(),
      .timeout_ms = TimeoutOf(rule, verb),
      .max_body_bytes = rule.max_body_bytes() == 0 ? kDefaultMaxBodyBytes
                                                   : static_cast<size_t>(rule.max_body_bytes()),
  };
}

}  // namespace

std::vector<ContractFile> ContractFiles() {
  std::vector<ContractFile> files;
  for (const char* process :
       {"catalog", "ingestion", "billing", "entitlement", "discovery", "analytics"}) {
    const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(
        StrCat("keys/", process, "/v1/", process, ".proto"));
    CHECK_THAT(file != nullptr, "a service's proto file is not linked into the gateway");
    files.push_back({process, file});
  }
  const FileDescriptor* organisations =
      DescriptorPool::generated_pool()->FindFileByName("keys/entitlement/v1/organisations.proto");
  CHECK_THAT(organisations != nullptr, "entitlement's organisations are not linked in");
  files.push_back({"entitlement", organisations});
  for (const char* process : {"analytics", "billing", "discovery"}) {
    const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(
        StrCat("keys/", process, "/v1/reports.proto"));
    CHECK_THAT(file != nullptr, "a service's reports are not linked into the gateway");
    files.push_back({process, file});
  }
  return files;
}

ContractFile OwnFile() { return {"gateway", person::v1::EraseUserRequest::descriptor()->file()}; }

absl::StatusOr<std::vector<RpcRoute>> ReadRoutes(const std::vector<ContractFile>& files,
                                                 ShapeSet& shapes) {
  RETURN_IF_ERROR(CheckNotes());
  std::vector<RpcRoute> routes;
  std::string problems;
  const auto report = [&problems](const MethodDescriptor& method, std::string_view why) {
    StrAppend(&problems, problems.empty() ? "" : "\n", method.full_name(), ": ", why);
  };
  for (const ContractFile& contract : files) {
    for (int s = 0; s < contract.file->service_count(); ++s) {
      const ServiceDescriptor& service = *contract.file->service(s);
      const bool is_public = service.options().GetExtension(http::v1::public_);
      for (int m = 0; m < service.method_count(); ++m) {
        const MethodDescriptor& method = *service.method(m);
        const bool ruled = method.options().HasExtension(http::v1::rule);
        if (is_public != ruled) {
          report(method, is_public ? "a public RPC has no rule" : "an internal RPC has a rule");
        } else if (is_public) {
          auto route = ReadRoute(contract.process, method, shapes);
          if (route.ok()) {
            routes.push_back(*std::move(route));
          } else {
            report(method, MessageOf(route.status()));
          }
        }
      }
    }
  }
  if (!problems.empty()) return absl::InvalidArgumentError(problems);
  return routes;
}

const MethodDescriptor& FindMethod(const std::string& full_name) {
  const MethodDescriptor* method = DescriptorPool::generated_pool()->FindMethodByName(full_name);
  CHECK_THAT(method != nullptr, "an RPC that the gateway calls is not linked in");
  return *method;
}

}  // namespace keys::gateway
