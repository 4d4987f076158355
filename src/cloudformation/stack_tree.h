// A stack and those that its template nests: values may lead from one to the other, in
// both ways.
//
// AWS: CloudFormation user guide, "Split a template into reusable pieces using nested
// stacks": what comes in are parameters, what goes out are outputs.
#pragma once

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"
#include "model/core/result.h"
#include "src/cloudformation/resources.h"
#include "src/cloudformation/template.h"

namespace pullproof::cli::cloudformation {

inline constexpr const char* kNestedStack = "AWS::CloudFormation::Stack";

class StackTree {
 public:
  struct Inputs {
    const StackTemplate& stack;
    Environment environment;
    std::string deployed_as;  ///< Its name in the snapshot; "" if it is not there.
    const changes::AccountDocuments& account;
    const nlohmann::json& bundle;  ///< Of the account.
    std::string origin_prefix;     ///< "web/", or "".
    std::string id_prefix;         ///< "web-", where logical ids may meet.
  };
  /// Keeps references, which must outlive it.
  explicit StackTree(Inputs inputs);
  StackTree(StackTree&&) = delete;
  ~StackTree();

  [[nodiscard]] Resources& resources();
  [[nodiscard]] const nlohmann::json& document() const;
  [[nodiscard]] const std::string& file() const;
  [[nodiscard]] const std::string& origin_prefix() const;

  /// The stack that a resource of this template is; null if its template is not at hand
  /// or cannot be read, and `why_not` says why.
  [[nodiscard]] StackTree* nested(const std::string& logical_id);
  [[nodiscard]] std::string why_not(const std::string& logical_id) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pullproof::cli::cloudformation
