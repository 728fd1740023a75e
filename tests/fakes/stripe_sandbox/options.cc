#include "tests/fakes/stripe_sandbox/options.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>

namespace stripe_sandbox {
namespace {

constexpr char kHelp[] =
    R"(keys-stripe-sandbox: a stand-in for Stripe's API 2026-10-28.endive, on loopback only

  --listen HOST:PORT        HTTP: API, payment pages, /_control, /_ledger (127.0.0.1:12111; port 0:
                            any free one, the first line of output names it)
  --listen-tls HOST:PORT    the same over HTTPS; needs --tls-cert
  --tls-cert FILE           PEM with certificate and private key
  --admin-listen HOST:PORT  one more HTTP listener, for /metrics and /healthz
  --webhook-url URL         an endpoint that gets every event
  --webhook-secret SECRETS  its signing secret, whsec_...; several with commas: one v1 each
                            (default: STRIPE_WEBHOOK_SECRET)
  --webhook-ca-file FILE    certificate authorities for https webhook endpoints
  --secret-key KEY          the one API key that is taken (default: STRIPE_SECRET_KEY; without
                            either any sk_test_ or rk_test_ key)
  --state FILE              keeps everything there, so that a kill loses nothing that was answered
  --subset FILE             the OpenAPI subset (default: the one beside the sources)
  --listen-anywhere         addresses other than loopback are taken: for a container whose port is
                            published on the loopback interface of its host only
  --help                    this text

Environment: CLOCK_OFFSET_FILE, a file with seconds to add to the clock; STRIPE_SECRET_KEY and
STRIPE_WEBHOOK_SECRET, so that secrets need not stand on a command line, which every user of the
machine can read; or STRIPE_SECRET_KEY_FILE and STRIPE_WEBHOOK_SECRET_FILE, files that hold them.
)";

// Every request may move (pretended) money without a person's consent: other machines stay outside.
bool Loopback(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view host = address.substr(0, colon);
  const std::string port(address.substr(colon + 1));
  if (host != "127.0.0.1" && host != "localhost" && host != "[::1]") return false;
  char* end = nullptr;
  const long number = std::strtol(port.c_str(), &end, 10);
  return !port.empty() && *end == '\0' && number >= 0 && number <= 65535;
}

std::vector<std::string> SplitCommas(const std::string& text) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  std::string part;
  while (std::getline(stream, part, ',')) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

ParsedOptions Mistake(const std::string& message) {
  std::fprintf(stderr, "keys-stripe-sandbox: %s (see --help)\n", message.c_str());
  return {.run = false, .exit_code = 2};
}

std::string WhatIsWrong(const Options& options) {
  for (const std::string& address : {options.listen, options.listen_tls, options.admin_listen}) {
    if (!address.empty() && !options.listen_anywhere && !Loopback(address)) {
      return "'" + address + "' is not HOST:PORT on loopback";
    }
  }
  if (options.listen.empty()) return "--listen must not be empty";
  if (!options.listen_tls.empty() && options.tls_cert.empty()) {
    return "--listen-tls needs --tls-cert";
  }
  if (!options.webhook_url.empty() && options.webhook_secrets.empty()) {
    return "--webhook-url needs --webhook-secret";
  }
  for (const std::string& secret : options.webhook_secrets) {
    if (!secret.starts_with("whsec_")) return "a webhook secret must begin with whsec_";
  }
  if (!options.secret_key.empty() && !options.secret_key.starts_with("sk_test_") &&
      !options.secret_key.starts_with("rk_test_")) {
    return "--secret-key must begin with sk_test_ or rk_test_";
  }
  return "";
}

// The variable `name`, or the first line of the file that NAME_FILE names. False when there is such
// a file and it cannot be read.
bool ReadSecret(const std::string& name, std::string& value) {
  if (const char* given = std::getenv(name.c_str()); given != nullptr) value = given;
  const char* path = std::getenv((name + "_FILE").c_str());
  if (path == nullptr || *path == '\0') return true;
  std::ifstream file(path);
  return static_cast<bool>(std::getline(file, value)) && !value.empty();
}

}  // namespace

ParsedOptions ParseOptions(int argc, char** argv) {
  ParsedOptions parsed;
  Options& options = parsed.options;
  options.subset_file = STRIPE_SANDBOX_SUBSET;
  if (const char* file = std::getenv("CLOCK_OFFSET_FILE")) options.clock_offset_file = file;
  std::string secrets;
  for (const auto& [name, value] : {std::pair{"STRIPE_WEBHOOK_SECRET", &secrets},
                                    std::pair{"STRIPE_SECRET_KEY", &options.secret_key}}) {
    if (!ReadSecret(name, *value)) return Mistake(std::string(name) + "_FILE names no secret");
  }
  const std::map<std::string, std::string*> flags = {
      {"--listen", &options.listen},           {"--listen-tls", &options.listen_tls},
      {"--tls-cert", &options.tls_cert},       {"--admin-listen", &options.admin_listen},
      {"--webhook-url", &options.webhook_url}, {"--webhook-secret", &secrets},
      {"--secret-key", &options.secret_key},   {"--webhook-ca-file", &options.webhook_ca_file},
      {"--state", &options.state_file},        {"--subset", &options.subset_file},
  };
  for (int i = 1; i < argc; ++i) {
    std::string flag = argv[i];
    if (flag == "--help") {
      std::fputs(kHelp, stdout);
      return parsed;
    }
    if (flag == "--listen-anywhere") {
      options.listen_anywhere = true;
      continue;
    }
    const size_t equals = flag.find('=');
    const std::string name = flag.substr(0, equals);
    const auto found = flags.find(name);
    if (found == flags.end()) return Mistake("unknown option " + name);
    if (equals != std::string::npos) {
      *found->second = flag.substr(equals + 1);
    } else if (i + 1 < argc) {
      *found->second = argv[++i];
    } else {
      return Mistake(name + " needs a value");
    }
  }
  options.webhook_secrets = SplitCommas(secrets);
  const std::string wrong = WhatIsWrong(options);
  if (!wrong.empty()) return Mistake(wrong);
  parsed.run = true;
  return parsed;
}

}  // namespace stripe_sandbox
