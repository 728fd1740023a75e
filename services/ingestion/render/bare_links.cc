#include "services/ingestion/render/bare_links.h"

#include <algorithm>

#include "common/base/text.h"

namespace keys::ingestion {
namespace {

constexpr std::string_view kSchemes[] = {"https://", "http://"};

bool IsHostStart(char c) {
  return IsAsciiLetter(c) || IsDigit(c) || static_cast<unsigned char>(c) >= 0x80;
}

// A reference such as "&amp;" at the end is no part of an address, and neither is a single ";".
std::size_t WithoutReference(std::string_view link) {
  std::size_t name = link.size() - 1;
  while (name > 0 && IsAsciiLetter(link[name - 1])) --name;
  const bool is_reference = name > 0 && name < link.size() - 1 && link[name - 1] == '&';
  return is_reference ? name - 1 : link.size() - 1;
}

}  // namespace

std::size_t WithoutPunctuation(std::string_view link) {
  auto opening = std::count(link.begin(), link.end(), '(');
  auto closing = std::count(link.begin(), link.end(), ')');
  while (!link.empty()) {
    const char last = link.back();
    if (last == ';') {
      link = link.substr(0, WithoutReference(link));
    } else if (last == ')' && closing > opening) {
      link.remove_suffix(1);
      --closing;
    } else if (std::string_view("?!.,:*_~'\"").find(last) != std::string_view::npos) {
      link.remove_suffix(1);
    } else {
      break;
    }
  }
  return link.size();
}

std::size_t BareUrlSize(std::string_view text) {
  for (const std::string_view scheme : kSchemes) {
    if (ToAsciiLower(text.substr(0, scheme.size())) != scheme) continue;
    const auto end = std::min(text.find_first_of(" \t\r\n\f<>"), text.size());
    if (end <= scheme.size() || !IsHostStart(text[scheme.size()])) return 0;
    const std::size_t size = WithoutPunctuation(text.substr(0, end));
    return size > scheme.size() ? size : 0;
  }
  return 0;
}

std::size_t FindBareUrl(std::string_view text, std::size_t from) {
  for (auto at = text.find("://", from); at != std::string_view::npos;
       at = text.find("://", at + 3)) {
    std::size_t start = at;
    while (start > from && IsAsciiLetter(text[start - 1])) --start;
    if (BareUrlSize(text.substr(start)) > 0) return start;
  }
  return std::string_view::npos;
}

bool IsBareMail(std::string_view text) { return !text.empty() && IsAsciiLetter(text.back()); }

void WriteWithLinks(SafeHtml& html, std::string_view text, bool ends_address) {
  while (!html.is_in_link()) {
    const auto at = FindBareUrl(text);
    if (at == std::string_view::npos) break;
    const bool goes_on = text.find_first_of(" \t<>", at) == std::string_view::npos;
    if (goes_on && !ends_address) break;
    const std::string_view url = text.substr(at, BareUrlSize(text.substr(at)));
    html.Text(text.substr(0, at));
    html.OpenLink(url);
    html.Text(url);
    html.CloseLink();
    text.remove_prefix(at + url.size());
  }
  html.Text(text);
}

}  // namespace keys::ingestion
