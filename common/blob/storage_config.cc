#include "common/blob/storage_config.h"

#include "common/base/text.h"

namespace keys::blob {

std::vector<config::Variable> StorageVariables(const std::string& help) {
  using config::Kind;
  return {{.name = "STORAGE_URL",
           .kind = Kind::kUrl,
           .help = StrCat(help,
                          ": file:///folder or "
                          "s3://bucket?endpoint=…&region=…&style=path|virtual")},
          {.name = "AWS_ACCESS_KEY_ID",
           .kind = Kind::kSecret,
           .fallback = "",
           .help = "for an s3:// storage"},
          {.name = "AWS_SECRET_ACCESS_KEY",
           .kind = Kind::kSecret,
           .fallback = "",
           .help = "for an s3:// storage"},
          {.name = "AWS_SESSION_TOKEN",
           .kind = Kind::kSecret,
           .fallback = "",
           .help = "for an s3:// storage, with credentials that expire"}};
}

absl::StatusOr<std::unique_ptr<ObjectStore>> OpenStorage(const config::Config& config) {
  return MakeObjectStore(config.Text("STORAGE_URL"),
                         {.access_key_id = config.Text("AWS_ACCESS_KEY_ID"),
                          .secret_access_key = config.Text("AWS_SECRET_ACCESS_KEY"),
                          .session_token = config.Text("AWS_SESSION_TOKEN")});
}

}  // namespace keys::blob
