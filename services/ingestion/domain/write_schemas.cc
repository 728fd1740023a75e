// keys-ingestion-schemas DIR writes the JSON Schemas of all rule tables into DIR.
#include <fstream>
#include <iostream>
#include <string>

#include "services/ingestion/domain/schema.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: keys-ingestion-schemas DIR\n";
    return 2;
  }
  for (const auto& file : keys::ingestion::AllSchemas()) {
    std::ofstream out(std::string(argv[1]) + "/" + file.name, std::ios::binary);
    out << file.text;
    if (!out.flush()) {
      std::cerr << "cannot write " << file.name << "\n";
      return 1;
    }
  }
  return 0;
}
