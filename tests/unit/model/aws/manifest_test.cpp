#include "model/aws/manifest.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::manifest_test {
namespace {

struct Read {
  std::vector<ManifestCall> calls;
  ReadLog log;
};

Read read_manifest(const std::string& text, const std::string& file = "manifest.json") {
  Read read;
  const DocumentContext context{.scope = {}, .file = file, .call = "", .parameter = ""};
  read.calls = parse_manifest(nlohmann::json::parse(text), context, read.log);
  return read;
}

std::string with_call(const std::string& call) {
  return R"({"format": "pullproof-snapshot/1", "collected_at": "x", "calls": [)" +
         call + "]}";
}

TEST(Manifest, SplitsACallFromItsParameter) {
  const auto read = read_manifest(with_call(R"({"account": "111122223333",
    "region": "eu-central-1", "call": "ecr-get-repository-policy/acme%2Fweb",
    "status": "absent", "error": "RepositoryPolicyNotFoundException"})"));
  EXPECT_TRUE(read.log.problems.empty());
  EXPECT_TRUE(read.log.not_read.empty());
  ASSERT_EQ(read.calls.size(), 1U);
  EXPECT_EQ(read.calls[0].scope, kHome);
  EXPECT_EQ(read.calls[0].call, "ecr-get-repository-policy");
  EXPECT_EQ(read.calls[0].parameter, "acme/web");
  EXPECT_EQ(read.calls[0].status, CallStatus::Absent);
  EXPECT_EQ(read.calls[0].file, "");
}

TEST(Manifest, FindsFilesFromItsOwnFolder) {
  const auto read = read_manifest(with_call(R"({"account": "111122223333",
    "call": "iam-get-account-authorization-details", "status": "ok"},
    {"call": "x-list-y", "status": "ok", "file": "z.json"})"),
                                  "prod/manifest.json");
  ASSERT_EQ(read.calls.size(), 2U);
  EXPECT_EQ(read.calls[0].file,
            "prod/111122223333/global/iam-get-account-authorization-details.json");
  EXPECT_EQ(read.calls[1].file, "prod/z.json");
}

TEST(Manifest, RefusesWhatItIsNot) {
  for (const auto& text :
       {std::string("[]"), std::string("{}"),
        std::string(R"({"format": "pullproof-snapshot/2", "calls": []})"),
        std::string(R"({"format": "pullproof-snapshot/1"})"),
        with_call(R"({"call": "a-list-b", "status": "maybe"})"),
        with_call(R"({"status": "ok"})"), with_call(R"({"call": "a-list-b"})"),
        with_call(R"({"call": "a-list-b", "status": "ok", "account": "1"})"),
        with_call("3")}) {
    EXPECT_FALSE(read_manifest(text).log.problems.empty()) << text;
  }
}

TEST(IsManifest, KnowsItsFormatBelowTheTop) {
  const auto json = [](const char* text) { return nlohmann::json::parse(text); };
  EXPECT_TRUE(is_manifest("manifest.json", json("{}")));
  EXPECT_TRUE(
      is_manifest("prod/manifest.json", json(R"({"format": "pullproof-snapshot/1"})")));
  EXPECT_FALSE(is_manifest("cdk.out/manifest.json", json(R"({"version": "1"})")));
  EXPECT_FALSE(is_manifest("x.json", json(R"({"format": "pullproof-snapshot/1"})")));
}

TEST(Manifest, BoundsTheTimeFromBelow) {
  const auto at = [](const std::string& time) {
    nlohmann::json bundle;
    bundle["manifest.json"] = {{"format", "pullproof-snapshot/1"},
                               {"collected_at", time},
                               {"calls", nlohmann::json::array()}};
    bundle["1/eu-central-1/ec2-describe-vpcs.json"] = {
        {"Vpcs", nlohmann::json::array()}};
    bundle["other/manifest.json"] = {{"format", "pullproof-snapshot/1"},
                                     {"collected_at", "2026-11-24T04:00:00Z"},
                                     {"calls", nlohmann::json::array()}};
    return Snapshot::from_bundle(bundle).value().collected_at();
  };
  EXPECT_EQ(at("2026-11-25T04:00:00Z"), "2026-11-24T04:00:00Z");
  EXPECT_EQ(at("2026-11-23T04:00:00Z"), "2026-11-23T04:00:00Z");
  EXPECT_EQ(at("soon"), "");
}

}  // namespace
}  // namespace pullproof::aws::manifest_test
