#include "tests/cli/process.h"

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pullproof::cli {
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  // exec takes them as char* and does not write to them.
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

[[noreturn]] void become_program(const std::vector<std::string>& arguments,
                                 const std::vector<std::string>& environment) {
  std::vector<std::string> all = {PULLPROOF_PROGRAM};
  all.insert(all.end(), arguments.begin(), arguments.end());
  execve(PULLPROOF_PROGRAM, pointers(all).data(), pointers(environment).data());
  _exit(127);
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    // A terminal whose other end is closed gives an error, not an end.
    const ssize_t count = read(descriptor, buffer.data(), buffer.size());
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

std::string content(std::FILE* file) {
  std::rewind(file);
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file);
    if (count == 0) return text;
    text.append(buffer.data(), count);
  }
}

int exit_code_of(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

}  // namespace

Outcome run_program(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment) {
  const File out(std::tmpfile(), std::fclose);
  const File err(std::tmpfile(), std::fclose);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    dup2(fileno(out.get()), STDOUT_FILENO);
    dup2(fileno(err.get()), STDERR_FILENO);
    become_program(arguments, environment);
  }
  const int code = exit_code_of(child);
  return {.exit_code = code, .out = content(out.get()), .err = content(err.get())};
}

Outcome run_on_terminal(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment) {
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child < 0) throw std::runtime_error("cannot open a terminal");
  if (child == 0) become_program(arguments, environment);
  const std::string text = read_all(terminal);
  close(terminal);
  return {.exit_code = exit_code_of(child), .out = text, .err = ""};
}

std::string scenario(const std::string& name) {
  return std::string(PULLPROOF_SCENARIO_FOLDER) + "/" + name;
}

}  // namespace pullproof::cli
