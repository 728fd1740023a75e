// Writes a protobuf message as the contract's JSON, directly from reflection and without a document
// tree. Members come in the order of the proto and map keys are sorted, so that equal messages give
// equal bytes; entity tags depend on that.
//
//   std::string json = WriteJson(response, shapes.Of(*response.GetDescriptor()));
//
// A (json) or (flatten) text that is not JSON is left out and logged. Thread-safe.
#pragma once

#include <string>

#include "gateway/transcode/shape.h"
#include "google/protobuf/message.h"

namespace keys::gateway {

std::string WriteJson(const google::protobuf::Message& message, const MessageShape& shape);

}  // namespace keys::gateway
