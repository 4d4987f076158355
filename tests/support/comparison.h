// Two policies, written in place, and what the comparison says of them.
#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/policy_document.h"
#include "solver/policy_compare.h"

namespace pullproof::support {

class ComparisonTest : public ::testing::Test {
 protected:
  /// Of lists of statements.
  solver::PolicyAnswer answer(const nlohmann::json& granted,
                              const nlohmann::json& known,
                              bool resource_policies = false);
  solver::Access access(const nlohmann::json& granted, const nlohmann::json& known,
                        bool resource_policies = false);
  static aws::PolicyDocument parse(const nlohmann::json& statements, const char* file);

  aws::PolicyDocument granted_;
  aws::PolicyDocument known_;
};

/// A statement that allows everything on the resource.
[[nodiscard]] nlohmann::json on(const char* resource);

/// One that allows everything where the condition holds.
[[nodiscard]] nlohmann::json when(const char* op, const char* key,
                                  const nlohmann::json& values);

}  // namespace pullproof::support
