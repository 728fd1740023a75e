#include "gateway/module.h"

int main(int argc, char** argv) { return keys::run::Main(argc, argv, keys::gateway::Spec()); }
