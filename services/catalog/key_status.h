// The statuses of a KEY, which the catalog writes as words into its rows and answers.
#pragma once

#include "common/base/word_table.h"

namespace keys::catalog {

// Only a published KEY is listed and sold. An archived one can still be downloaded by those who
// have it; a draft is known to administrators only.
enum class KeyStatus { kDraft, kPublished, kArchived };

inline constexpr auto kKeyStatuses =
    MakeWordTable<KeyStatus>("status of a KEY", {{KeyStatus::kDraft, "draft"},
                                                 {KeyStatus::kPublished, "published"},
                                                 {KeyStatus::kArchived, "archived"}});

}  // namespace keys::catalog
