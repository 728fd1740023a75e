#include "services/catalog/module.h"

int main(int argc, char** argv) { return keys::run::Main(argc, argv, keys::catalog::Spec()); }
