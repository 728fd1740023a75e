#include "services/billing/module.h"

int main(int argc, char** argv) { return keys::run::Main(argc, argv, keys::billing::Spec()); }
