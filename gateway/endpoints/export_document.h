// The JSON of a person's export, written page by page.
//
//   ExportDocument document(user_id);
//   piece = document.Page("billing", response) + document.EndOfService();   // …
//   piece = document.End();
//
// The pieces one after the other are {user_id, services:{<process>:{<section>:[{…}]}},
// complete:true}. Sections of one name that follow each other are one. Not thread-safe.
#pragma once

#include <string>

#include "keys/person/v1/person.pb.h"

namespace keys::gateway {

class ExportDocument {
 public:
  explicit ExportDocument(const std::string& user_id);

  // The text is never empty for the first page of a service.
  std::string Page(const std::string& process, const person::v1::ExportPersonResponse& page);
  std::string EndOfService();
  std::string End();

 private:
  std::string beginning_;
  bool in_service_ = false;
  bool first_service_ = true;
  std::string section_;
  bool first_row_ = true;
};

}  // namespace keys::gateway
