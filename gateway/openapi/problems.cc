#include "gateway/openapi/problems.h"

#include "common/base/text.h"
#include "gateway/filters/problem.h"
#include "gateway/openapi/headers.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr char kProblemType[] = "application/problem+json";
constexpr char kProblem[] = "#/components/schemas/Problem";
constexpr char kOther[] = "Problem";

struct Member {
  const char* name;
  const char* description;
};

constexpr Member kProblemTexts[] = {
    {"type", "A relative reference that stands for the code; nothing is served there."},
    {"title", "The code in words, the same for every occurrence."},
    {"detail", "What happened and what to do next, for a person."},
    {"requestId", "Names the request in the server's log; quote it when you ask for help."},
    {"error", "The title again, for clients of the first version."},
    {"message", "The detail again, for clients of the first version."},
};

constexpr Member kViolationTexts[] = {
    {"pointer",
     "JSON pointer (RFC 6901) into the body, or a path variable's name as one; `?name` for a query "
     "parameter."},
    {"code",
     "Stable code, e.g. REQUIRED, WRONG_TYPE, OUT_OF_RANGE, TOO_LONG, UNKNOWN_WORD, "
     "UNKNOWN_FIELD."},
    {"detail", "A sentence for a person."},
};

void WriteText(const Member& member, JsonBuilder& json) {
  json.Object(member.name, [&] {
    json.Text("description", member.description);
    json.Text("type", "string");
  });
}

template <size_t N>
void WriteTexts(const Member (&members)[N], JsonBuilder& json) {
  for (const Member& member : members) WriteText(member, json);
}

void WriteList(const Member& member, const std::function<void()>& items, JsonBuilder& json) {
  json.Object(member.name, [&] {
    json.Text("description", member.description);
    json.Text("type", "array");
    json.Object("items", items);
  });
}

void WriteEveryCode(JsonBuilder& json) {
  json.Object("code", [&] {
    json.Text("description", "Stable word to go by.");
    json.Text("type", "string");
    json.Array("enum", [&] {
      const auto* reasons = error::v1::Reason_descriptor();
      for (int i = 0; i < reasons->value_count(); ++i) {
        json.Text(error::CodeOf(static_cast<Reason>(reasons->value(i)->number())));
      }
    });
  });
}

HeaderNames HeadersOf(int status) {
  if (status == 401) return {"WWW-Authenticate"};
  if (status == 429 || status == 503) return {"Retry-After"};
  return {};
}

void WriteProblemExample(Reason reason, JsonBuilder& json) {
  const error::ReasonInfo& info = error::InfoOf(reason);
  json.Object("example", [&] {
    json.Text("type", ProblemType(error::CodeOf(reason)));
    json.Text("title", info.title());
    json.Number("status", info.http());
    json.Text("detail", StrCat(info.title(), "."));
    json.Text("code", error::CodeOf(reason));
    json.Text("requestId", "0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11");
    json.Text("error", info.title());
    json.Text("message", StrCat(info.title(), "."));
  });
}

// Writes the schema of a problem whose code is one of `reasons`.
void WriteNarrowed(int status, const std::vector<Reason>& reasons, JsonBuilder& json) {
  json.Object("schema", [&] {
    json.Array("allOf", [&] {
      json.Object([&] { json.Text("$ref", kProblem); });
      json.Object([&] {
        json.Text("type", "object");
        json.Object("properties", [&] {
          json.Object("code", [&] {
            json.Text("type", "string");
            json.Array("enum", [&] {
              for (const Reason reason : reasons) json.Text(error::CodeOf(reason));
            });
          });
          json.Object("status", [&] {
            json.Text("type", "integer");
            json.Array("enum", [&] { json.Number(status); });
          });
        });
      });
    });
  });
}

}  // namespace

void ProblemAnswers::WriteReferences(const ErrorsByStatus& errors, JsonBuilder& json) {
  const auto refer = [&json](const std::string& status, const std::string& name) {
    json.Object(status, [&] { json.Text("$ref", StrCat("#/components/responses/", name)); });
  };
  for (const auto& [status, reasons] : errors) {
    std::string name = std::to_string(status);
    for (const Reason reason : reasons) StrAppend(&name, ".", error::CodeOf(reason));
    answers_.insert({name, {status, reasons}});
    refer(std::to_string(status), name);
  }
  refer("default", kOther);
}

void ProblemAnswers::WriteComponents(JsonBuilder& json) const {
  json.Object("responses", [&] {
    for (const auto& [name, answer] : answers_) {
      std::string description;
      for (const Reason reason : answer.reasons) {
        StrAppend(&description, description.empty() ? "" : "\n\n", "`", error::CodeOf(reason),
                  "`: ", error::InfoOf(reason).title(), ".");
      }
      json.Object(name, [&] {
        json.Text("description", description);
        WriteResponseHeaders(HeadersOf(answer.status), json);
        json.Object("content", [&] {
          json.Object(kProblemType, [&] {
            WriteNarrowed(answer.status, answer.reasons, json);
            WriteProblemExample(answer.reasons.front(), json);
          });
        });
      });
    }
    json.Object(kOther, [&] {
      json.Text(
          "description",
          "Refused before an operation was chosen, e.g. an address or header fields that are too "
          "long, or a request that took too long to arrive.");
      json.Object("content", [&] {
        json.Object(kProblemType,
                    [&] { json.Object("schema", [&] { json.Text("$ref", kProblem); }); });
      });
    });
  });
}

void WriteProblemSchemas(JsonBuilder& json) {
  json.Object("Violation", [&] {
    json.Text("description", "One thing that is wrong in the input.");
    json.Text("type", "object");
    json.Object("properties", [&] { WriteTexts(kViolationTexts, json); });
    json.Array("required", [&] {
      for (const Member& member : kViolationTexts) json.Text(member.name);
    });
  });
  json.Object("Problem", [&] {
    json.Text("description", "An error (RFC 9457, application/problem+json).");
    json.Text("type", "object");
    json.Object("properties", [&] {
      WriteTexts(kProblemTexts, json);
      json.Object("status", [&] {
        json.Text("description", "The HTTP status.");
        json.Text("type", "integer");
      });
      WriteEveryCode(json);
      WriteList(
          {"errors", "Everything that is wrong in the input."},
          [&] { json.Text("$ref", "#/components/schemas/Violation"); }, json);
      WriteList(
          {"actions", "What the caller can do next, one sentence each."},
          [&] { json.Text("type", "string"); }, json);
    });
    json.Array("required", [&] {
      for (const Member& member : kProblemTexts) json.Text(member.name);
      json.Text("status");
      json.Text("code");
    });
  });
}

}  // namespace keys::gateway
