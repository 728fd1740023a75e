#include "gateway/access/key_set.h"

#include <catch2/catch.hpp>

#include "common/base/text.h"
#include "common/crypto/jws.h"

namespace keys::gateway {
namespace {

// The keys and tokens of RFC 7515, appendices A.2 and A.3, and of RFC 8037, appendix A.
constexpr char kRfcModulus[] =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ"
    "PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0"
    "LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
    "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
    "PAcDTW9gb54h4FRWyuXpoQ";
constexpr char kRfcClaims[] =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19y"
    "b290Ijp0cnVlfQ";
constexpr char kRfcRsaSignature[] =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF"
    "5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK"
    "5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqt"
    "FZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
    "p0igcN_IoypGlUPQGe77Rw";
constexpr char kRfcEcX[] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr char kRfcEcY[] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr char kRfcEcSignature[] =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr char kRfcEdX[] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
constexpr char kRfcEdToken[] =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

TEST_CASE("the RFCs' own signatures are good, under their keys and under no other") {
  const auto set =
      ParseJwks(StrCat(R"({"keys":[{"kty":"RSA","e":"AQAB","n":")", kRfcModulus,
                       R"("},{"kty":"EC","crv":"P-256",)", R"("x":")", kRfcEcX, R"(","y":")",
                       kRfcEcY, R"("},{"kty":"OKP","crv":"Ed25519","x":")", kRfcEdX, "\"}]}"));
  REQUIRE(set.ok());
  const auto verified = [&](Algorithm algorithm, std::string_view token) {
    const auto jws = crypto::SplitJws(token);
    REQUIRE(jws.has_value());
    const auto keys = set->For(algorithm, "");
    REQUIRE(keys.size() == 1);
    return keys[0]->Verify(jws->signing_input, jws->signature);
  };
  const std::string rsa =
      StrCat("eyJhbGciOiJSUzI1NiJ9.", kRfcClaims, ".", std::string_view(kRfcRsaSignature));
  const std::string ec =
      StrCat("eyJhbGciOiJFUzI1NiJ9.", kRfcClaims, ".", std::string_view(kRfcEcSignature));
  CHECK(verified(Algorithm::kRs256, rsa));
  CHECK(verified(Algorithm::kEs256, ec));
  CHECK(verified(Algorithm::kEdDsa, kRfcEdToken));
  CHECK_FALSE(verified(Algorithm::kEs256, kRfcEdToken));
  CHECK_FALSE(verified(Algorithm::kEdDsa, ec));
  CHECK_FALSE(verified(Algorithm::kRs256, ec));
  for (const size_t at : {size_t{0}, size_t{25}}) {
    std::string bent = ec;
    bent[at] = bent[at] == 'A' ? 'B' : 'A';
    CHECK_FALSE(verified(Algorithm::kEs256, bent));
  }
}

TEST_CASE("two keys of one name and one algorithm are both refused, others stay") {
  const auto ec = [](const std::string& kid) {
    return StrCat(R"({"kty":"EC","crv":"P-256","kid":")", kid, R"(","x":")", kRfcEcX, R"(","y":")",
                  kRfcEcY, "\"}");
  };
  const std::string ed =
      StrCat(R"({"kty":"OKP","crv":"Ed25519","kid":"one","x":")", kRfcEdX, "\"}");
  const auto count = [](const std::string& keys, Algorithm algorithm, std::string_view kid) {
    const auto set = ParseJwks(StrCat(R"({"keys":[)", keys, "]}"));
    REQUIRE(set.ok());
    return set->For(algorithm, kid).size();
  };
  const std::string twice = StrCat(ec("one"), ",", ec("two"), ",", ec("one"), ",", ed);
  CHECK(count(twice, Algorithm::kEs256, "one") == 0);
  CHECK(count(twice, Algorithm::kEs256, "two") == 1);
  CHECK(count(twice, Algorithm::kEs256, "") == 1);
  // A key of the same name for another algorithm is another key.
  CHECK(count(twice, Algorithm::kEdDsa, "one") == 1);
  CHECK(count(StrCat(ec("one"), ",", ed), Algorithm::kEs256, "one") == 1);
}

}  // namespace
}  // namespace keys::gateway
