#include "gateway/openapi/plain_operations.h"

#include <utility>

#include "keys/gateway/v1/plain.pb.h"

namespace keys::gateway {
namespace {

using error::Reason;

constexpr char kGateway[] = "gateway";

PlainOperation Webhook() {
  return {.verb = "POST",
          .path_template = "/billing/webhook",
          .id = "Billing.Webhook",
          .tag = "billing",
          .summary = "Take an event of Stripe's",
          .description =
              "The signature is over the raw bytes of the body. An event that was stored is "
              "answered with "
              "200, also when it came before.",
          .answer = v1::WebhookReceipt::descriptor(),
          .errors = {Reason::INVALID_SIGNATURE, Reason::INVALID_JSON, Reason::BODY_TOO_LARGE,
                     Reason::WEBHOOK_DISABLED},
          .reads = {"Stripe-Signature"}};
}

PlainOperation Download() {
  return {.verb = "GET",
          .path_template = "/marketplace/downloads/{token}",
          .id = "Entitlement.DownloadBytes",
          .tag = "entitlement",
          .summary = "The bytes behind a link, whole or a part",
          .description =
              "The link is a credential by itself; no token is read. It ends with the access it "
              "was made "
              "for, also while bytes are on their way.",
          .content_type = "application/zip",
          .errors = {Reason::LINK_INVALID, Reason::LINK_EXPIRED, Reason::LINK_REVOKED,
                     Reason::PRECONDITION_FAILED, Reason::RANGE_NOT_SATISFIABLE,
                     Reason::ASSET_MISSING, Reason::STORAGE_UNAVAILABLE},
          .reads = {"Range", "If-Range", "If-Match", "If-None-Match"},
          .sends = {"ETag", "Accept-Ranges", "Content-Disposition", "Repr-Digest"},
          .others = {206, 304},
          .variable = "The last segment of a `downloadUrl`."};
}

PlainOperation Screenshot() {
  return {
      .verb = "GET",
      .path_template = "/marketplace/screenshots/{file}",
      .id = "Catalog.Screenshot",
      .tag = "catalog",
      .summary = "A picture of a KEY",
      .description =
          "PNG, JPEG or WebP, by the ending of the name. The address names the bytes, so it may "
          "be kept for ever. No token is read.",
      .content_type = "image/*",
      .errors = {Reason::NOT_FOUND, Reason::ASSET_MISSING, Reason::STORAGE_UNAVAILABLE},
      .reads = {"If-None-Match"},
      .sends = {"ETag"},
      .others = {304},
      .variable = "The last segment of a screenshot's `path`."};
}

PlainOperation PersonExport() {
  return {.verb = "GET",
          .path_template = "/marketplace/admin/users/{id}/export",
          .id = "PersonExport.ExportUser",
          .tag = kGateway,
          .summary = "What every service keeps of a person",
          .description =
              "Sent while it is gathered: a failure in the middle cuts the connection, and the "
              "document lacks "
              "its last member, `complete`. Somebody who never came has empty sections.",
          .answer = v1::PersonData::descriptor(),
          .errors = {Reason::UNAUTHENTICATED, Reason::NOT_ADMIN, Reason::NOT_FOUND},
          .admin = true,
          .variable = "UUID of the user."};
}

PlainOperation OwnExport() {
  return {.verb = "GET",
          .path_template = "/marketplace/me/export",
          .id = "PersonExport.ExportMe",
          .tag = kGateway,
          .summary = "What every service keeps of you",
          .description =
              "Sent while it is gathered: a failure in the middle cuts the connection, and the "
              "document lacks "
              "its last member, `complete`.",
          .answer = v1::PersonData::descriptor(),
          .errors = {Reason::UNAUTHENTICATED},
          .user = true};
}

PlainOperation DescribeDocument(std::string path, std::string id, std::string summary,
                                std::string description,
                                const google::protobuf::Descriptor* answer) {
  return {.verb = "GET",
          .path_template = std::move(path),
          .id = std::move(id),
          .tag = kGateway,
          .summary = std::move(summary),
          .description = std::move(description),
          .answer = answer,
          .reads = {"If-None-Match"},
          .sends = {"ETag"},
          .others = {304}};
}

PlainOperation Health(std::string path, std::string id, std::string summary,
                      const google::protobuf::Descriptor* answer, std::vector<int> others) {
  return {.verb = "GET",
          .path_template = std::move(path),
          .id = std::move(id),
          .tag = kGateway,
          .summary = std::move(summary),
          .description = "Limits do not count it.",
          .answer = answer,
          .others = std::move(others)};
}

constexpr char kSession[] =
    "The session is kept in a cookie that scripts cannot read; the access token is in the answer "
    "only.";

// Only pages of the shop itself may sign people in and out. No token is read.
PlainOperation SignIn(std::string path, std::string id, std::string summary,
                      const google::protobuf::Descriptor* request,
                      const google::protobuf::Descriptor* answer) {
  return {.verb = "POST",
          .path_template = std::move(path),
          .id = std::move(id),
          .tag = kGateway,
          .summary = std::move(summary),
          .description = kSession,
          .request = request,
          .answer = answer,
          .errors = {Reason::INVALID_JSON, Reason::UNAUTHENTICATED, Reason::FORBIDDEN,
                     Reason::NOT_FOUND, Reason::BODY_TOO_LARGE, Reason::UNSUPPORTED_MEDIA_TYPE},
          .sends = {"Set-Cookie"}};
}

PlainOperation OAuth() {
  return {
      .verb = "GET",
      .path_template = "/auth/oauth/{provider}",
      .id = "SignIn.BeginOAuth",
      .tag = kGateway,
      .summary = "Sign in with a provider, such as GitHub",
      .description =
          "For a browser to go to: the provider sends the person back to /sign-in with a `code`.",
      .content_type = "",
      .errors = {Reason::NOT_FOUND},
      .others = {302},
      .variable = "One of the providers in /config.json.",
      .parameter = "returnTo",
      .parameter_is = "Path of this shop to go to afterwards."};
}

std::vector<PlainOperation> SignInOperations(std::string_view kind) {
  if (kind == "none") return {};
  const auto* session = v1::SessionAnswer::descriptor();
  std::vector<PlainOperation> operations = {
      SignIn("/auth/refresh", "SignIn.Refresh", "A new access token for the session",
             v1::RefreshRequest::descriptor(), session),
      SignIn("/auth/sign-out", "SignIn.SignOut", "End the session",
             v1::SignOutRequest::descriptor(), v1::SignOutAnswer::descriptor())};
  if (kind == "development") {
    operations.push_back(SignIn("/auth/dev/sign-in", "SignIn.AsPersona",
                                "Sign in as a persona of a local stack",
                                v1::DevelopmentSignIn::descriptor(), session));
    return operations;
  }
  operations.push_back(SignIn("/auth/sign-in", "SignIn.ByPassword", "Sign in with a password",
                              v1::PasswordSignIn::descriptor(), session));
  operations.push_back(SignIn("/auth/magic-link", "SignIn.SendLink", "Send a link that signs in",
                              v1::MagicLinkRequest::descriptor(),
                              v1::MagicLinkAnswer::descriptor()));
  operations.push_back(SignIn("/auth/verify", "SignIn.ByLink", "Sign in with a link that was sent",
                              v1::LinkSignIn::descriptor(), session));
  operations.push_back(SignIn("/auth/callback", "SignIn.ByOAuth",
                              "Sign in with what a provider sent back",
                              v1::OAuthSignIn::descriptor(), session));
  operations.push_back(OAuth());
  return operations;
}

}  // namespace

std::vector<PlainOperation> PlainOperations(std::string_view sign_in) {
  std::vector<PlainOperation> operations = {
      Webhook(),
      Download(),
      Screenshot(),
      PersonExport(),
      OwnExport(),
      Health("/healthz", "Gateway.Live", "Whether the gateway lives",
             v1::HealthAnswer::descriptor(), {}),
      Health("/readyz", "Gateway.Ready", "Whether every service serves",
             v1::ReadinessAnswer::descriptor(), {503}),
      DescribeDocument("/openapi.json", "Gateway.OpenApi", "This document",
                       "OpenAPI 3.1, made from what is served.", nullptr),
      DescribeDocument("/config.json", "Gateway.Config",
                       "What frontends may know of this installation",
                       "Currencies with what is needed to show amounts, and how people sign in.",
                       v1::ShopConfig::descriptor()),
      {.verb = "GET",
       .path_template = "/docs",
       .id = "Gateway.Docs",
       .tag = kGateway,
       .summary = "This document as a page",
       .description = "For people; NOT_FOUND where JSON is asked for.",
       .content_type = "text/html",
       .errors = {Reason::NOT_FOUND},
       .reads = {"If-None-Match"},
       .sends = {"ETag"},
       .others = {304}},
  };
  for (PlainOperation& operation : SignInOperations(sign_in)) {
    operations.push_back(std::move(operation));
  }
  // Every operation may fail by conditions, limits and internal errors.
  for (PlainOperation& operation : operations) {
    for (const Reason reason :
         {Reason::INVALID_ARGUMENT, Reason::UNKNOWN_FIELD, Reason::PRECONDITION_FAILED,
          Reason::RATE_LIMITED, Reason::UNAVAILABLE, Reason::REASON_UNSPECIFIED}) {
      operation.errors.push_back(reason);
    }
  }
  return operations;
}

}  // namespace keys::gateway
