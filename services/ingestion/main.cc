#include "services/ingestion/module.h"

int main(int argc, char** argv) { return keys::run::Main(argc, argv, keys::ingestion::Spec()); }
