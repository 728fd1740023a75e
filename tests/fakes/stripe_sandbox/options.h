// The command line.
#pragma once

#include <string>
#include <vector>

namespace stripe_sandbox {

struct Options {
  std::string listen = "127.0.0.1:12111";
  std::string listen_tls;
  std::string tls_cert;
  std::string admin_listen;
  std::string webhook_url;
  std::vector<std::string> webhook_secrets;
  std::string webhook_ca_file;
  std::string secret_key;  // "": any sk_test_… or rk_test_… is taken
  std::string state_file;  // "": in memory only
  std::string subset_file;
  bool listen_anywhere = false;
  std::string clock_offset_file;  // of the environment
};

// 0: go on with `*options`. Otherwise main returns `exit_code` (0 after --help, 2 after a mistake,
// with the message already printed).
struct ParsedOptions {
  Options options;
  bool run = false;
  int exit_code = 0;
};
ParsedOptions ParseOptions(int argc, char** argv);

}  // namespace stripe_sandbox
