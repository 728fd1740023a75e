#include "services/ingestion/domain/notebook.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "common/base/text.h"
#include "services/ingestion/domain/private_names.h"

namespace keys::ingestion {
namespace {

using Codes = std::set<std::string>;

Codes CheckText(const std::string& text) {
  Findings findings;
  const auto notebook = CheckNotebook(text, "x.ipynb", findings);
  Codes codes;
  for (const Finding& f : findings.violations()) codes.insert(f.code + " " + f.pointer);
  if (codes.empty() && findings.warnings().empty()) CHECK(notebook.has_value());
  for (const Finding& f : findings.warnings()) codes.insert(f.code + " " + f.pointer);
  return codes;
}

Codes CheckCells(const std::string& cells) {
  return CheckText(Concat(
      {R"({"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{}},"cells":[)", cells, "]}"}));
}

Codes CheckOutput(const std::string& output) {
  return CheckCells(Concat(
      {R"({"cell_type":"code","id":"a","metadata":{},"execution_count":1,"source":["a\n","b"],"outputs":[)",
       output, "]}"}));
}

TEST_CASE("a notebook of format 4 passes") {
  CHECK(CheckCells("") == Codes{});
  CHECK(CheckCells(R"({"cell_type":"markdown","metadata":{},"source":"x","attachments":{}},
                      {"cell_type":"raw","metadata":{"tags":["a"]},"source":[]})") == Codes{});
  CHECK(CheckOutput("") == Codes{});
  CHECK(CheckOutput(R"({"output_type":"stream","name":"stdout","text":["a"]},
      {"output_type":"display_data","metadata":{},"data":{"text/plain":"x"},"extra":1},
      {"output_type":"execute_result","metadata":{},"data":{},"execution_count":null},
      {"output_type":"error","ename":"E","evalue":"v","traceback":["t"]})") == Codes{});
}

TEST_CASE("what is wrong with a notebook is told, all of it") {
  CHECK(CheckText("{}") == Codes{"REQUIRED /metadata", "REQUIRED /nbformat",
                                 "REQUIRED /nbformat_minor", "REQUIRED /cells"});
  CHECK(CheckText(R"({"nbformat":3,"nbformat_minor":0,"metadata":{},"worksheets":[]})") ==
        Codes{"NOTEBOOK_VERSION /nbformat"});
  CHECK(CheckText("[]") == Codes{"JSON_ROOT_NOT_OBJECT "});
  CHECK(CheckText("not json") == Codes{"JSON_SYNTAX "});
  CHECK(CheckCells(R"({"cell_type":"heading","metadata":{},"source":"x"},{"source":1},5)") ==
        Codes{"NOTEBOOK_CELL_TYPE /cells/0/cell_type", "REQUIRED /cells/1/metadata",
              "REQUIRED /cells/1/cell_type", "WRONG_TYPE /cells/1/source", "WRONG_TYPE /cells/2"});
  CHECK(CheckCells(R"({"cell_type":"code","metadata":{},"source":["a",1]})") ==
        Codes{"WRONG_TYPE /cells/0/source", "REQUIRED /cells/0/execution_count",
              "REQUIRED /cells/0/outputs"});
  CHECK(CheckOutput(R"({"output_type":"pyout"},{"output_type":"stream"},{"output_type":"error",
      "ename":1,"evalue":"x","traceback":[1]})") ==
        Codes{"NOTEBOOK_OUTPUT_TYPE /cells/0/outputs/0/output_type",
              "REQUIRED /cells/0/outputs/1/name", "REQUIRED /cells/0/outputs/1/text",
              "WRONG_TYPE /cells/0/outputs/2/ename", "WRONG_TYPE /cells/0/outputs/2/traceback/0"});
}

TEST_CASE("a notebook too large to be looked into is a warning") {
  std::string values = "0";
  for (int i = 0; i < 100'000; ++i) values += ",0";
  CHECK(CheckText(R"({"nbformat":4,"a":[)" + values + "]}") == Codes{"NOTEBOOK_NOT_CHECKED "});
  CHECK(CheckText(std::string(kMaxNotebookBytes + 1, ' ')) == Codes{"NOTEBOOK_NOT_CHECKED "});
}

TEST_CASE("outputs that tell of the author's machines are pointed at") {
  const auto stream = [](const std::string& text) {
    return CheckOutput(
        Concat({R"({"output_type":"stream","name":"stderr","text":[")", text, "\"]}"}));
  };
  const std::string at = " /cells/0/outputs/0/text/0";
  CHECK(stream("/home/ada/x.py:3") == Codes{"NOTEBOOK_HOME_PATH" + at});
  CHECK(stream("connect db1.corp:5432") == Codes{"NOTEBOOK_HOST_NAME" + at});
  CHECK(stream("ip-10-0-3-17 at C:\\\\Users\\\\ada\\\\x") ==
        Codes{"NOTEBOOK_HOST_NAME" + at, "NOTEBOOK_HOME_PATH" + at});
  CHECK(stream("see https://example.com/home/x and /home/jovyan/work") == Codes{});
  CHECK(CheckOutput(R"({"output_type":"display_data","metadata":{},"data":{"text/html":"/Users/ada",
      "image/png":"/home/ada"}})") ==
        Codes{"NOTEBOOK_HOME_PATH /cells/0/outputs/0/data/text~1html"});
  CHECK(CheckCells(R"({"cell_type":"markdown","metadata":{},"source":"/home/ada"})") == Codes{});
}

TEST_CASE("private hosts and homes are told from words that look alike") {
  for (const char* text :
       {"a.internal", "x DB.Corp.", "n.home.arpa", "ip-172-31-0-1.ec2", "mac.local"}) {
    CHECK(FindPrivateHost(text));
  }
  for (const char* text :
       {"internal", "example.com", "self.locals", ".local", "ip-1-2-3", "a.locale"}) {
    CHECK_FALSE(FindPrivateHost(text));
  }
  CHECK_FALSE(FindHomePath("/home/ and /Users/Shared"));
  CHECK(FindHomePath("file:///home/ada"));
}

}  // namespace
}  // namespace keys::ingestion
