#include "gateway/openapi/openapi.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "common/base/check.h"
#include "common/base/text.h"
#include "gateway/openapi/examples.h"
#include "gateway/openapi/json_builder.h"
#include "gateway/openapi/problems.h"
#include "gateway/openapi/proto_comments.h"
#include "gateway/openapi/schema.h"
#include "gateway/routing/path_table.h"
#include "gateway/transcode/contract_notes.h"
#include "gateway/transcode/csv_writer.h"

namespace keys::gateway {
namespace {

constexpr char kJson[] = "application/json";
constexpr char kNotModified[] = "What the client has is current";

// Returns the media type without its parameters.
std::string MediaType(const std::string& content_type) {
  return content_type.substr(0, content_type.find(';'));
}

class Document {
 public:
  explicit Document(const OpenApiInput& input) : input_(input) {
    for (const PlainOperation& operation : input.others) {
      for (const auto* message : {operation.request, operation.answer}) {
        if (message == nullptr) continue;
        CHECK_THAT(plain_shapes_.Add(*message).ok(), "a plain operation's message has a JSON form");
      }
    }
  }

  std::string Build() {
    json_.Object([&] {
      json_.Text("openapi", "3.1.0");
      WriteInfo();
      json_.Array("servers", [&] {
        json_.Object([&] {
          json_.Text("url", input_.server_url.empty() ? "/" : input_.server_url);
          json_.Text("description", "This shop");
        });
      });
      WriteTags();
      json_.Object("paths", [&] { WritePaths(); });
      json_.Object("components", [&] { WriteComponents(); });
    });
    return json_.Take();
  }

 private:
  void WriteInfo();
  void WriteTags();
  void WritePaths();
  void WriteOperation(const RpcRoute& route);
  void WriteSuccess(const RpcRoute& route);
  void WriteReport(const RpcRoute& route);
  void WritePlain(const PlainOperation& operation);
  void WritePlainContent(const PlainOperation& operation);
  void WriteParameters(const RpcRoute& route);
  void WriteParameter(std::string_view in, const FieldShape& field);
  void WritePlainParameters(const PlainOperation& operation);
  void WriteBody(const std::function<void()>& schema, const std::string& example, bool required);
  void WriteSecurity(bool optional, bool admin);
  void WriteComponents();
  void WriteReference(const MessageShape& shape);

  const OpenApiInput& input_;
  ShapeSet plain_shapes_;
  ProblemAnswers problems_;
  JsonBuilder json_;
};

void Document::WriteInfo() {
  json_.Object("info", [&] {
    json_.Text("title", "KEYS Marketplace");
    json_.Text("version", input_.version);
    json_.Text("description",
               "Versioned packages of developer know-how: find, buy and download them.\n\n"
               "JSON in UTF-8. Times are RFC 3339 in UTC, ids are UUIDs, and a slug is taken "
               "wherever the id of a KEY "
               "or bundle is. Amounts are integers in the smallest unit that Stripe charges "
               "(`/config.json` lists the "
               "digits of each currency). Unknown parameters and members are refused. Errors are "
               "problem documents "
               "(RFC 9457) with a stable `code`.");
    json_.Object("license", [&] {
      json_.Text("name", "Proprietary");
      json_.Text("identifier", "LicenseRef-Proprietary");
    });
  });
}

// Each tag is a service that answers, described by the comment of its package.
void Document::WriteTags() {
  std::set<std::string> tags;
  for (const RpcRoute& route : input_.routes) tags.insert(route.process);
  for (const PlainOperation& operation : input_.others) tags.insert(operation.tag);
  json_.Array("tags", [&] {
    for (const std::string& tag : tags) {
      json_.Object([&] {
        json_.Text("name", tag);
        WriteDescription(StrCat("keys.", tag, ".v1"), json_);
      });
    }
  });
}

void Document::WritePaths() {
  // The operations of a path stand together, in the order of the contract.
  std::map<std::string, std::vector<std::pair<std::string, std::function<void()>>>> paths;
  for (const RpcRoute& route : input_.routes) {
    paths[route.path_template].emplace_back(route.verb, [&] { WriteOperation(route); });
  }
  for (const PlainOperation& operation : input_.others) {
    paths[operation.path_template].emplace_back(operation.verb, [&] { WritePlain(operation); });
  }
  for (const auto& [path, operations] : paths) {
    json_.Object(path, [&] {
      for (const auto& [verb, write] : operations) json_.Object(ToAsciiLower(verb), write);
    });
  }
}

void Document::WriteOperation(const RpcRoute& route) {
  json_.Text("operationId", StrCat(route.method->service()->name(), ".", route.method->name()));
  json_.Text("summary", route.rule.summary());
  WriteDescription(route.method->full_name(), json_);
  json_.Array("tags", [&] { json_.Text(route.process); });
  WriteSecurity(route.rule.access() == http::v1::ACCESS_ANYONE,
                route.rule.access() == http::v1::ACCESS_ADMIN);
  json_.Array("parameters", [&] { WriteParameters(route); });
  if (route.binder.has_body()) {
    const MessageShape& shape = route.binder.shape();
    const std::vector<std::string>& hidden = route.binder.variables();
    WriteBody([&] { WriteBodySchema(shape, hidden, route.verb == "PATCH", json_); },
              ExampleBody(shape, hidden), HasRequired(shape, hidden));
  }
  json_.Object("responses", [&] {
    json_.Object(std::to_string(route.success_status), [&] { WriteSuccess(route); });
    if (MayBeAccepted(route.method->full_name())) {
      json_.Object("202", [&] {
        json_.Text("description", "It goes on by itself; its state is at Location");
        WriteResponseHeaders({"Location", "Retry-After"}, json_);
        json_.Object("content",
                     [&] { json_.Object(kJson, [&] { WriteReference(*route.response); }); });
      });
    }
    if (route.rule.cache() == http::v1::CACHE_REVALIDATE) {
      json_.Object("304", [&] {
        json_.Text("description", kNotModified);
        WriteResponseHeaders({"ETag"}, json_);
      });
    }
    problems_.WriteReferences(ErrorsOf(route), json_);
  });
}

void Document::WriteSuccess(const RpcRoute& route) {
  json_.Text("description", "Success");
  HeaderNames headers;
  if (route.rule.cache() == http::v1::CACHE_REVALIDATE || TakesIfMatch(route)) {
    headers.push_back("ETag");
  }
  if (route.rule.idempotency() == http::v1::IDEMPOTENCY_KEY) {
    headers.push_back("Idempotent-Replayed");
  }
  if (route.report) headers.push_back("Content-Disposition");
  WriteResponseHeaders(headers, json_);
  json_.Object("content", [&] {
    if (!route.rule.raw().empty()) {
      return json_.Object(MediaType(route.rule.raw()),
                          [&] { json_.Object("schema", [&] { json_.Text("type", "string"); }); });
    }
    json_.Object(kJson, [&] { WriteReference(*route.response); });
    if (route.report) WriteReport(route);
  });
}

void Document::WriteReport(const RpcRoute& route) {
  json_.Object("text/csv", [&] {
    json_.Object("schema", [&] {
      json_.Text("type", "string");
      json_.Text("description", "With `format=csv`: the rows as RFC 4180, totals last.");
      json_.Array("examples", [&] { json_.Text(CsvHeader(*route.response)); });
    });
  });
}

void Document::WriteReference(const MessageShape& shape) {
  json_.Object("schema",
               [&] { json_.Text("$ref", StrCat("#/components/schemas/", SchemaName(shape))); });
}

void Document::WritePlain(const PlainOperation& operation) {
  json_.Text("operationId", operation.id);
  json_.Text("summary", operation.summary);
  json_.Text("description", operation.description);
  json_.Array("tags", [&] { json_.Text(operation.tag); });
  if (operation.admin || operation.user) {
    WriteSecurity(false, operation.admin);
  } else {
    json_.Array("security", [] {});
  }
  json_.Array("parameters", [&] { WritePlainParameters(operation); });
  if (operation.request != nullptr) {
    const MessageShape& shape = plain_shapes_.Of(*operation.request);
    WriteBody([&] { WriteBodySchema(shape, {}, false, json_); }, ExampleBody(shape, {}),
              HasRequired(shape, {}));
  } else if (operation.verb == "POST") {
    WriteBody([&] { json_.Text("type", "object"); }, R"({"id":"evt_1PqXyZ2eZvKYlo2C"})", true);
  }
  json_.Object("responses", [&] {
    if (!operation.content_type.empty()) {
      json_.Object("200", [&] {
        json_.Text("description", "Success");
        WriteResponseHeaders(operation.sends, json_);
        WritePlainContent(operation);
      });
    }
    for (const int status : operation.others) {
      json_.Object(std::to_string(status), [&] {
        json_.Text("description", status == 304   ? kNotModified
                                  : status == 302 ? "Go on there"
                                  : status == 206 ? "The part asked for"
                                                  : "Not now");
        HeaderNames headers;
        if (status == 206) headers = {"ETag", "Content-Range"};
        if (status == 302) headers = {"Location", "Set-Cookie"};
        WriteResponseHeaders(headers, json_);
        if (status != 304 && status != 302) WritePlainContent(operation);
      });
    }
    ErrorsByStatus errors = ByStatus(operation.errors);
    for (const int status : operation.others) errors.erase(status);
    problems_.WriteReferences(errors, json_);
  });
}

void Document::WritePlainContent(const PlainOperation& operation) {
  json_.Object("content", [&] {
    json_.Object(operation.content_type, [&] {
      if (operation.answer != nullptr) return WriteReference(plain_shapes_.Of(*operation.answer));
      json_.Object("schema", [&] {
        json_.Text("type", operation.content_type == kJson ? "object" : "string");
      });
    });
  });
}

void Document::WritePlainParameters(const PlainOperation& operation) {
  const auto segments = ParseTemplate(operation.path_template);
  CHECK_THAT(segments.ok(), "a plain operation has a path");
  for (const std::string& name : VariablesOf(*segments)) {
    json_.Object([&] {
      json_.Text("name", name);
      json_.Text("in", "path");
      json_.Text("description", operation.variable);
      json_.Flag("required", true);
      json_.Object("schema", [&] { json_.Text("type", "string"); });
    });
  }
  if (!operation.parameter.empty()) {
    json_.Object([&] {
      json_.Text("name", operation.parameter);
      json_.Text("in", "query");
      json_.Text("description", operation.parameter_is);
      json_.Object("schema", [&] { json_.Text("type", "string"); });
    });
  }
  for (const std::string_view name : operation.reads) WriteRequestHeader(name, json_);
}

void Document::WriteParameter(std::string_view in, const FieldShape& field) {
  json_.Object([&] {
    json_.Text("name", field.name);
    json_.Text("in", in);
    WriteDescription(field.field->full_name(), json_);
    if (in == "path" || field.required) json_.Flag("required", true);
    json_.Object("schema", [&] { WriteFieldSchema(field, false, json_); });
  });
}

void Document::WriteParameters(const RpcRoute& route) {
  for (const std::string& name : route.binder.variables()) {
    WriteParameter("path", route.binder.VariableField(name));
  }
  for (const FieldShape* field : route.binder.QueryFields()) WriteParameter("query", *field);
  if (route.rule.idempotency() == http::v1::IDEMPOTENCY_KEY) {
    WriteRequestHeader("Idempotency-Key", json_);
  }
  if (route.rule.cache() == http::v1::CACHE_REVALIDATE) WriteRequestHeader("If-None-Match", json_);
  if (TakesIfMatch(route)) WriteRequestHeader("If-Match", json_);
}

void Document::WriteBody(const std::function<void()>& schema, const std::string& example,
                         bool required) {
  json_.Object("requestBody", [&] {
    json_.Flag("required", required);
    json_.Object("content", [&] {
      json_.Object(kJson, [&] {
        json_.Object("schema", schema);
        json_.Json("example", example);
      });
    });
  });
}

void Document::WriteSecurity(bool optional, bool admin) {
  json_.Array("security", [&] {
    if (optional) json_.Object([] {});
    json_.Object([&] { json_.Array("bearer", [] {}); });
  });
  if (admin) json_.Text("x-keys-access", "admin");
}

void Document::WriteComponents() {
  SchemaNames names;
  for (const RpcRoute& route : input_.routes) {
    if (route.rule.raw().empty()) CollectSchemas(*route.response, names);
    for (const FieldShape& field : route.binder.shape().fields) {
      if (field.message != nullptr && !field.trusted) CollectSchemas(*field.message, names);
    }
  }
  for (const PlainOperation& operation : input_.others) {
    if (operation.answer != nullptr) CollectSchemas(plain_shapes_.Of(*operation.answer), names);
  }
  json_.Object("schemas", [&] {
    WriteProblemSchemas(json_);
    for (const auto& entry : names) {
      json_.Object(entry.first, [&] { WriteAnswerSchema(*entry.second, json_); });
    }
  });
  problems_.WriteComponents(json_);
  const bool sign_in =
      std::any_of(input_.others.begin(), input_.others.end(), [](const PlainOperation& operation) {
        return operation.path_template.starts_with("/auth/");
      });
  WriteHeaderComponents(sign_in, json_);
  json_.Object("securitySchemes", [&] {
    json_.Object("bearer", [&] {
      json_.Text("type", "http");
      json_.Text("scheme", "bearer");
      json_.Text("bearerFormat", "JWT");
      json_.Text("description", "An access token of the shop's sign-in.");
    });
  });
}

}  // namespace

std::string BuildOpenApi(const OpenApiInput& input) { return Document(input).Build(); }

}  // namespace keys::gateway
