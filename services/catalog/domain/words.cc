#include "services/catalog/domain/words.h"

#include <algorithm>
#include <vector>

#include "common/text/words.h"

namespace keys::catalog {

int DistanceOf(std::string_view a, std::string_view b) {
  const std::u32string left = text::CharactersOf(a);
  const std::u32string right = text::CharactersOf(b);
  const size_t width = right.size() + 1;
  std::vector<int> cost((left.size() + 1) * width);
  for (size_t i = 0; i <= left.size(); ++i) {
    for (size_t j = 0; j <= right.size(); ++j) {
      int& here = cost[i * width + j];
      if (i == 0 || j == 0) {
        here = static_cast<int>(i + j);
        continue;
      }
      const bool same = left[i - 1] == right[j - 1];
      here = std::min({cost[(i - 1) * width + j] + 1, cost[i * width + j - 1] + 1,
                       cost[(i - 1) * width + j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        here = std::min(here, cost[(i - 2) * width + j - 2] + 1);
      }
    }
  }
  return cost.back();
}

int MistakesAllowed(std::string_view word) {
  const size_t length = text::CharactersOf(word).size();
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

}  // namespace keys::catalog
