#include "common/crypto/certificate.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace keys::crypto {
namespace {

template <auto Free>
struct FreeWith {
  template <typename T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free>>;
using CertificatePtr = std::unique_ptr<X509, FreeWith<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using StorePtr = std::unique_ptr<X509_STORE, FreeWith<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX_free>>;

struct StackFree {
  // The stack does not own its certificates.
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};

// OpenSSL would ask for a passphrase on the terminal, where a service has nobody to answer.
int RefusePassphrase(char*, int, int, void*) { return -1; }

absl::Status Unfit(const std::string& file, std::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(
      absl::StrCat(file, ": ", absl::string_view(what.data(), what.size())));
}

absl::StatusOr<std::vector<CertificatePtr>> ReadCertificates(const std::string& file) {
  const BioPtr bio(BIO_new_file(file.c_str(), "r"));
  if (bio == nullptr) return Unfit(file, "cannot be read");
  std::vector<CertificatePtr> certificates;
  while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, RefusePassphrase, nullptr)) {
    certificates.emplace_back(one);
  }
  // Reading ends with the error that no further PEM block begins.
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (certificates.empty() || !at_end) return Unfit(file, "is no PEM file of certificates");
  ERR_clear_error();
  return certificates;
}

absl::StatusOr<KeyPtr> ReadKey(const std::string& file) {
  const BioPtr bio(BIO_new_file(file.c_str(), "r"));
  if (bio == nullptr) return Unfit(file, "cannot be read");
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, RefusePassphrase, nullptr));
  if (key == nullptr) return Unfit(file, "is no PEM file of a private key without a passphrase");
  return key;
}

}  // namespace

absl::Status CheckCertificate(const CertificateFiles& files) {
  ASSIGN_OR_RETURN(const auto authorities, ReadCertificates(files.authority));
  ASSIGN_OR_RETURN(const auto chain, ReadCertificates(files.certificate));
  ASSIGN_OR_RETURN(const auto key, ReadKey(files.key));
  if (X509_check_private_key(chain.front().get(), key.get()) != 1) {
    return Unfit(files.key, "is not the key of the certificate");
  }
  const StorePtr store(X509_STORE_new());
  for (const auto& authority : authorities) X509_STORE_add_cert(store.get(), authority.get());
  const std::unique_ptr<STACK_OF(X509), StackFree> between(sk_X509_new_null());
  for (size_t i = 1; i < chain.size(); ++i) sk_X509_push(between.get(), chain[i].get());
  const StoreContextPtr context(X509_STORE_CTX_new());
  if (X509_STORE_CTX_init(context.get(), store.get(), chain.front().get(), between.get()) != 1) {
    return Unfit(files.certificate, "cannot be verified");
  }
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME);
  if (X509_verify_cert(context.get()) != 1) {
    const char* why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
    return Unfit(files.certificate,
                 absl::StrCat("is not signed by an authority of ", files.authority, ": ", why));
  }
  ERR_clear_error();
  return absl::OkStatus();
}

absl::StatusOr<int64_t> CertificateEnd(const std::string& file) {
  ASSIGN_OR_RETURN(const auto certificates, ReadCertificates(file));
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificates.front().get()), &end) != 1) {
    return Unfit(file, "tells no end");
  }
  return static_cast<int64_t>(timegm(&end));
}

}  // namespace keys::crypto
