// `whatif --watch` answers again on each save of its file, and ends when the file goes.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/cli/process.h"

namespace pullproof::cli::watch_test {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{60};

void save(const std::string& file, const std::string& content) {
  std::ofstream(file) << content;
}

std::string content_of(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Until the file holds the text.
bool waits_for(const std::string& file, const std::string& text) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < end) {
    if (content_of(file).find(text) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

TEST(Watch, AnswersOnEachSaveAndEndsWithTheFile) {
  const std::string place =
      testing::TempDir() + "pullproof-watch-" + std::to_string(getpid());
  const std::string edits = place + "-edits.yaml";
  const std::string answer = place + "-answer.txt";
  save(edits, "edits:\n  - delete: nat-0d4eb996ebe442973\n");
  bool saw_first = false;
  bool saw_second = false;
  std::thread user([&] {
    saw_first = waits_for(answer, "2 broken and 2 unchanged");
    save(edits, "edits:\n  - delete: nat-0063a8627de9db1bf\n");
    saw_second = waits_for(answer, "1 broken and 3 unchanged");
    fs::remove(edits);
  });
  const Outcome outcome = run_program(
      {"whatif", scenario("healthy"), "--edits", edits, "--watch", "--output", answer});
  user.join();
  EXPECT_TRUE(saw_first);
  EXPECT_TRUE(saw_second);
  EXPECT_EQ(outcome.exit_code, 1);
  fs::remove(answer);
}

}  // namespace
}  // namespace pullproof::cli::watch_test
