#include "services/analytics/module.h"

int main(int argc, char** argv) { return keys::run::Main(argc, argv, keys::analytics::Spec()); }
