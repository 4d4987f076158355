// Texts of several messages, of cut off ones and of other programs.
//
// AWS: ECS developer guide, "Stopped task error messages"; "Amazon ECR endpoints and
// quotas" for the names of ECR's API.
#include "model/error_messages.h"

#include <utility>

#include <gtest/gtest.h>

namespace pullproof::model::error_messages_test {
namespace {

using Told = std::vector<std::pair<std::string, std::string_view>>;

std::string_view best_id(const std::string& text) {
  const auto messages = read_messages(text);
  return messages.empty() ? "" : messages.front().matches.front().id;
}

constexpr const char* kLimited =
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed "
    "to resolve ref r.io/web:1: toomanyrequests: Rate exceeded";
constexpr const char* kMissing =
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed "
    "to resolve ref r.io/edge:2: r.io/edge:2: not found";

TEST(ErrorMessages, AreReadEachForItself) {
  const auto messages = read_messages(std::string(kLimited) + "\n" + kMissing);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].matches.front().id, "E37");
  EXPECT_EQ(messages[0].details.image, "r.io/web:1");
  EXPECT_EQ(messages[1].matches.front().id, "E23");
  EXPECT_EQ(messages[1].details.image, "r.io/edge:2");
  EXPECT_EQ(messages[1].text, kMissing);
}

TEST(ErrorMessages, KeepWhatStandsBeforeThem) {
  for (const char* before : {"Task failed to start\n", "TaskFailedToStart: "}) {
    const std::string text = before + std::string(kMissing);
    const auto messages = read_messages(text);
    ASSERT_EQ(messages.size(), 1U) << text;
    EXPECT_EQ(messages[0].text, text);
  }
}

TEST(ErrorMessages, AreNotWhatOtherProgramsPrint) {
  for (const char* text :
       {"psql: connection refused", "no such file: eof",
        "HTTP 401 Unauthorized from /login", "ERROR: no space left on device", ""}) {
    EXPECT_TRUE(read_messages(text).empty()) << text;
  }
  EXPECT_EQ(best_id("failed to do request: Head \"https://r.io/v2/web/manifests/1\": "
                    "dial tcp 10.0.1.7:443: connect: connection refused"),
            "E20");
  EXPECT_EQ(best_id("CannotPullContainerError: write /x: no space left on device"),
            "E32");
}

TEST(ErrorMessages, KnowEveryNameOfTheApi) {
  for (const char* host :
       {"api.ecr.us-east-1.amazonaws.com", "ecr-fips.us-east-1.amazonaws.com",
        "ecr.us-east-1.api.aws", "ecr-fips.us-east-1.api.aws"}) {
    const std::string rest =
        "RequestError: send request failed caused by: Post \"https://" +
        std::string(host) + "/\": dial tcp 52.94.186.1:443: i/o timeout";
    EXPECT_EQ(best_id("ResourceInitializationError: unable to pull secrets or registry "
                      "auth: execution resource retrieval failed: unable to retrieve "
                      "ecr registry auth: service call has been retried 3 time(s): " +
                      rest),
              "E02")
        << host;
    EXPECT_EQ(best_id("CannotPullECRContainerError: " + rest), "E05") << host;
  }
}

void expect_ids(const Told& all) {
  for (const auto& [text, id] : all) {
    EXPECT_EQ(best_id("CannotPullContainerError: " + text), id) << text;
  }
}

// As they stand in bug reports: aws-cdk #14457, aws-for-fluent-bit #234, docs #21908.
TEST(ErrorMessages, AreWhatContainerdPrints) {
  expect_ids({
      {"inspect image has been retried 1 time(s): failed to resolve ref "
       "\"1.dkr.ecr.us-east-1.amazonaws.com/web:1\": unexpected status code "
       "[manifests 1]: 403 Forbidden",
       "E26"},
      {"inspect image has been retried 5 time(s): httpReaderSeeker: failed open: "
       "unexpected status code "
       "https://registry-1.docker.io/v2/library/nginx/manifests/sha256:aa: 429 Too "
       "Many Requests",
       "E35"},
      {"failed to resolve ref docker.io/a/b:1: pulling from host registry-1.docker.io "
       "failed with status code [manifests 1]: 429 Too Many Requests",
       "E35"},
      {"failed to resolve ref docker.io/a/b:1: pull access denied, repository does not "
       "exist or may require authorization: server message: insufficient_scope: "
       "authorization failed",
       "E28"},
  });
}

TEST(ErrorMessages, AreWhatDockerPrints) {
  const std::string head =
      "Error response from daemon: Head "
      "\"https://1.dkr.ecr.us-east-1.amazonaws.com/v2/web/manifests/1\": ";
  expect_ids({
      {head + "dial tcp 10.0.0.7:443: i/o timeout", "E09"},
      {head + "context deadline exceeded", "E09"},
      {head + "no basic auth credentials", "E29"},
  });
  const std::string lookup = "dial tcp: lookup api.ecr.us-east-1.amazonaws.com: ";
  EXPECT_EQ(best_id(lookup + "i/o timeout"), "E19");
  EXPECT_EQ(best_id(lookup + "Temporary failure in name resolution"), "E19");
  EXPECT_EQ(best_id(lookup + "no such host"), "E18");
}

TEST(ErrorMessages, AreReadWhereTheyAreCutOff) {
  expect_ids({
      {"failed to resolve ref docker.io/library/nginx:latest: failed to do request: "
       "Head \"https://registry-1.docker.io/v2/library/ng",
       "E10"},
      {"Error response from daemon: pull access denied for "
       "1.dkr.ecr.us-east-1.amazonaws.com/web, repository does not exist or may req",
       "E27"},
      {"Error response from daemon: pull access denied for acme/web, repository",
       "E28"},
      {"unable to retrieve ecr registry auth: service call has been retried 1 time(s): "
       "AccessDeniedException: User: arn:aws:sts::1:assumed-role/exec/abc is not au",
       "E04"},
  });
}

}  // namespace
}  // namespace pullproof::model::error_messages_test
