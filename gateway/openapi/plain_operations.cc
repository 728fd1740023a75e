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

PlainOperation PersonExport() {
  return {.verb = "GET",
          .path_template = "/marketplace/admin/users/{id}/export",
          .id = "PersonExport.ExportUser",
          .tag = kGateway,
          .summary = "What every service keeps of a person",
          .description = "All of it or an error. Somebody who never came has empty sections.",
          .answer = v1::PersonData::descriptor(),
          .errors = {Reason::UNAUTHENTICATED, Reason::NOT_ADMIN, Reason::NOT_FOUND,
                     Reason::BODY_TOO_LARGE},
          .admin = true,
          .variable = "UUID of the user."};
}

PlainOperation Document(std::string path, std::string id, std::string summary,
                        std::string description, const google::protobuf::Descriptor* answer) {
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

}  // namespace

std::vector<PlainOperation> PlainOperations() {
  std::vector<PlainOperation> operations = {
      Webhook(),
      Download(),
      PersonExport(),
      Health("/healthz", "Gateway.Live", "Whether the gateway lives",
             v1::HealthAnswer::descriptor(), {}),
      Health("/readyz", "Gateway.Ready", "Whether every service serves",
             v1::ReadinessAnswer::descriptor(), {503}),
      Document("/openapi.json", "Gateway.OpenApi", "This document",
               "OpenAPI 3.1, made from what is served.", nullptr),
      Document("/config.json", "Gateway.Config", "What frontends may know of this installation",
               "Currencies with what is needed to show amounts, and how people sign in.",
               v1::ShopConfig::descriptor()),
      {.verb = "GET",
       .path_template = "/docs",
       .id = "Gateway.Docs",
       .tag = kGateway,
       .summary = "This document as a page",
       .description = "For people.",
       .content_type = "text/html",
       .reads = {"If-None-Match"},
       .sends = {"ETag"},
       .others = {304}},
  };
  // Conditions, limits and what went wrong here are everywhere.
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
