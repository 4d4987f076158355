#include "model/verdict.h"

#include <gtest/gtest.h>

namespace pullproof::model::verdict_test {
namespace {

// Other programs read these words.
TEST(Verdict, HasTheNamesThatReportsPrint) {
  EXPECT_EQ(name(Verdict::Pulls), "pulls");
  EXPECT_EQ(name(Verdict::Fails), "fails");
  EXPECT_EQ(name(Verdict::Intermittent), "intermittent");
  EXPECT_EQ(name(Verdict::Unknown), "unknown");
}

TEST(Verdict, IsUnknownUntilItIsDecided) {
  EXPECT_EQ(TaskVerdict{}.verdict, Verdict::Unknown);
}

TEST(Stage, HasTheNamesThatReportsPrint) {
  EXPECT_EQ(name(Stage::Reference), "reference");
  EXPECT_EQ(name(Stage::Role), "role");
  EXPECT_EQ(name(Stage::Token), "token");
  EXPECT_EQ(name(Stage::Manifest), "manifest");
  EXPECT_EQ(name(Stage::Layers), "layers");
  EXPECT_EQ(name(Stage::Start), "start");
}

TEST(Stage, StandsInTheOrderInWhichATaskMeetsThem) {
  EXPECT_LT(Stage::Reference, Stage::Role);
  EXPECT_LT(Stage::Role, Stage::Token);
  EXPECT_LT(Stage::Token, Stage::Manifest);
  EXPECT_LT(Stage::Manifest, Stage::Layers);
  EXPECT_LT(Stage::Layers, Stage::Start);
}

}  // namespace
}  // namespace pullproof::model::verdict_test
