#include "gateway/openapi/headers.h"

#include <algorithm>
#include <iterator>

#include "common/base/check.h"
#include "common/base/text.h"

namespace keys::gateway {
namespace {

struct Field {
  std::string_view name;
  std::string_view type;
  std::string_view description;
  // A JSON value.
  std::string_view example;
};

constexpr Field kSent[] = {
    {"Idempotency-Key", "string",
     "Your name for this effect, 1 to 255 visible ASCII characters. The same name with the same "
     "input again answers "
     "what the first one did and does nothing; with other input it is IDEMPOTENCY_KEY_REUSED. Kept "
     "for at least 24 h.",
     "\"7f0c2f1e-5a43-4c1e-9b0a-3f1d2c6b8e55\""},
    {"If-Match", "string",
     "Entity tag of what the request means to change. PRECONDITION_FAILED when it has changed "
     "since.",
     "\"\\\"k7.5f1d\\\"\""},
    {"If-None-Match", "string",
     "Entity tag of the answer that the client has. 304 when it is still current.",
     "\"\\\"k7.5f1d\\\"\""},
    {"If-Range", "string", "With Range: send the part only while the entity tag is this one.",
     "\"\\\"5f1d\\\"\""},
    {"Range", "string", "The bytes wanted, e.g. to go on where a transfer broke. One range.",
     "\"bytes=1024-\""},
    {"Stripe-Signature", "string", "Stripe's signature over the raw bytes of the body.",
     "\"t=1767225600,v1=5f1d\""},
};

constexpr Field kAnswered[] = {
    {"X-Request-ID", "string",
     "Names this request in the server's log: the one sent, if it was well-formed, else a new one.",
     "\"0192f3c1-7e7a-7c3e-9d55-1f0c3b6a2e11\""},
    {"RateLimit", "string",
     "What is left of each limit and when it is whole again. Only while limits are set.",
     "\"\\\"address\\\";r=59;t=60\""},
    {"RateLimit-Policy", "string", "The limits that apply. Only while limits are set.",
     "\"\\\"address\\\";q=60;w=60\""},
    {"Retry-After", "integer", "Seconds to wait before the next try.", "1"},
    {"WWW-Authenticate", "string", "How to authenticate.", "\"Bearer\""},
    {"ETag", "string", "Entity tag of this answer, for If-None-Match or If-Match.",
     "\"\\\"k7.5f1d\\\"\""},
    {"Idempotent-Replayed", "string",
     "true when an earlier request had the same Idempotency-Key and this is its answer; else "
     "absent.",
     "\"true\""},
    {"Content-Disposition", "string", "Suggests a file name.",
     "\"attachment; filename=\\\"leased-job-queue-1.2.0.zip\\\"\""},
    {"Content-Range", "string", "Which bytes these are, of how many.", "\"bytes 0-9/1024\""},
    {"Accept-Ranges", "string", "Parts can be asked for with Range.", "\"bytes\""},
    {"Repr-Digest", "string", "SHA-256 of the whole file (RFC 9530).",
     "\"sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:\""},
    {"Location", "string", "Where to go on, or to ask how far it has come.",
     "\"https://keys.example/sign-in\""},
    {"Set-Cookie", "string",
     "The session, in a cookie that scripts cannot read and other sites do not send.",
     "\"keys_session=5f1d; Path=/auth; HttpOnly; SameSite=Strict\""},
};

template <size_t N>
const Field& Find(const Field (&fields)[N], std::string_view name) {
  const auto* found = std::find_if(std::begin(fields), std::end(fields),
                                   [name](const Field& field) { return field.name == name; });
  CHECK_THAT(found != std::end(fields), "a header field is named that is not described");
  return *found;
}

void WriteField(const Field& field, JsonBuilder& json) {
  json.Text("description", field.description);
  json.Object("schema", [&] { json.Text("type", field.type); });
  json.Json("example", field.example);
}

void WriteHeaderReference(std::string_view name, JsonBuilder& json) {
  json.Object(name, [&] { json.Text("$ref", StrCat("#/components/headers/", name)); });
}

}  // namespace

void WriteRequestHeader(std::string_view name, JsonBuilder& json) {
  json.Object([&] {
    json.Text("name", name);
    json.Text("in", "header");
    WriteField(Find(kSent, name), json);
  });
}

void WriteResponseHeaders(const HeaderNames& names, JsonBuilder& json) {
  json.Object("headers", [&] {
    for (const std::string_view name : {"X-Request-ID", "RateLimit", "RateLimit-Policy"}) {
      WriteHeaderReference(name, json);
    }
    for (const std::string_view name : names)
      WriteHeaderReference(Find(kAnswered, name).name, json);
  });
}

void WriteHeaderComponents(bool sign_in, JsonBuilder& json) {
  json.Object("headers", [&] {
    for (const Field& field : kAnswered) {
      if (!sign_in && field.name == "Set-Cookie") continue;
      json.Object(field.name, [&] { WriteField(field, json); });
    }
  });
}

}  // namespace keys::gateway
