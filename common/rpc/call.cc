#include "common/rpc/call.h"

#include "common/base/text.h"
#include "common/id/id.h"

namespace keys::rpc {

std::string FormatOrgs(const std::vector<OrgClaim>& orgs) {
  std::string out;
  for (const OrgClaim& org : orgs) {
    StrAppend(&out, out.empty() ? "" : ",", org.org_id, ":", org.role);
  }
  return out;
}

std::vector<OrgClaim> ParseOrgs(std::string_view text) {
  std::vector<OrgClaim> orgs;
  for (std::string_view item : Split(text, ',')) {
    const std::vector<std::string_view> parts = Split(item, ':');
    if (parts.size() != 2 || !IsUuid(parts[0])) continue;
    if (parts[1] != "owner" && parts[1] != "admin" && parts[1] != "member") continue;
    orgs.push_back({std::string(parts[0]), std::string(parts[1])});
  }
  return orgs;
}

}  // namespace keys::rpc
