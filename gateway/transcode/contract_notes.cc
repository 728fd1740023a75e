#include "gateway/transcode/contract_notes.h"

#include <map>
#include <set>
#include <string>

#include "common/base/check.h"
#include "common/base/text.h"
#include "gateway/contract_file.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"

namespace keys::gateway {
namespace {

struct Notes {
  v1::Contract contract;
  std::map<std::string_view, const v1::FieldNote*> fields;
  std::map<std::string_view, const v1::OperationNote*> operations;
};

const Notes& All() {
  static const Notes* const kNotes = [] {
    auto* notes = new Notes();
    CHECK_THAT(google::protobuf::TextFormat::ParseFromString(kContractFile, &notes->contract),
               "gateway/contract.textproto has the form of keys.gateway.v1.Contract");
    for (const v1::FieldNote& note : notes->contract.fields()) notes->fields[note.name()] = &note;
    for (const v1::OperationNote& note : notes->contract.operations()) {
      notes->operations[note.name()] = &note;
    }
    return notes;
  }();
  return *kNotes;
}

bool IsText(const google::protobuf::FieldDescriptor* field) {
  return field != nullptr && field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
}

}  // namespace

const v1::FieldNote* NoteOf(std::string_view field) {
  const auto found = All().fields.find(field);
  return found == All().fields.end() ? nullptr : found->second;
}

std::vector<error::v1::Reason> StatedErrors(std::string_view rpc) {
  std::vector<error::v1::Reason> reasons;
  const auto found = All().operations.find(rpc);
  if (found == All().operations.end()) return reasons;
  for (const int reason : found->second->errors()) {
    reasons.push_back(static_cast<error::v1::Reason>(reason));
  }
  return reasons;
}

bool MayBeAccepted(std::string_view rpc) {
  const auto found = All().operations.find(rpc);
  return found != All().operations.end() && found->second->accepts();
}

absl::Status CheckNotes() { return CheckNotes(All().contract); }

absl::Status CheckNotes(const v1::Contract& contract) {
  const auto& pool = *google::protobuf::DescriptorPool::generated_pool();
  std::set<std::string> seen;
  std::string problems;
  const auto refuse = [&problems](const std::string& name, std::string_view why) {
    StrAppend(&problems, problems.empty() ? "" : "\n", "contract.textproto: ", name, ": ", why);
  };
  for (const v1::FieldNote& note : contract.fields()) {
    const auto* field = pool.FindFieldByName(note.name());
    if (field == nullptr) refuse(note.name(), "there is no such field");
    if (field != nullptr && !note.words().empty() && !IsText(field)) {
      refuse(note.name(), "words are for strings");
    }
    if (!seen.insert(note.name()).second) refuse(note.name(), "stands there twice");
  }
  for (const v1::OperationNote& note : contract.operations()) {
    if (pool.FindMethodByName(note.name()) == nullptr) refuse(note.name(), "there is no such RPC");
    if (!seen.insert(note.name()).second) refuse(note.name(), "stands there twice");
  }
  return problems.empty() ? absl::OkStatus() : absl::InvalidArgumentError(problems);
}

}  // namespace keys::gateway
