#include "services/entitlement/module.h"

int main(int argc, char** argv) { return keys::run::Main(argc, argv, keys::entitlement::Spec()); }
