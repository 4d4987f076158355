// The resources of a plan by what they say: facts about one resource may follow from
// another that the plan makes as well, such as the routes that a transit gateway learns
// from the blocks of a VPC.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "src/terraform/planned_resource.h"

namespace pullproof::cli::terraform {

class PlannedIndex {
 public:
  /// `resources` must outlive it. Data sources and deposed objects are left out.
  explicit PlannedIndex(const std::vector<PlannedResource>& resources);

  /// Those of the type whose attribute is this text, after the plan or, of what it
  /// takes away, before it.
  [[nodiscard]] std::vector<const PlannedResource*> with(std::string_view type,
                                                         std::string_view attribute,
                                                         std::string_view value) const;
  /// The values after the plan of the first such one that is there then; null if there
  /// is none.
  [[nodiscard]] const nlohmann::json* after(std::string_view type,
                                            std::string_view attribute,
                                            std::string_view value) const;

 private:
  std::map<std::string, std::vector<const PlannedResource*>, std::less<>> by_text_;
};

}  // namespace pullproof::cli::terraform
