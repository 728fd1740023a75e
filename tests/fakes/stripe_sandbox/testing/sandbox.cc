#include "tests/fakes/stripe_sandbox/testing/sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace stripe_sandbox::testing {
namespace {

const std::string kAuthorization = std::string("Authorization: Bearer ") + kSecretKey;
const std::string kVersion = "Stripe-Version: 2026-10-28.endive";

std::string ReadLine(int pipe) {
  std::string line;
  char c = 0;
  while (read(pipe, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

}  // namespace

Sandbox::Sandbox(std::vector<std::string> flags) { Start(flags); }

Sandbox::~Sandbox() {
  if (pid_ > 0) Kill();
}

void Sandbox::Start(const std::vector<std::string>& flags) {
  std::vector<std::string> words = {STRIPE_SANDBOX_PROGRAM, "--listen", "127.0.0.1:0",
                                    "--secret-key", kSecretKey};
  words.insert(words.end(), flags.begin(), flags.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  const auto more = std::count_if(flags.begin(), flags.end(), [](const std::string& flag) {
    return flag == "--listen-tls" || flag == "--admin-listen";
  });
  ReadAnnouncement(pipe_ends[0], 1 + static_cast<size_t>(more));
  close(pipe_ends[0]);
}

void Sandbox::ReadAnnouncement(int pipe, size_t lines) {
  while (lines_.size() < lines) {
    const std::string line = ReadLine(pipe);
    if (line.empty()) throw std::runtime_error("the sandbox did not start");
    lines_.push_back(line.substr(line.find("http")));
  }
}

void Sandbox::Kill() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

int Sandbox::Terminate() {
  kill(pid_, SIGTERM);
  int status = -1;
  const bool ended =
      Eventually([this, &status] { return waitpid(pid_, &status, WNOHANG) == pid_; });
  if (!ended) return -1;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

HttpAnswer Sandbox::Get(const std::string& path, const Pairs& query) const {
  return Send({.url = url() + path + (query.empty() ? "" : "?" + EncodePairs(query)),
               .headers = {kAuthorization, kVersion}});
}

HttpAnswer Sandbox::Post(const std::string& path, const Pairs& form,
                         const std::string& idempotency_key) const {
  HttpCall call{.method = "POST",
                .url = url() + path,
                .body = EncodePairs(form),
                .headers = {kAuthorization, kVersion}};
  if (!idempotency_key.empty()) call.headers.push_back("Idempotency-Key: " + idempotency_key);
  return Send(call);
}

HttpAnswer Sandbox::Delete(const std::string& path) const {
  return Send({.method = "DELETE", .url = url() + path, .headers = {kAuthorization, kVersion}});
}

HttpAnswer Sandbox::Buyer(const Json& session, const std::string& verb) const {
  // An old page's address still leads to the session after its `url` has become null.
  return Send({.method = "POST",
               .url = url() + "/pay/" + session["id"].AsString() + "/" + verb,
               .body = "email=buyer%40example.com&name=Test+Buyer"});
}

Json Sandbox::Control(const std::string& json) const {
  const HttpAnswer answer = Send({.method = "POST", .url = url() + "/_control", .body = json});
  if (answer.status != 200) throw std::runtime_error("control: " + answer.body);
  return answer.json();
}

Json Sandbox::Ledger() const { return Send({.url = url() + "/_ledger"}).json(); }

Json Sandbox::OpenSession(int64_t cents, const Pairs& more) const {
  Pairs form = {{"mode", "payment"},
                {"success_url", "http://localhost:8080/ok?session_id={CHECKOUT_SESSION_ID}"},
                {"cancel_url", "http://localhost:8080/back"},
                {"line_items[0][price_data][currency]", "usd"},
                {"line_items[0][price_data][unit_amount]", std::to_string(cents)},
                {"line_items[0][price_data][product_data][name]", "A KEY"},
                {"line_items[0][quantity]", "1"},
                {"metadata[order_id]", "ord_1"},
                {"payment_intent_data[metadata][order_id]", "ord_1"}};
  form.insert(form.end(), more.begin(), more.end());
  const HttpAnswer answer = Post("/v1/checkout/sessions", form);
  if (answer.status != 200) throw std::runtime_error("session: " + answer.body);
  return answer.json();
}

Json Sandbox::PaidSession(int64_t cents, const Pairs& more) const {
  const Json session = OpenSession(cents, more);
  const HttpAnswer paid = Buyer(session, "pay");
  if (paid.status != 303) throw std::runtime_error("pay: " + paid.body);
  return Get("/v1/checkout/sessions/" + session["id"].AsString()).json();
}

TestFolder::TestFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "stripe_sandbox.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = pattern;
}

TestFolder::~TestFolder() { std::filesystem::remove_all(path_); }

ClockOffsetVariable::ClockOffsetVariable(const std::string& file) {
  setenv("CLOCK_OFFSET_FILE", file.c_str(), 1);
}

ClockOffsetVariable::~ClockOffsetVariable() { unsetenv("CLOCK_OFFSET_FILE"); }

}  // namespace stripe_sandbox::testing
