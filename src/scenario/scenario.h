// A scenario's folder as people read it: the lesson, and what is expected of it.
//
// Its snapshot and patches are read elsewhere, by model/aws/documents.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/core/result.h"

namespace pullproof::cli {

/// What is said of one service; "" and empty mean that nothing is said.
struct Expectation {
  std::string verdict;
  std::string stage;  ///< Of the first finding, as all that follows.
  std::string mechanism;
  std::string code;
  std::vector<std::string> blame;  ///< Sorted.
};

struct WrongRepair {
  std::string title;
  std::string why;
};

struct Scenario {
  std::string name;  ///< Of its folder.
  std::string folder;
  std::string title;
  std::string level;
  std::string why;
  std::string aws;  ///< Address of the page that states the rule.
  std::string service;
  std::string cluster;
  std::map<std::string, Expectation> expect;  ///< By service.
  std::optional<std::string> repair;          ///< Its title.
  std::vector<WrongRepair> wrong_repairs;

  /// Verdict that is expected of the service that the lesson is about, or "".
  [[nodiscard]] std::string verdict() const;
};

/// Whether the folder holds a `scenario.json`.
[[nodiscard]] bool is_scenario(const std::string& folder);

[[nodiscard]] Result<Scenario> read_scenario(const std::string& folder);

}  // namespace pullproof::cli
