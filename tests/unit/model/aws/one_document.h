// Reads a snapshot of a few documents, for tests of one kind of resource.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"

namespace pullproof::aws {

inline const Scope kHome{"111122223333", "eu-central-1"};
inline const Scope kHomeGlobal{"111122223333", "global"};

/// "ec2-describe-vpcs" -> its path in account 111122223333, region eu-central-1.
inline std::string path_of(const std::string& call) {
  const bool global = call.rfind("iam-", 0) == 0 || call.rfind("route53-", 0) == 0 ||
                      call.rfind("organizations-", 0) == 0;
  return "111122223333/" + std::string(global ? "global/" : "eu-central-1/") + call +
         ".json";
}

using DocumentTexts = std::vector<std::pair<std::string, std::string>>;

inline Result<Snapshot> read(const DocumentTexts& documents) {
  nlohmann::json bundle = nlohmann::json::object();
  for (const auto& [call, text] : documents) {
    bundle[path_of(call)] = nlohmann::json::parse(text);
  }
  return Snapshot::from_bundle(bundle);
}

inline Result<Snapshot> read(const std::string& call, const std::string& text) {
  return read(DocumentTexts{{call, text}});
}

/// "pointer: message" of each problem.
inline std::vector<std::string> problems(const Result<Snapshot>& result) {
  std::vector<std::string> texts;
  for (const Problem& problem : result.problems()) {
    texts.push_back(problem.pointer + ": " + problem.message);
  }
  return texts;
}

inline std::vector<std::string> warnings(const Result<Snapshot>& result) {
  std::vector<std::string> texts;
  if (!result.ok()) return problems(result);
  for (const Problem& warning : result.value().warnings()) {
    texts.push_back(warning.pointer + ": " + warning.message);
  }
  return texts;
}

using Texts = std::vector<std::string>;

/// The only resource of its kind in a document; a failure and a default otherwise.
template <class T>
T only(const Result<Snapshot>& result) {
  if (!result.ok()) {
    ADD_FAILURE() << ::testing::PrintToString(problems(result));
    return {};
  }
  const auto& all = result.value().table<T>().all();
  EXPECT_EQ(all.size(), 1U);
  return all.empty() ? T{} : all.front();
}

}  // namespace pullproof::aws
