#include "src/output.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace pullproof::cli::output_test {
namespace {

namespace fs = std::filesystem;

class OutputTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::size_t files() const {
    const auto count = std::distance(fs::directory_iterator(folder_), {});
    return static_cast<std::size_t>(count);
  }

  fs::path folder_;
};

TEST_F(OutputTest, WritesANewFile) {
  EXPECT_EQ(write_file(path("report"), "text\n"), "");
  EXPECT_EQ(content("report"), "text\n");
  EXPECT_EQ(files(), 1U) << "nothing is left beside it";
}

TEST_F(OutputTest, ReplacesAFileAndKeepsItsMode) {
  std::ofstream(path("report")) << "a much longer old text";
  chmod(path("report").c_str(), 0640);
  EXPECT_EQ(write_file(path("report"), "new"), "");
  EXPECT_EQ(content("report"), "new");
  struct stat status {};
  ASSERT_EQ(stat(path("report").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST_F(OutputTest, KeepsALinkAndReplacesWhatItNames) {
  std::ofstream(path("real")) << "old";
  fs::create_symlink("real", path("link"));
  EXPECT_EQ(write_file(path("link"), "new"), "");
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(content("real"), "new");
}

TEST_F(OutputTest, NeverReplacesADevice) {
  EXPECT_EQ(write_file("/dev/null", "text"), "");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(OutputTest, SaysWhyItCannotWrite) {
  EXPECT_EQ(write_file(path("no/such/folder"), "x"), "No such file or directory");
  EXPECT_EQ(write_file(folder_.string(), "x"), "it is a folder");
}

TEST_F(OutputTest, AFailedWriteIsGraverThanTheVerdict) {
  std::ostringstream out;
  std::ostringstream err;
  Session session{.environment = {}, .out = out, .err = err};
  OutputOptions options;
  options.file = path("no/such/folder");
  EXPECT_EQ(deliver("x", options, session, ExitCode::Refuted), ExitCode::BadUsage);
  EXPECT_NE(err.str().find("cannot write"), std::string::npos);
}

TEST_F(OutputTest, ABrokenStandardOutputIsNotSuccess) {
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  Session session{.environment = {}, .out = out, .err = err};
  EXPECT_EQ(deliver("x", {}, session, ExitCode::Proved), ExitCode::BadUsage);
}

}  // namespace
}  // namespace pullproof::cli::output_test
