// What the pages say, made of the answers of the JSON API, so that a page and its data agree by
// construction. Pure; thread-safe.
//
//   PageContent page = KeyPage(site, answer.body);
//
// An answer that is not of the shape expected leaves out what it lacks.
#pragma once

#include <string>
#include <string_view>

#include "gateway/pages/site.h"

namespace keys::gateway {

// GET /marketplace/keys/{slug}: title, text, price, availability, README; schema.org/Product.
PageContent KeyPage(const Site& site, const std::string& json);

// GET /marketplace/bundles/{slug}: the same of a bundle, with its KEYS.
PageContent BundlePage(const Site& site, const std::string& json);

// GET /marketplace/bundles: schema.org/ItemList.
PageContent BundleListPage(const Site& site, const std::string& json);

// GET /marketplace/keys, for "/" and for "/marketplace".
PageContent HomePage(const Site& site, const std::string& json);
PageContent KeyListPage(const Site& site, const std::string& json);

// Nothing is there (404), or it cannot be said at the moment (any other status).
PageContent MissingPage(std::string route);
PageContent FailurePage(std::string route, int status);

}  // namespace keys::gateway
