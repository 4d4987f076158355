#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/documents.h"
#include "tests/support/bundle.h"

namespace pullproof::aws::documents_archive_test {
namespace {

using Json = nlohmann::json;
using pullproof::testing::TarEntry;
using pullproof::testing::TemporaryFolder;
using pullproof::testing::write_file;
using pullproof::testing::write_gzip;
using pullproof::testing::write_tar;
using Kind = TarEntry::Kind;
using Texts = std::vector<std::string>;

class ArchiveTest : public ::testing::Test {
 protected:
  /// Paths of the documents of an archive with these entries.
  Texts visit(const std::vector<TarEntry>& entries, const char* name = "s.tar.gz",
              const DocumentLimits& limits = {}) {
    write_tar(folder_.path() / name, entries);
    return visit_file(name, limits);
  }
  Texts visit_file(const char* name, const DocumentLimits& limits = {}) {
    Texts paths;
    walk_ = walk_documents(
        folder_.at(name), {}, limits,
        [&](const std::string& path, const Json&) { paths.push_back(path); });
    return paths;
  }
  [[nodiscard]] std::string problem() const {
    if (walk_.problems.size() != 1) return std::to_string(walk_.problems.size());
    return walk_.problems[0].file + ": " + walk_.problems[0].message;
  }

  TemporaryFolder folder_;
  DocumentWalk walk_;
};

TEST_F(ArchiveTest, ComesInTheOrderOfPaths) {
  for (const char* name : {"s.tar", "s.tar.gz", "s.tgz"}) {
    EXPECT_EQ(visit({{"b.json", "1"}, {"a.json", "2"}, {"c.txt", "x"}}, name),
              (Texts{"a.json", "b.json"}));
    EXPECT_EQ(walk_.other_files, Texts{"c.txt"});
    EXPECT_EQ(walk_.bytes, 2U);
  }
}

TEST_F(ArchiveTest, DropsTheFolderThatWasPacked) {
  EXPECT_EQ(visit({{"./", "", Kind::Folder},
                   {"./snapshot", "", Kind::Folder},
                   {"./snapshot/111122223333/x.json", "1"},
                   {"./snapshot/manifest.json", "{}"}}),
            (Texts{"111122223333/x.json", "manifest.json"}));
}

TEST_F(ArchiveTest, KeepsFoldersThatMeanSomething) {
  for (const char* path :
       {"111122223333/global/x.json", "eu-central-1/x.json",
        "aws_configs/eu-central-1/Vpcs.json", "ecr-describe-images/web.json"}) {
    EXPECT_EQ(visit({{path, "1"}}), Texts{path});
  }
}

TEST_F(ArchiveTest, RefusesPathsThatLeaveIt) {
  EXPECT_TRUE(visit({{"../x.json", "1"}}).empty());
  EXPECT_EQ(problem(), "../x.json: a path that leaves the archive");
  EXPECT_TRUE(visit({{"a/../../x.json", "1"}}).empty());
  EXPECT_EQ(walk_.problems.size(), 1U);
  EXPECT_TRUE(visit({{"/etc/x.json", "1"}}).empty());
  EXPECT_EQ(problem(), "/etc/x.json: an absolute path");
}

TEST_F(ArchiveTest, RefusesLinksAndDevices) {
  for (const Kind kind : {Kind::SymbolicLink, Kind::HardLink, Kind::Device}) {
    EXPECT_EQ(visit({{"a.json", "1"}, {"x.json", "/etc/passwd", kind}}),
              Texts{"a.json"});
    EXPECT_EQ(walk_.problems.size(), 1U);
    EXPECT_EQ(walk_.problems.at(0).file, "x.json");
  }
}

TEST_F(ArchiveTest, RefusesOnePathTwice) {
  visit({{"a.json", "1"}, {"./a.json", "2"}});
  EXPECT_EQ(problem(), "a.json: the archive holds this path twice");
}

TEST_F(ArchiveTest, KeepsToTheLimits) {
  const std::vector<TarEntry> entries{{"a.json", "[1, 2, 3]"}, {"b.json", "[1, 2, 3]"}};
  EXPECT_EQ(visit(entries, "s.tar.gz", {.file_bytes = 9, .total_bytes = 18}).size(),
            2U);
  for (const DocumentLimits& limits :
       {DocumentLimits{.file_bytes = 8}, DocumentLimits{.total_bytes = 17},
        DocumentLimits{.files = 1}}) {
    visit(entries, "s.tar.gz", limits);
    EXPECT_EQ(walk_.problems.size(), 1U);
  }
}

TEST_F(ArchiveTest, RefusesABomb) {
  const std::string zeros(std::size_t{80} << 20, ' ');
  DocumentLimits limits;
  limits.archive_ratio = 100;
  EXPECT_TRUE(visit({{"a.json", zeros}}, "s.tar.gz", limits).empty());
  EXPECT_NE(problem().find("unpacks to more than 100 times"), std::string::npos);
  write_gzip(folder_.path() / "s.json.gz", zeros);
  EXPECT_TRUE(visit_file("s.json.gz", limits).empty());
  EXPECT_NE(problem().find("unpacks to more than 100 times"), std::string::npos);
}

TEST_F(ArchiveTest, SurvivesABrokenArchive) {
  write_tar(folder_.path() / "s.tar.gz", {{"a.json", std::string(100'000, '1')}});
  std::ifstream packed(folder_.at("s.tar.gz"), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(packed)), {});
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    write_file(folder_.path() / "cut.tar.gz", bytes.substr(0, size));
    visit_file("cut.tar.gz");
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    write_file(folder_.path() / "changed.tgz", changed);
    visit_file("changed.tgz");
    write_file(folder_.path() / "changed.json.gz", changed);
    visit_file("changed.json.gz");
  }
}

TEST_F(ArchiveTest, RefusesWhatIsNoArchive) {
  for (const char* name : {"s.tar", "s.tgz", "s.json.gz"}) {
    write_file(folder_.path() / name, "hello");
    EXPECT_TRUE(visit_file(name).empty());
    EXPECT_FALSE(walk_.problems.empty()) << name;
  }
}

}  // namespace
}  // namespace pullproof::aws::documents_archive_test
