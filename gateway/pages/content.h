// Writes the pages from the answers of the JSON API, so that a page and its data always agree.
// Pure; thread-safe.
//
//   PageContent page = KeyPage(site, answer.body);
//
// If an answer lacks a member, the page leaves that part out.
#pragma once

#include <string>
#include <string_view>

#include "gateway/pages/site.h"

namespace keys::gateway {

// Made from GET /marketplace/keys/{slug}: title, text, price, availability, README;
// schema.org/Product.
PageContent KeyPage(const Site& site, const std::string& json);

// Made from GET /marketplace/bundles/{slug}: the same for a bundle, with its KEYS.
PageContent BundlePage(const Site& site, const std::string& json);

// Made from GET /marketplace/bundles, with schema.org/ItemList.
PageContent BundleListPage(const Site& site, const std::string& json);

// Made from GET /marketplace/keys, for "/" and for "/marketplace".
PageContent HomePage(const Site& site, const std::string& json);
PageContent KeyListPage(const Site& site, const std::string& json);

// The page for something that does not exist (404), and the page for any other failure.
PageContent MissingPage(std::string route);
PageContent FailurePage(std::string route, int status);

}  // namespace keys::gateway
