#include "src/progress.h"

#include <sstream>
#include <thread>

#include <gtest/gtest.h>

namespace pullproof::cli::progress_test {
namespace {

TEST(Progress, DrawsHowMuchIsDone) {
  EXPECT_EQ(progress_bar(1, 2), "[###############...............] 1 of 2 proofs");
  EXPECT_EQ(progress_bar(0, 0), "[..............................] 0 of 0 proofs");
}

TEST(Progress, IsSilentWhereWorkIsShort) {
  std::ostringstream err;
  {
    Progress progress(err, true);
    progress.report(1, 2);
  }
  EXPECT_EQ(err.str(), "");
}

TEST(Progress, ShowsAndWipesItselfWhereWorkLasts) {
  std::ostringstream err;
  {
    Progress progress(err, true);
    std::this_thread::sleep_for(std::chrono::milliseconds(520));
    progress.report(1, 2);
    progress.report(2, 2);
  }
  EXPECT_NE(err.str().find("1 of 2 proofs"), std::string::npos);
  EXPECT_EQ(err.str().find("2 of 2 proofs"), std::string::npos) << "too soon";
  EXPECT_EQ(err.str().substr(err.str().size() - 4), "\r\x1b[K");
}

TEST(Progress, IsSilentWithoutATerminal) {
  std::ostringstream err;
  {
    Progress progress(err, false);
    std::this_thread::sleep_for(std::chrono::milliseconds(520));
    progress.report(1, 2);
  }
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace pullproof::cli::progress_test
