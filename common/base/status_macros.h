// These macros return from the function when a Status is not Ok.
//
//   RETURN_IF_ERROR(store.Put(key));
//   ASSIGN_OR_RETURN(const Order order, store.GetOrder(id));
//
// Both work in functions that return absl::Status or absl::StatusOr<T>. Not for coroutines.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(expression)                                                        \
  do {                                                                                     \
    if (absl::Status status_or_ok = (expression); !status_or_ok.ok()) return status_or_ok; \
  } while (false)

#define KEYS_CONCAT_INNER(a, b) a##b
#define KEYS_CONCAT(a, b) KEYS_CONCAT_INNER(a, b)
#define KEYS_ASSIGN_OR_RETURN(temporary, declaration, expression) \
  auto temporary = (expression);                                  \
  if (!temporary.ok()) return std::move(temporary).status();      \
  declaration = *std::move(temporary)

#define ASSIGN_OR_RETURN(declaration, expression) \
  KEYS_ASSIGN_OR_RETURN(KEYS_CONCAT(status_or_, __LINE__), declaration, expression)
