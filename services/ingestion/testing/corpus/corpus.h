// For tests: the corpus of crafted assets, read from the tables beside this file.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/ingestion/testing/workshop.h"

namespace keys::ingestion {

// One asset and what a run must say of it.
struct CorpusCase {
  std::string slug;  // of the folder
  std::string family;
  // "CODE /pointer" of everything reported; the pointer is left out when it is empty. "*": the test
  // that made the case says more.
  std::set<std::string> expected;
};

// Writes every asset of manifests.txt and texts.txt below the assets root, as `Workshop::AddAsset`
// does but for the manifest.
std::vector<CorpusCase> WriteManifestCases(Workshop& workshop);
std::vector<CorpusCase> WriteTextCases(Workshop& workshop);
// Assets whose folders are wrong, or odd.
std::vector<CorpusCase> WriteFolderCases(Workshop& workshop);
// Jupyter KEYS with one notebook each.
std::vector<CorpusCase> WriteNotebookCases(Workshop& workshop);

// Without warnings' and errors' difference: the code says which it is.
std::set<std::string> ReportedOf(const v1::IngestResponse& response, std::string_view slug);

}  // namespace keys::ingestion
