// Finds names that reveal the author's own machines: hosts of private networks, folders in a home.
// Pure.
#pragma once

#include <string_view>

namespace keys::ingestion {

// Finds db1.corp, printer.local, ip-10-0-3-17 and the like.
bool FindPrivateHost(std::string_view text);

// Finds /home/ada/…, /Users/ada/… and C:\Users\ada\…, but not the "jovyan" of Jupyter's own images.
bool FindHomePath(std::string_view text);

}  // namespace keys::ingestion
