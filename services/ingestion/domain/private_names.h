// Names that tell of the author's own machines: hosts of private networks, folders in a home. Pure.
#pragma once

#include <string_view>

namespace keys::ingestion {

// db1.corp, printer.local, ip-10-0-3-17 …
bool FindPrivateHost(std::string_view text);

// /home/ada/…, /Users/ada/…, C:\Users\ada\… ; not the "jovyan" of Jupyter's own images.
bool FindHomePath(std::string_view text);

}  // namespace keys::ingestion
