// Every stable code of an ingestion report, except those that the catalog gives for prices and
// bundles. Clients match on them: a code is never renamed and never given another meaning.
// `kAllCodes` says for each whether it rejects and what it means.
#pragma once

#include <string_view>

namespace keys::ingestion::code {

// Codes about a JSON file as a whole.
inline constexpr std::string_view kManifestMissing = "MANIFEST_MISSING";
inline constexpr std::string_view kJsonEmpty = "JSON_EMPTY";
inline constexpr std::string_view kJsonTooLarge = "JSON_TOO_LARGE";
inline constexpr std::string_view kJsonInvalidUtf8 = "JSON_INVALID_UTF8";
inline constexpr std::string_view kJsonSyntax = "JSON_SYNTAX";
inline constexpr std::string_view kJsonDuplicateKey = "JSON_DUPLICATE_KEY";
inline constexpr std::string_view kJsonTooDeep = "JSON_TOO_DEEP";
inline constexpr std::string_view kJsonTooManyValues = "JSON_TOO_MANY_VALUES";
inline constexpr std::string_view kJsonKeyTooLong = "JSON_KEY_TOO_LONG";
inline constexpr std::string_view kJsonNumberTooLarge = "JSON_NUMBER_TOO_LARGE";
inline constexpr std::string_view kJsonNul = "JSON_NUL";
inline constexpr std::string_view kJsonRootNotObject = "JSON_ROOT_NOT_OBJECT";

// Codes about one value in it.
inline constexpr std::string_view kRequired = "REQUIRED";
inline constexpr std::string_view kWrongType = "WRONG_TYPE";
inline constexpr std::string_view kTooShort = "TOO_SHORT";
inline constexpr std::string_view kTooLong = "TOO_LONG";
inline constexpr std::string_view kTooFew = "TOO_FEW";
inline constexpr std::string_view kTooMany = "TOO_MANY";
inline constexpr std::string_view kOutOfRange = "OUT_OF_RANGE";
inline constexpr std::string_view kNotAllowed = "NOT_ALLOWED";
inline constexpr std::string_view kControlCharacter = "CONTROL_CHARACTER";
inline constexpr std::string_view kDisguisedText = "DISGUISED_TEXT";
inline constexpr std::string_view kSlugInvalid = "SLUG_INVALID";
inline constexpr std::string_view kSlugReserved = "SLUG_RESERVED";
inline constexpr std::string_view kSlugFolderMismatch = "SLUG_FOLDER_MISMATCH";
inline constexpr std::string_view kSlugDuplicate = "SLUG_DUPLICATE";
inline constexpr std::string_view kVersionInvalid = "VERSION_INVALID";
inline constexpr std::string_view kVersionFolderMismatch = "VERSION_FOLDER_MISMATCH";
inline constexpr std::string_view kLicenseInvalid = "LICENSE_INVALID";
inline constexpr std::string_view kRangeInvalid = "RANGE_INVALID";
inline constexpr std::string_view kEmailInvalid = "EMAIL_INVALID";
inline constexpr std::string_view kSha256Invalid = "SHA256_INVALID";
inline constexpr std::string_view kRoutePathInvalid = "ROUTE_PATH_INVALID";
inline constexpr std::string_view kMethodInvalid = "METHOD_INVALID";
inline constexpr std::string_view kCurrencyInvalid = "CURRENCY_INVALID";
inline constexpr std::string_view kPathUnsafe = "PATH_UNSAFE";
inline constexpr std::string_view kPathMissing = "PATH_MISSING";
inline constexpr std::string_view kTooManyFindings = "TOO_MANY_FINDINGS";

// Codes about files and folders.
inline constexpr std::string_view kSymlink = "SYMLINK";
inline constexpr std::string_view kSpecialFile = "SPECIAL_FILE";
inline constexpr std::string_view kUnreadable = "UNREADABLE";
inline constexpr std::string_view kNameControlCharacter = "NAME_CONTROL_CHARACTER";
inline constexpr std::string_view kNameInvalidUtf8 = "NAME_INVALID_UTF8";
inline constexpr std::string_view kNameUnsafe = "NAME_UNSAFE";
inline constexpr std::string_view kCaseClash = "CASE_CLASH";
inline constexpr std::string_view kFolderTooLarge = "FOLDER_TOO_LARGE";
inline constexpr std::string_view kFolderTooManyFiles = "FOLDER_TOO_MANY_FILES";
inline constexpr std::string_view kFolderTooDeep = "FOLDER_TOO_DEEP";
inline constexpr std::string_view kPathTooLong = "PATH_TOO_LONG";
inline constexpr std::string_view kFolderChanged = "FOLDER_CHANGED";

// Codes about content that an author would not want to publish.
inline constexpr std::string_view kSecretPrivateKey = "SECRET_PRIVATE_KEY";
inline constexpr std::string_view kSecretLiveToken = "SECRET_LIVE_TOKEN";

// Codes about notebooks.
inline constexpr std::string_view kNotebookVersion = "NOTEBOOK_VERSION";
inline constexpr std::string_view kNotebookCellType = "NOTEBOOK_CELL_TYPE";
inline constexpr std::string_view kNotebookOutputType = "NOTEBOOK_OUTPUT_TYPE";

// Codes about pictures for a KEY's page.
inline constexpr std::string_view kPictureInvalid = "PICTURE_INVALID";
inline constexpr std::string_view kPictureTooLarge = "PICTURE_TOO_LARGE";

// Codes about the Markdown catalogue.
inline constexpr std::string_view kCatalogueEntryInvalid = "CATALOGUE_ENTRY_INVALID";

// Codes about publishing.
inline constexpr std::string_view kVersionImmutable = "VERSION_IMMUTABLE";
inline constexpr std::string_view kStorageUnavailable = "STORAGE_UNAVAILABLE";
inline constexpr std::string_view kCatalogUnavailable = "CATALOG_UNAVAILABLE";
inline constexpr std::string_view kPublishRefused = "PUBLISH_REFUSED";

// Warnings, which are reported and never reject.
inline constexpr std::string_view kUnknownField = "UNKNOWN_FIELD";
inline constexpr std::string_view kRecommended = "RECOMMENDED";
inline constexpr std::string_view kReferenceUnresolved = "REFERENCE_UNRESOLVED";
inline constexpr std::string_view kReadmeMissing = "README_MISSING";
inline constexpr std::string_view kChangelogMissing = "CHANGELOG_MISSING";
inline constexpr std::string_view kDocumentNotShown = "DOCUMENT_NOT_SHOWN";
inline constexpr std::string_view kTestsMissing = "TESTS_MISSING";
inline constexpr std::string_view kAssetFileMissing = "ASSET_FILE_MISSING";
inline constexpr std::string_view kSha256Mismatch = "SHA256_MISMATCH";
inline constexpr std::string_view kShadowedByFolder = "SHADOWED_BY_FOLDER";
inline constexpr std::string_view kSecretSuspected = "SECRET_SUSPECTED";
inline constexpr std::string_view kTextHidden = "TEXT_HIDDEN";
inline constexpr std::string_view kNotebookHostName = "NOTEBOOK_HOST_NAME";
inline constexpr std::string_view kNotebookHomePath = "NOTEBOOK_HOME_PATH";
inline constexpr std::string_view kNotebookNotChecked = "NOTEBOOK_NOT_CHECKED";
inline constexpr std::string_view kNotebookNewer = "NOTEBOOK_NEWER";
inline constexpr std::string_view kCoverNotShown = "COVER_NOT_SHOWN";
inline constexpr std::string_view kCatalogueSectionSkipped = "CATALOGUE_SECTION_SKIPPED";

struct Meaning {
  std::string_view code;
  bool is_warning;
  std::string_view text;
};

inline constexpr Meaning kAllCodes[] = {
    {kManifestMissing, false, "The folder has no key.json or pack.json."},
    {kJsonEmpty, false, "The file is empty."},
    {kJsonTooLarge, false, "The file is larger than the limit for its kind."},
    {kJsonInvalidUtf8, false, "The file is not valid UTF-8."},
    {kJsonSyntax, false, "The file is not JSON."},
    {kJsonDuplicateKey, false, "An object names the same member twice."},
    {kJsonTooDeep, false, "Objects and arrays are nested deeper than 64."},
    {kJsonTooManyValues, false, "The file holds more values than the limit."},
    {kJsonKeyTooLong, false, "The name of a member is longer than 256 bytes."},
    {kJsonNumberTooLarge, false, "A number is too large for a double."},
    {kJsonNul, false, "A string holds the character U+0000."},
    {kJsonRootNotObject, false, "The outermost value is not an object."},
    {kRequired, false, "A required member is missing."},
    {kWrongType, false, "A value has another JSON type than required."},
    {kTooShort, false, "A string has too few characters."},
    {kTooLong, false, "A string has too many characters."},
    {kTooFew, false, "An array has too few items."},
    {kTooMany, false, "An array has too many items."},
    {kOutOfRange, false, "A number is outside its range."},
    {kNotAllowed, false, "A word is not one of those allowed."},
    {kControlCharacter, false, "A string holds a control character."},
    {kDisguisedText, false,
     "A string holds a character that cannot be seen or changes how its neighbours are read."},
    {kSlugInvalid, false, "A slug is not lower-case letters, digits and single hyphens."},
    {kSlugReserved, false, "The slug is a word of the API or shaped like a UUID."},
    {kSlugFolderMismatch, false, "The slug differs from the folder's name."},
    {kSlugDuplicate, false, "The slug is used twice."},
    {kVersionInvalid, false, "The version is not SemVer 2.0."},
    {kVersionFolderMismatch, false, "The version differs from its folder under .versions."},
    {kLicenseInvalid, false, "The licence is not an SPDX expression."},
    {kRangeInvalid, false, "The value is not an npm version range."},
    {kEmailInvalid, false, "The value is not an e-mail address."},
    {kSha256Invalid, true, "The author's digest is not 64 hexadecimal digits."},
    {kRoutePathInvalid, false, "A route does not start with a slash."},
    {kMethodInvalid, false, "An HTTP method is not capital letters."},
    {kCurrencyInvalid, false, "A currency is not three lower-case letters."},
    {kPathUnsafe, false, "A path leaves the folder or cannot be used everywhere."},
    {kPathMissing, false, "A file the manifest names is not in the folder."},
    {kTooManyFindings, false, "There is more to report than fits in a report."},
    {kSymlink, false, "A symbolic link."},
    {kSpecialFile, false, "Neither a file nor a folder: a device, pipe or socket."},
    {kUnreadable, false, "A file or folder cannot be read."},
    {kNameControlCharacter, false,
     "A name holds a control character, or one that cannot be seen or turns what is beside it."},
    {kNameInvalidUtf8, false, "A name is not valid UTF-8."},
    {kNameUnsafe, false, "A name would mean something else on another system."},
    {kCaseClash, false,
     "Two names differ only in upper and lower case or in how accents are written."},
    {kFolderTooLarge, false, "The archive would be larger than 100 MiB."},
    {kFolderTooManyFiles, false, "More than 10,000 files."},
    {kFolderTooDeep, false, "Folders are nested deeper than the limit."},
    {kPathTooLong, false, "A path is longer than the limit."},
    {kFolderChanged, false, "The folder changed while it was read."},
    {kSecretPrivateKey, false, "A shipped file holds a private key."},
    {kSecretLiveToken, false, "A shipped file holds a live key of Stripe, AWS or GitHub."},
    {kNotebookVersion, false, "A notebook is not of format 4."},
    {kNotebookCellType, false, "A notebook's cell is neither code, markdown nor raw."},
    {kNotebookOutputType, false, "A notebook's output is of a kind format 4 does not have."},
    {kPictureInvalid, false,
     "A screenshot is not a whole PNG, JPEG or WebP picture that stands still."},
    {kPictureTooLarge, false, "A screenshot has more bytes or pixels than the limit."},
    {kCatalogueEntryInvalid, false, "A section of the Markdown catalogue cannot be read."},
    {kVersionImmutable, false, "The version is published with other bytes."},
    {kStorageUnavailable, false, "The archive could not be stored."},
    {kCatalogUnavailable, false, "The catalog could not be reached."},
    {kPublishRefused, false, "The catalog refused the KEY."},
    {kUnknownField, true, "A member nobody knows; it is kept."},
    {kRecommended, true, "A member that should be there is missing."},
    {kReferenceUnresolved, true, "A reference names no KEY we know."},
    {kReadmeMissing, true, "There is no README.md."},
    {kChangelogMissing, true, "There is no changelog."},
    {kDocumentNotShown, true, "The README or the changelog is shipped, but no page shows it."},
    {kTestsMissing, true, "Shipped code has no tests."},
    {kAssetFileMissing, true, "A file of the author's build is not in the folder."},
    {kSha256Mismatch, true, "The author's digest is not that of the file it describes."},
    {kShadowedByFolder, true, "A folder of the same slug counts instead."},
    {kSecretSuspected, true, "A shipped file holds what belongs to a secret."},
    {kTextHidden, true, "A shipped file reads otherwise than the programs that use it do."},
    {kNotebookHostName, true, "A notebook's output names a host of the author's network."},
    {kNotebookHomePath, true, "A notebook's output names a folder in the author's home."},
    {kNotebookNotChecked, true,
     "A notebook is too large to be looked into; it is shipped as it is."},
    {kNotebookNewer, true,
     "A notebook has what format 4.5 does not know; its own minor version is newer."},
    {kCoverNotShown, true, "A notebook's cover is no picture that a page can show."},
    {kCatalogueSectionSkipped, true,
     "What looks like a section of the Markdown catalogue is none: it stands in code, a quote or "
     "HTML, or its heading is of another form."},
};

}  // namespace keys::ingestion::code
