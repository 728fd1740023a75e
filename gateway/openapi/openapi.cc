#include "gateway/openapi/openapi.h"

#include <map>
#include <set>

#include "common/base/text.h"
#include "common/error/error.h"
#include "gateway/openapi/json_builder.h"
#include "gateway/openapi/schema.h"
#include "gateway/routing/path_table.h"

namespace keys::gateway {
namespace {

constexpr char kProblemType[] = "application/problem+json";
constexpr char kNotModified[] = "What the client has is current";

// Codes by HTTP status, from the enum's own annotations.
std::map<int, std::string> CodesByStatus() {
  std::map<int, std::string> codes;
  const auto* reasons = error::v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<error::Reason>(reasons->value(i)->number());
    std::string& list = codes[error::InfoOf(reason).http()];
    StrAppend(&list, list.empty() ? "" : ", ", error::CodeOf(reason));
  }
  return codes;
}

std::string LowerVerb(const std::string& verb) { return ToAsciiLower(verb); }

// What changes something that a client has read before. The catalog's administrators do so by POST
// too.
bool TakesIfMatch(const RpcRoute& route) {
  return route.verb == "PATCH" || route.verb == "PUT" || route.verb == "DELETE" ||
         (route.verb == "POST" && route.process == "catalog");
}

// The statuses a rule implies.
std::set<int> ErrorsOf(const RpcRoute& route) {
  // A token is refused everywhere, also where none is needed, and so is a parameter that is unknown
  // where there are none.
  std::set<int> errors = {400, 401, 429, 500, 503};
  if (route.rule.access() != http::v1::ACCESS_ANYONE) errors.insert(403);
  if (route.path_template.find('{') != std::string::npos) errors.insert(404);
  if (route.binder.has_body()) errors.insert({413, 415});
  if (route.verb != "GET") errors.insert(409);
  if (route.rule.idempotency() == http::v1::IDEMPOTENCY_KEY) errors.insert(422);
  if (TakesIfMatch(route)) errors.insert(412);
  return errors;
}

class Document {
 public:
  explicit Document(const OpenApiInput& input) : input_(input), codes_(CodesByStatus()) {}

  std::string Build() {
    json_.Object([&] {
      json_.Text("openapi", "3.1.0");
      json_.Object("info", [&] {
        json_.Text("title", "KEYS Marketplace");
        json_.Text("version", input_.version);
        json_.Text("description",
                   "Versioned packages of developer know-how: find, buy and download them. Errors "
                   "are problem documents (RFC 9457) with a stable `code`.");
      });
      if (!input_.server_url.empty()) {
        json_.Array("servers",
                    [&] { json_.Object([&] { json_.Text("url", input_.server_url); }); });
      }
      json_.Object("paths", [&] { WritePaths(); });
      json_.Object("components", [&] { WriteComponents(); });
    });
    return json_.Take();
  }

 private:
  void WritePaths();
  void WriteOperation(const RpcRoute& route);
  void WritePlain(const PlainOperation& operation);
  void WriteParameters(const RpcRoute& route);
  void WriteParameter(std::string_view in, std::string_view name, const FieldShape* field);
  void WriteBody(const RpcRoute& route);
  void WriteErrors(const std::set<int>& statuses);
  void WriteProblemAnswer(const std::string& status, std::string_view description);
  void WriteSecurity(const RpcRoute& route);
  void WriteComponents();
  void WriteProblem();

  const OpenApiInput& input_;
  const std::map<int, std::string> codes_;
  JsonBuilder json_;
};

void Document::WritePaths() {
  std::map<std::string, std::vector<const RpcRoute*>> routes;
  std::map<std::string, std::vector<const PlainOperation*>> others;
  std::set<std::string> paths;
  for (const RpcRoute& route : input_.routes) {
    routes[route.path_template].push_back(&route);
    paths.insert(route.path_template);
  }
  for (const PlainOperation& operation : input_.others) {
    others[operation.path_template].push_back(&operation);
    paths.insert(operation.path_template);
  }
  for (const std::string& path : paths) {
    json_.Object(path, [&] {
      for (const RpcRoute* route : routes[path]) {
        json_.Object(LowerVerb(route->verb), [&] { WriteOperation(*route); });
      }
      for (const PlainOperation* operation : others[path]) {
        json_.Object(LowerVerb(operation->verb), [&] { WritePlain(*operation); });
      }
    });
  }
}

void Document::WriteOperation(const RpcRoute& route) {
  json_.Text("operationId", StrCat(route.method->service()->name(), ".", route.method->name()));
  json_.Text("summary", route.rule.summary());
  json_.Array("tags", [&] { json_.Text(route.process); });
  WriteSecurity(route);
  json_.Array("parameters", [&] { WriteParameters(route); });
  if (route.binder.has_body()) WriteBody(route);
  json_.Object("responses", [&] {
    json_.Object(std::to_string(route.success_status), [&] {
      json_.Text("description", "Success");
      json_.Object("content", [&] {
        if (!route.rule.raw().empty()) {
          return json_.Object(route.rule.raw(), [&] {
            json_.Object("schema", [&] { json_.Text("type", "string"); });
          });
        }
        json_.Object("application/json", [&] {
          json_.Object("schema", [&] {
            json_.Text("$ref", StrCat("#/components/schemas/", SchemaName(*route.response)));
          });
        });
        if (route.report) json_.Object("text/csv", [] {});
      });
    });
    if (route.rule.cache() == http::v1::CACHE_REVALIDATE) {
      json_.Object("304", [&] { json_.Text("description", kNotModified); });
    }
    WriteErrors(ErrorsOf(route));
  });
}

void Document::WritePlain(const PlainOperation& operation) {
  json_.Text("summary", operation.summary);
  json_.Array("tags", [&] { json_.Text("gateway"); });
  json_.Array("security", [&] {
    if (operation.admin || operation.user) json_.Object([&] { json_.Array("bearer", [] {}); });
  });
  if (operation.admin) json_.Text("x-keys-access", "admin");
  json_.Array("parameters", [&] {
    const auto segments = ParseTemplate(operation.path_template);
    if (segments.ok()) {
      for (const std::string& name : VariablesOf(*segments)) WriteParameter("path", name, nullptr);
    }
    for (const std::string& name : operation.headers) WriteParameter("header", name, nullptr);
  });
  if (operation.raw_body) {
    json_.Object("requestBody",
                 [&] { json_.Object("content", [&] { json_.Object("*/*", [] {}); }); });
  }
  json_.Object("responses", [&] {
    json_.Object("200", [&] {
      json_.Text("description", "Success");
      json_.Object("content", [&] { json_.Object(operation.content_type, [] {}); });
    });
    for (const int status : operation.others) {
      json_.Object(std::to_string(status), [&] {
        json_.Text("description", status == 304   ? kNotModified
                                  : status == 206 ? "The part asked for"
                                                  : "Not now");
        if (status == 304) return;
        json_.Object("content", [&] { json_.Object(operation.content_type, [] {}); });
      });
    }
    WriteErrors({operation.errors.begin(), operation.errors.end()});
  });
}

void Document::WriteParameter(std::string_view in, std::string_view name, const FieldShape* field) {
  json_.Object([&] {
    json_.Text("name", name);
    json_.Text("in", in);
    if (in == "path" || (field != nullptr && field->required)) json_.Flag("required", true);
    json_.Object("schema", [&] {
      if (field == nullptr) {
        json_.Text("type", "string");
      } else {
        WriteFieldSchema(*field, false, json_);
      }
    });
  });
}

void Document::WriteParameters(const RpcRoute& route) {
  for (const std::string& name : route.binder.variables()) {
    WriteParameter("path", name, &route.binder.VariableField(name));
  }
  for (const FieldShape* field : route.binder.QueryFields()) {
    WriteParameter("query", field->name, field);
  }
  if (route.rule.idempotency() == http::v1::IDEMPOTENCY_KEY) {
    WriteParameter("header", "Idempotency-Key", nullptr);
  }
  if (route.rule.cache() == http::v1::CACHE_REVALIDATE) {
    WriteParameter("header", "If-None-Match", nullptr);
  }
  if (TakesIfMatch(route)) WriteParameter("header", "If-Match", nullptr);
}

void Document::WriteBody(const RpcRoute& route) {
  json_.Object("requestBody", [&] {
    json_.Object("content", [&] {
      json_.Object("application/json", [&] {
        json_.Object("schema", [&] {
          WriteBodySchema(route.binder.shape(), route.binder.variables(), route.verb == "PATCH",
                          json_);
        });
      });
    });
  });
}

void Document::WriteErrors(const std::set<int>& statuses) {
  for (const int status : statuses) {
    const auto codes = codes_.find(status);
    WriteProblemAnswer(std::to_string(status), codes == codes_.end() ? "Error" : codes->second);
  }
  WriteProblemAnswer("default", "Any other problem");
}

void Document::WriteProblemAnswer(const std::string& status, std::string_view description) {
  json_.Object(status, [&] {
    json_.Text("description", description);
    json_.Object("content", [&] {
      json_.Object(kProblemType, [&] {
        json_.Object("schema", [&] { json_.Text("$ref", "#/components/schemas/Problem"); });
      });
    });
  });
}

void Document::WriteSecurity(const RpcRoute& route) {
  json_.Array("security", [&] {
    if (route.rule.access() == http::v1::ACCESS_ANYONE) json_.Object([] {});
    json_.Object([&] { json_.Array("bearer", [] {}); });
  });
  if (route.rule.access() == http::v1::ACCESS_ADMIN) json_.Text("x-keys-access", "admin");
}

void Document::WriteComponents() {
  SchemaNames names;
  for (const RpcRoute& route : input_.routes) {
    CollectSchemas(*route.response, names);
    for (const FieldShape& field : route.binder.shape().fields) {
      if (field.message != nullptr && !field.trusted) CollectSchemas(*field.message, names);
    }
  }
  json_.Object("schemas", [&] {
    json_.Object("Problem", [&] { WriteProblem(); });
    for (const auto& entry : names) {
      json_.Object(entry.first, [&] { WriteAnswerSchema(*entry.second, json_); });
    }
  });
  json_.Object("securitySchemes", [&] {
    json_.Object("bearer", [&] {
      json_.Text("type", "http");
      json_.Text("scheme", "bearer");
      json_.Text("bearerFormat", "JWT");
    });
  });
}

void Document::WriteProblem() {
  const auto text = [&](const char* name) {
    json_.Object(name, [&] { json_.Text("type", "string"); });
  };
  json_.Text("type", "object");
  json_.Object("properties", [&] {
    for (const char* name : {"type", "title", "detail", "requestId", "error", "message"})
      text(name);
    json_.Object("status", [&] { json_.Text("type", "integer"); });
    json_.Object("code", [&] {
      json_.Text("type", "string");
      json_.Array("enum", [&] {
        const auto* reasons = error::v1::Reason_descriptor();
        for (int i = 0; i < reasons->value_count(); ++i) {
          json_.Text(error::CodeOf(static_cast<error::Reason>(reasons->value(i)->number())));
        }
      });
    });
    json_.Object("errors", [&] {
      json_.Text("type", "array");
      json_.Object("items", [&] {
        json_.Text("type", "object");
        json_.Object("properties", [&] {
          for (const char* name : {"pointer", "code", "detail"}) text(name);
        });
      });
    });
    json_.Object("actions", [&] {
      json_.Text("type", "array");
      json_.Object("items", [&] { json_.Text("type", "string"); });
    });
  });
  json_.Array("required", [&] {
    for (const char* name :
         {"type", "title", "status", "detail", "code", "requestId", "error", "message"}) {
      json_.Text(name);
    }
  });
}

}  // namespace

std::string BuildOpenApi(const OpenApiInput& input) { return Document(input).Build(); }

}  // namespace keys::gateway
