// The rule tables of manifests. A rule that is added here is checked, published in schemas/ and
// shown.
#include <algorithm>
#include <array>
#include <limits>

#include "services/ingestion/domain/family.h"
#include "services/ingestion/domain/formats.h"

namespace keys::ingestion {
namespace {

using std::string_view;
constexpr auto kInteger = ValueType::kInteger;
constexpr auto kBoolean = ValueType::kBoolean;
constexpr auto kArray = ValueType::kArray;
constexpr auto kObject = ValueType::kObject;

// The closed sets of words.
constexpr string_view kMaturities[] = {"starter", "operator", "scale", "enterprise"};
constexpr string_view kNodeTools[] = {"node", "next"};
constexpr string_view kNodeKeyTypes[] = {"route", "job", "data", "ui", "integration"};
constexpr string_view kTenantScopes[] = {"per-request-tenant-id", "per-user-tenant-id",
                                         "per-session-tenant-id", "per-tenant-id", "global"};
constexpr string_view kRunbookTools[] = {"operational"};
constexpr string_view kRunbookKeyTypes[] = {"incident", "failure-mode", "decision", "recovery"};
constexpr string_view kSeverities[] = {"p0", "p1", "p2", "p3", "p4"};
constexpr string_view kRuntimeDependencies[] = {"human", "assisted", "automated"};
constexpr string_view kAccessLevels[] = {"read", "write", "admin"};
constexpr string_view kJupyterTools[] = {"jupyter"};
constexpr string_view kJupyterKeyTypes[] = {"notebook"};
constexpr string_view kDifficulties[] = {"beginner", "intermediate", "advanced", "expert"};
constexpr string_view kStripeTools[] = {"stripe"};
constexpr string_view kStripeKeyTypes[] = {"workflow"};
constexpr string_view kStripeLevels[] = {"basic", "advanced", "enterprise"};
constexpr string_view kGithubTools[] = {"github"};
constexpr string_view kGithubKeyTypes[] = {"workflow", "template"};
constexpr string_view kSupabaseTools[] = {"supabase"};
constexpr string_view kSupabaseKeyTypes[] = {"template", "workflow"};
constexpr string_view kCursorTools[] = {"cursor"};
constexpr string_view kCursorKeyTypes[] = {"prompt", "composer"};

// The rules of array items.
constexpr Limits kWordLimits = {1, 100};
constexpr Limits kListLimits = {0, 100};
constexpr FieldRule kWordItem = {.limits = kWordLimits, .format = &format::kLine};
constexpr FieldRule kSentenceItem = {.limits = {1, 500}, .format = &format::kLine};
constexpr FieldRule kSlugItem = {.limits = {1, 120}, .format = &format::kSlug};
constexpr FieldRule kPathItem = {
    .limits = {1, 1024}, .format = &format::kPath, .path = PathUse::kMustExist};
constexpr FieldRule kMethodItem = {.limits = {1, 20}, .format = &format::kMethod};

constexpr FieldRule Words(string_view name, string_view meaning) {
  return {.name = name,
          .type = kArray,
          .limits = kListLimits,
          .element = &kWordItem,
          .meaning = meaning};
}
constexpr FieldRule Slugs(string_view name, string_view meaning) {
  return {.name = name,
          .type = kArray,
          .limits = kListLimits,
          .element = &kSlugItem,
          .meaning = meaning};
}
constexpr FieldRule OneOf(string_view name, std::span<const string_view> words,
                          string_view meaning) {
  return {.name = name, .words = words, .meaning = meaning};
}
constexpr FieldRule LineRule(string_view name, string_view meaning) {
  return {.name = name, .limits = kWordLimits, .format = &format::kLine, .meaning = meaning};
}
constexpr FieldRule Path(string_view name, PathUse use, string_view meaning) {
  return {
      .name = name, .limits = {1, 1024}, .format = &format::kPath, .path = use, .meaning = meaning};
}
constexpr FieldRule Needed(FieldRule rule, Need need) {
  rule.need = need;
  return rule;
}

// The rules of nested objects.
constexpr std::array kAuthor = {
    FieldRule{.name = "name", .need = Need::kAlways, .limits = {1, 200}, .format = &format::kLine},
    FieldRule{.name = "email", .limits = {3, 320}, .format = &format::kEmail},
};
constexpr std::array kDocumentation = {
    Path("readme", PathUse::kMustExist, "What it is and how to use it."),
    Path("quickstart", PathUse::kMustExist, "The first ten minutes."),
    Path("checklist", PathUse::kMustExist, "A runbook's steps to tick off."),
    Path("changelog", PathUse::kMustExist, "What changed in each version."),
};
constexpr std::array kAssets = {
    Path("cover", PathUse::kShouldExist, "Picture."),
    Path("preview_html", PathUse::kShouldExist, "The notebook as a page."),
    Path("zip", PathUse::kShouldExist, "The author's own archive."),
    Path("changelog_md", PathUse::kShouldExist, "What changed in each version."),
};
constexpr std::array kScreenshot = {
    Needed(Path("path", PathUse::kMustExist, "A PNG, JPEG or WebP file of the folder."),
           Need::kAlways),
    FieldRule{.name = "alt",
              .need = Need::kAlways,
              .limits = {1, 300},
              .format = &format::kLine,
              .meaning = "What the picture shows, for those who do not see it."},
};
constexpr std::array kDependency = {
    FieldRule{.name = "name", .need = Need::kAlways, .limits = {1, 214}, .format = &format::kLine},
    FieldRule{
        .name = "version", .need = Need::kAlways, .limits = {1, 200}, .format = &format::kLine},
    FieldRule{.name = "required", .type = kBoolean, .need = Need::kAlways},
    FieldRule{.name = "description", .limits = {0, 1000}, .format = &format::kProse},
};
constexpr std::array kRoute = {
    FieldRule{.name = "path", .need = Need::kAlways, .limits = {1, 500}, .format = &format::kRoute},
    FieldRule{.name = "method",
              .type = kArray,
              .need = Need::kAlways,
              .limits = {1, 20},
              .element = &kMethodItem},
};
constexpr std::array kCompatibility = {
    FieldRule{.name = "node", .limits = {1, 200}, .format = &format::kRange},
    FieldRule{.name = "next", .limits = {1, 200}, .format = &format::kRange},
    FieldRule{.name = "react", .limits = {1, 200}, .format = &format::kRange},
    FieldRule{.name = "typescript", .limits = {1, 200}, .format = &format::kRange},
};
constexpr FieldRule kDependencyItem = {.type = kObject, .members = kDependency};
constexpr FieldRule kScreenshotItem = {.type = kObject, .members = kScreenshot};
constexpr FieldRule kRouteItem = {.type = kObject, .members = kRoute, .is_open = true};
constexpr FieldRule kDependencies = {.name = "dependencies",
                                     .type = kArray,
                                     .limits = {0, 500},
                                     .element = &kDependencyItem,
                                     .meaning = "Packages it needs."};

// The rules that every manifest has.
constexpr std::array kCommon = {
    FieldRule{.name = "slug",
              .need = Need::kAlways,
              .limits = {1, 100},
              .format = &format::kOwnSlug,
              .meaning = "Unique over all families; equal to the folder's name."},
    FieldRule{
        .name = "title", .need = Need::kAlways, .limits = {1, 200}, .format = &format::kTitle},
    FieldRule{.name = "description", .limits = {0, 5000}, .format = &format::kProse},
    FieldRule{.name = "version",
              .need = Need::kAlways,
              .limits = {1, 50},
              .format = &format::kVersion,
              .meaning = "A published version never changes."},
    FieldRule{.name = "license_spdx",
              .need = Need::kRequired,
              .limits = {1, 200},
              .format = &format::kLicense},
    FieldRule{.name = "tags",
              .type = kArray,
              .limits = kListLimits,
              .element = &kWordItem,
              .default_json = "[]"},
    LineRule("outcome", "What the buyer gets done; '_' and '-' are alike."),
    OneOf("maturity", kMaturities, "Whom it is made for."),
    FieldRule{.name = "author", .type = kObject, .members = kAuthor},
    FieldRule{.name = "preview_public", .type = kBoolean, .default_json = "true"},
    FieldRule{.name = "screenshots",
              .type = kArray,
              .limits = {0, 8},
              .element = &kScreenshotItem,
              .meaning = "Pictures for the KEY's page; everybody sees them, also where "
                         "preview_public is false."},
};

constexpr FieldRule Documentation(Need need) {
  return {.name = "documentation",
          .type = kObject,
          .need = need,
          .element = &kPathItem,
          .members = kDocumentation,
          .meaning = "Paths of files in the folder."};
}

// The two fields that say of what kind a KEY is, with the words of one family.
template <std::size_t N>
constexpr FieldRule Tool(const string_view (&words)[N], Need need) {
  return Needed(OneOf("tool", words, "The family."), need);
}
constexpr FieldRule KeyType(const FieldRule* item, Need need) {
  return {.name = "key_type",
          .type = kArray,
          .need = need,
          .limits = {1, 20},
          .element = item,
          .meaning = "What kind of KEY it is; the first counts most."};
}

constexpr FieldRule kNodeKeyTypeItem = {.words = kNodeKeyTypes};
constexpr FieldRule kRunbookKeyTypeItem = {.words = kRunbookKeyTypes};
constexpr FieldRule kJupyterKeyTypeItem = {.words = kJupyterKeyTypes};
constexpr FieldRule kStripeKeyTypeItem = {.words = kStripeKeyTypes};
constexpr FieldRule kGithubKeyTypeItem = {.words = kGithubKeyTypes};
constexpr FieldRule kSupabaseKeyTypeItem = {.words = kSupabaseKeyTypes};
constexpr FieldRule kCursorKeyTypeItem = {.words = kCursorKeyTypes};

constexpr std::array kEnvironment = {
    Words("required_env", "Environment variables it cannot run without."),
    Words("optional_env", "Environment variables it reads if set."),
    kDependencies,
};

constexpr auto kNodeNext =
    Join(Join(kCommon, kEnvironment),
         std::array{
             Tool(kNodeTools, Need::kRequired),
             KeyType(&kNodeKeyTypeItem, Need::kRequired),
             Needed(OneOf("runtime", kNodeTools, "Where it runs."), Need::kRequired),
             Documentation(Need::kRequired),
             FieldRule{.name = "side_effects",
                       .type = kArray,
                       .limits = kListLimits,
                       .element = &kSentenceItem,
                       .meaning = "What it changes outside itself."},
             OneOf("tenant_scope", kTenantScopes, "How it keeps tenants apart."),
             FieldRule{.name = "compatibility",
                       .type = kObject,
                       .members = kCompatibility,
                       .meaning = "npm version ranges."},
             FieldRule{.name = "exposed_routes",
                       .type = kArray,
                       .limits = {0, 500},
                       .element = &kRouteItem,
                       .meaning = "HTTP routes it adds."},
         });

constexpr auto kRunbook =
    Join(kCommon, std::array{
                      Tool(kRunbookTools, Need::kRequired),
                      KeyType(&kRunbookKeyTypeItem, Need::kRequired),
                      Documentation(Need::kRequired),
                      OneOf("severity_level", kSeverities, "The worst incident it is for."),
                      OneOf("runtime_dependency", kRuntimeDependencies, "Who acts."),
                      OneOf("required_access_level", kAccessLevels, "What the person needs."),
                      FieldRule{.name = "produces_evidence", .type = kBoolean},
                      Words("compliance_relevance", "Controls it helps with."),
                      Slugs("references_jupyter_keys", "Notebooks it uses."),
                      Slugs("references_node_keys", "Node and Next KEYS it uses."),
                      Slugs("related_runbooks", "What to read next."),
                  });

constexpr auto kJupyter =
    Join(kCommon, std::array{
                      Tool(kJupyterTools, Need::kOptional),
                      KeyType(&kJupyterKeyTypeItem, Need::kOptional),
                      Documentation(Need::kOptional),
                      LineRule("category", "The field it belongs to."),
                      OneOf("difficulty", kDifficulties, "How much one must know."),
                      FieldRule{.name = "runtime_minutes",
                                .type = kInteger,
                                .limits = {1, std::numeric_limits<std::int32_t>::max()}},
                      FieldRule{.name = "assets",
                                .type = kObject,
                                .need = Need::kRecommended,
                                .members = kAssets,
                                .meaning = "The author's build."},
                      FieldRule{.name = "sha256",
                                .type = ValueType::kAny,
                                .need = Need::kRecommended,
                                .meaning = "Digest of the author's archive; one that is wrong, or "
                                           "a value that is none, is a warning."},
                  });

constexpr auto kStripe =
    Join(Join(kCommon, kEnvironment),
         std::array{
             Tool(kStripeTools, Need::kRequired),
             KeyType(&kStripeKeyTypeItem, Need::kRequired),
             Documentation(Need::kRequired),
             Words("webhook_event_types", "Stripe events it handles."),
             OneOf("stripe_integration_level", kStripeLevels, "How deep it goes."),
         });

constexpr auto kGithub =
    Join(kCommon, std::array{
                      Tool(kGithubTools, Need::kRequired),
                      KeyType(&kGithubKeyTypeItem, Need::kRequired),
                      Documentation(Need::kRequired),
                      LineRule("github_workflow_type", "ci, cd, release, …"),
                      LineRule("github_template_type", "repository, issue, pull-request, …"),
                  });

constexpr auto kSupabase =
    Join(Join(kCommon, kEnvironment),
         std::array{
             Tool(kSupabaseTools, Need::kRequired),
             KeyType(&kSupabaseKeyTypeItem, Need::kRequired),
             Documentation(Need::kRequired),
             LineRule("supabase_feature_type", "rls, auth, realtime, storage, …"),
         });

constexpr auto kCursor =
    Join(kCommon, std::array{
                      Tool(kCursorTools, Need::kRequired),
                      KeyType(&kCursorKeyTypeItem, Need::kRequired),
                      Documentation(Need::kRequired),
                      LineRule("cursor_prompt_type", "mega-prompt, composer-instruction, …"),
                  });

constexpr Family kFamilies[] = {
    {.folder = "node-next-keys",
     .manifest = "key.json",
     .index_member = "node_keys",
     .tools = kNodeTools,
     .has_legacy_key_type = true,
     .ships_code = true,
     .rules = kNodeNext},
    {.folder = "runbook-keys",
     .manifest = "pack.json",
     .index_member = "runbooks",
     .tools = kRunbookTools,
     .shown_tool = "runbook",
     .has_legacy_key_type = true,
     .rules = kRunbook},
    {.folder = "jupyter-keys",
     .manifest = "key.json",
     .index_member = "jupyter_keys",
     .tools = kJupyterTools,
     .has_legacy_key_type = true,
     .default_key_type = "notebook",
     .ships_notebooks = true,
     .rules = kJupyter},
    {.folder = "stripe-keys",
     .manifest = "key.json",
     .index_member = "stripe_keys",
     .tools = kStripeTools,
     .default_key_type = "workflow",
     .rules = kStripe},
    {.folder = "github-keys",
     .manifest = "key.json",
     .index_member = "github_keys",
     .tools = kGithubTools,
     .rules = kGithub},
    {.folder = "supabase-keys",
     .manifest = "key.json",
     .index_member = "supabase_keys",
     .tools = kSupabaseTools,
     .rules = kSupabase},
    {.folder = "cursor-keys",
     .manifest = "key.json",
     .index_member = "cursor_keys",
     .tools = kCursorTools,
     .rules = kCursor},
};

}  // namespace

std::span<const Family> Families() { return kFamilies; }

const Family* FindFamily(std::string_view folder) {
  const auto found = std::find_if(std::begin(kFamilies), std::end(kFamilies),
                                  [&](const Family& family) { return family.folder == folder; });
  return found == std::end(kFamilies) ? nullptr : found;
}

}  // namespace keys::ingestion
