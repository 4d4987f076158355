// The resources of one template: which are made, what each is called, and what `Ref`
// and `Fn::GetAtt` give of them.
//
// A resource that the stack has already keeps its physical id. A new one gets an id
// with AWS's prefix, "vpc-<logical id>", or the name that the template gives it;
// without one,
// "<stack>-<logical id>" stands for the name that CloudFormation makes up.
//
// AWS: CloudFormation user guide, "Ref", "Fn::GetAtt", "Name type".
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"
#include "src/cloudformation/evaluator.h"
#include "src/cloudformation/kinds.h"
#include "src/cloudformation/stack_state.h"

namespace pullproof::cli::cloudformation {

class Resources {
 public:
  struct Inputs {
    const nlohmann::json& document;
    const Environment& environment;
    const StackState& stack;
    const changes::AccountDocuments& account;
    std::string id_prefix;  ///< "web-", where several stacks may use one logical id.
    /// What a nested stack gives; null: nobody knows.
    std::function<nlohmann::json(const std::string& logical_id,
                                 const std::string& output)>
        output = nullptr;
  };
  /// Keeps references, which must outlive it.
  explicit Resources(Inputs inputs);
  Resources(Resources&&) = delete;
  ~Resources();

  [[nodiscard]] Evaluator& evaluator();
  [[nodiscard]] const Environment& environment() const;
  [[nodiscard]] const changes::AccountDocuments& account() const;
  [[nodiscard]] const StackState& stack() const;

  /// Of a resource of the template: as it stands there; null if there is none.
  [[nodiscard]] const nlohmann::json& said(const std::string& logical_id) const;
  /// True, false, or unknown.
  [[nodiscard]] nlohmann::json is_made(const std::string& logical_id);
  /// Logical ids of those of a type that are made.
  [[nodiscard]] std::vector<std::string> made_of_type(std::string_view type);
  /// A member of its properties, evaluated; null if it has none.
  [[nodiscard]] nlohmann::json property(const std::string& logical_id,
                                        const std::string& name);
  /// A text, or unknown (value.h).
  [[nodiscard]] nlohmann::json id(const std::string& logical_id);
  /// A text, null if it has none, or unknown.
  [[nodiscard]] nlohmann::json arn(const std::string& logical_id);
  /// The stack has it already, and it stays.
  [[nodiscard]] bool is_in_stack(const std::string& logical_id);
  [[nodiscard]] nlohmann::json reference(const std::string& logical_id,
                                         const std::string& attribute);

  /// "arn:aws:" and this, with {region}, {account} and {id} filled in.
  [[nodiscard]] std::string arn_with(std::string_view rest,
                                     const std::string& id) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What AWS makes with a VPC, as model/changes/follow_addition.cpp calls it.
struct NewVpcDefaults {
  std::string group;
  std::string acl;
};
[[nodiscard]] NewVpcDefaults defaults_of_new_vpc(const std::string& vpc);

/// The revision that is there says what `wanted` says, and nothing else that may
/// matter.
[[nodiscard]] bool is_same_definition(const nlohmann::json& wanted,
                                      const nlohmann::json& there);

/// A task definition as the AWS CLI prints it, without revision and ARN, of evaluated
/// properties.
[[nodiscard]] nlohmann::json task_definition_of(const nlohmann::json& properties,
                                                const std::string& family);

}  // namespace pullproof::cli::cloudformation
