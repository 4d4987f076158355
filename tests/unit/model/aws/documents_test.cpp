#include "model/aws/documents.h"

#include <filesystem>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/bundle.h"

namespace pullproof::aws::documents_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using pullproof::testing::TemporaryFolder;
using pullproof::testing::write_file;
using pullproof::testing::write_gzip;

struct Visited {
  std::vector<std::string> paths;
  std::vector<Json> documents;
  DocumentWalk walk;
};

Visited visit(const std::string& where, const DocumentLimits& limits = {}) {
  Visited visited;
  visited.walk = walk_documents(where, {}, limits,
                                [&](const std::string& path, const Json& document) {
                                  visited.paths.push_back(path);
                                  visited.documents.push_back(document);
                                });
  return visited;
}

using Texts = std::vector<std::string>;

class DocumentsTest : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    write_file(folder_.path() / name, text);
    return folder_.at(name);
  }
  TemporaryFolder folder_;
};

TEST_F(DocumentsTest, ComeInTheOrderOfTheirPaths) {
  file("b/x.json", "1");
  file("a/y.json", "2");
  file("a.json", "3");
  const auto visited = visit(folder_.path().string());
  EXPECT_EQ(visited.paths, (Texts{"a.json", "a/y.json", "b/x.json"}));
  EXPECT_EQ(visited.walk.bytes, 3U);
  EXPECT_TRUE(visited.walk.problems.empty());
}

TEST_F(DocumentsTest, LeaveHiddenAndOtherFilesOut) {
  file(".git/config.json", "{");
  file("a/._x.json", "{");
  file("a/readme.md", "hello");
  const auto visited = visit(folder_.path().string());
  EXPECT_TRUE(visited.paths.empty());
  EXPECT_EQ(visited.walk.other_files, Texts{"a/readme.md"});
  EXPECT_TRUE(visited.walk.problems.empty());
}

TEST_F(DocumentsTest, GoOnAfterOneThatCannotBeRead) {
  file("a.json", "{");
  file("b.json", "[1");
  file("c.json", "1");
  const auto visited = visit(folder_.path().string());
  EXPECT_EQ(visited.paths, Texts{"c.json"});
  ASSERT_EQ(visited.walk.problems.size(), 2U);
  EXPECT_EQ(visited.walk.problems[1].file, "b.json");
}

TEST_F(DocumentsTest, DoNotFollowLinksToFolders) {
  file("real/a.json", "1");
  fs::create_directory_symlink(folder_.path() / "real", folder_.path() / "link");
  fs::create_symlink(folder_.path() / "nowhere", folder_.path() / "lost.json");
  const auto visited = visit(folder_.path().string());
  EXPECT_EQ(visited.paths, Texts{"real/a.json"});
  EXPECT_EQ(visited.walk.problems.size(), 2U);
}

TEST_F(DocumentsTest, RefuseANameThatIsNotUtf8) {
  file("a\xff.json", "1");
  const auto visited = visit(folder_.path().string());
  ASSERT_EQ(visited.walk.problems.size(), 1U);
  EXPECT_EQ(visited.walk.problems[0].file, "a?.json");
}

TEST_F(DocumentsTest, KeepToTheirLimits) {
  file("a.json", "[1, 2, 3]");
  file("b.json", "[1, 2, 3]");
  file("c.json", "[1, 2, 3]");
  const auto refused = [&](const DocumentLimits& limits) {
    return visit(folder_.path().string(), limits).walk.problems.size();
  };
  EXPECT_EQ(refused({.file_bytes = 9, .total_bytes = 27, .files = 3}), 0U);
  EXPECT_EQ(refused({.file_bytes = 8}), 3U);
  EXPECT_EQ(refused({.total_bytes = 20}), 1U);
  EXPECT_EQ(refused({.files = 2}), 1U);
}

TEST_F(DocumentsTest, ComeFromABundle) {
  const auto visited =
      visit(file("s.json", R"({"1/x.json": {"a": 1}, "manifest.json": {}})"));
  EXPECT_EQ(visited.paths, (Texts{"1/x.json", "manifest.json"}));
  EXPECT_EQ(visited.documents[0], Json({{"a", 1}}));
}

TEST_F(DocumentsTest, ComeFromAListOfDocuments) {
  const auto visited = visit(file("s.json", R"([{"Vpcs": []}, {"Subnets": []}])"));
  EXPECT_EQ(visited.paths, (Texts{"s.json/0", "s.json/1"}));
}

TEST_F(DocumentsTest, ComeFromOneDocument) {
  const auto visited = visit(file("s.json", R"({"Vpcs": [], "Subnets": []})"));
  EXPECT_EQ(visited.paths, Texts{"s.json"});
}

TEST_F(DocumentsTest, ComeFromAPackedBundle) {
  write_gzip(folder_.path() / "s.json.gz", R"({"1/x.json": {"a": 1}})");
  const auto visited = visit(folder_.at("s.json.gz"));
  EXPECT_EQ(visited.paths, Texts{"1/x.json"});
  EXPECT_EQ(visited.walk.bytes, 22U);
}

TEST_F(DocumentsTest, SayThatAPathIsMissing) {
  const auto visited = visit(folder_.at("nothing"));
  ASSERT_EQ(visited.walk.problems.size(), 1U);
  EXPECT_EQ(visited.walk.problems[0].message, "no such file or folder");
}

TEST_F(DocumentsTest, SayWhichFormsThereAre) {
  const auto visited = visit(file("s.yaml", "a: 1"));
  ASSERT_EQ(visited.walk.problems.size(), 1U);
  EXPECT_NE(visited.walk.problems[0].message.find(".tar.gz"), std::string::npos);
}

TEST_F(DocumentsTest, CanBeReadAgain) {
  file("tree/a/x.json", R"({"a": 1})");
  EXPECT_EQ(reread_document(folder_.at("tree"), {}, "a/x.json"), Json({{"a", 1}}));
  EXPECT_TRUE(reread_document(folder_.at("tree"), {}, "gone.json").is_null());
  const auto bundle = file("s.json", R"({"a/x.json": {"a": 2}})");
  EXPECT_EQ(reread_document(bundle, {}, "a/x.json"), Json({{"a", 2}}));
}

}  // namespace
}  // namespace pullproof::aws::documents_test
