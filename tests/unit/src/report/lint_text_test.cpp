#include "src/report/lint_text.h"

#include <gtest/gtest.h>

#include "src/report/lint_json.h"

namespace pullproof::cli::lint_text_test {
namespace {

using model::LintFinding;
using model::LintSeverity;

const std::vector<LintFinding> kFindings = {
    {.code = "ACTION_UNKNOWN",
     .severity = LintSeverity::Error,
     .source = {"p.json", "/Statement/0/Action/1"},
     .sid = "Pull",
     .message = "`ecr:\x1b[2J` is unknown",
     .repair = "write another"},
    {.code = "NOT_ACTION_ALLOWED",
     .severity = LintSeverity::Info,
     .source = {"p.json", ""},
     .sid = "",
     .message = "everything",
     .repair = ""}};

TEST(LintText, IsAParagraphAFinding) {
  EXPECT_EQ(lint_text(kFindings, Palette(false)),
            "p.json: /Statement/0/Action/1: error: `ecr:\\x1b[2J` is unknown "
            "[ACTION_UNKNOWN]\n"
            "  statement   Pull\n"
            "  repair      write another\n"
            "p.json: info: everything [NOT_ACTION_ALLOWED]\n"
            "\n"
            "1 error and 1 for information\n");
}

TEST(LintText, SaysThatThereIsNothing) {
  EXPECT_EQ(lint_text({}, Palette(false)), "nothing found\n");
}

TEST(LintText, ColorsWhatIsGrave) {
  const std::string text = lint_text(kFindings, Palette(true));
  EXPECT_NE(text.find("\x1b[31merror:"), std::string::npos) << text;
  EXPECT_EQ(text.find("\x1b[2J"), std::string::npos);
}

TEST(LintJson, CountsAndOrders) {
  const std::string json = lint_json(kFindings);
  EXPECT_EQ(json.find("{\n  \"format\": \"pullproof-lint/1\",\n  \"summary\": {\n"
                      "    \"error\": 1,\n    \"warning\": 0,\n    \"info\": 1\n"),
            0U)
      << json;
  EXPECT_NE(json.find("\"sid\": \"Pull\""), std::string::npos);
  EXPECT_EQ(json.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace pullproof::cli::lint_text_test
