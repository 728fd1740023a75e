#include "gateway/filters/common_fields.h"

namespace keys::gateway {

void AddCommonFields(HeaderFields& headers, bool beside_page) {
  if (beside_page) headers.AddToList("Vary", "Accept");
  headers.Set("X-Content-Type-Options", "nosniff");
  headers.Set("Referrer-Policy", "no-referrer");
  if (headers.Find("content-security-policy") == nullptr) {
    headers.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
  // Whether a page may read the answer depends on the page's origin (Cors).
  headers.AddToList("Vary", "Origin");
}

}  // namespace keys::gateway
