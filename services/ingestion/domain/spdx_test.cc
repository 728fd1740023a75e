#include "services/ingestion/domain/spdx.h"

#include <catch2/catch.hpp>
#include <string>

namespace keys::ingestion {
namespace {

TEST_CASE("licence expressions are read and written in their official spelling") {
  CHECK(*NormalizeLicense("MIT") == "MIT");
  CHECK(*NormalizeLicense("mit") == "MIT");
  CHECK(*NormalizeLicense(" apache-2.0  OR MIT ") == "Apache-2.0 OR MIT");
  CHECK(*NormalizeLicense("mit or apache-2.0 with LLVM-exception and isc") ==
        "MIT OR Apache-2.0 WITH LLVM-exception AND ISC");
  CHECK(*NormalizeLicense("GPL-2.0+") == "GPL-2.0+");
  CHECK(*NormalizeLicense("EPL-2.0+") == "EPL-2.0+");
  CHECK(*NormalizeLicense("gpl-2.0-only WITH classpath-exception-2.0") ==
        "GPL-2.0-only WITH Classpath-exception-2.0");
  CHECK(*NormalizeLicense("(MIT AND (LicenseRef-our.terms OR 0BSD)) AND Zlib") ==
        "(MIT AND (LicenseRef-our.terms OR 0BSD)) AND Zlib");
  CHECK(*NormalizeLicense("DocumentRef-sbom:LicenseRef-x AND MIT") ==
        "DocumentRef-sbom:LicenseRef-x AND MIT");
}

TEST_CASE("what is not a licence expression is refused") {
  for (const char* text : {"",
                           " ",
                           "Proprietary",
                           "UNLICENSED",
                           "MIT And Apache-2.0",
                           "MIT oR ISC",
                           "mit and",
                           "MIT AND",
                           "OR MIT",
                           "MIT MIT",
                           "(MIT",
                           "MIT)",
                           "()",
                           "MIT WITH",
                           "MIT WITH MIT",
                           "MIT+ +",
                           "LicenseRef-",
                           "LicenseRef-a_b",
                           "licenseref-a",
                           "DocumentRef-:LicenseRef-x",
                           "DocumentRef-a",
                           "MIT, Apache-2.0",
                           "SEE LICENSE IN LICENSE.txt",
                           "MIT\n",
                           "(MIT) WITH Classpath-exception-2.0"}) {
    INFO(text);
    CHECK_FALSE(NormalizeLicense(text).ok());
  }
  CHECK_FALSE(NormalizeLicense(std::string(kMaxLicenseLength + 1, 'x')).ok());
  CHECK_FALSE(NormalizeLicense(std::string(40, '(') + "MIT" + std::string(40, ')')).ok());
}

}  // namespace
}  // namespace keys::ingestion
