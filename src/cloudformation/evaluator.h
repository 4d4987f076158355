// Evaluates what a template says: intrinsic functions, conditions, parameters, mappings
// and pseudo parameters.
//
// AWS: CloudFormation user guide, "Intrinsic function reference", "Condition
// functions", "Pseudo parameters reference".
//
// Guarantee: ends for every template. Its work is counted, and so is how deep
// references lead; beyond a limit a value is not known. Not modelled: macros, and
// dynamic references (`{{resolve:...}}`), which only AWS can read. Their values are not
// known. Loops are gone before: see loops.h.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"

namespace pullproof::cli::cloudformation {

/// How much has been evaluated: what a template may ask for is limited.
struct Effort {
  std::size_t depth = 0;  ///< Of values that lead to one another.
  std::size_t work = 0;   ///< Values that were evaluated or copied.
};

/// What a template's values hang on beside the template.
struct Environment {
  aws::Scope scope;   ///< Account and region, neither empty.
  std::string stack;  ///< Its name.
  std::map<std::string, nlohmann::json>
      parameters;  ///< Texts, lists of texts, or unknown.
  std::map<std::string, nlohmann::json> exports;  ///< Of other stacks, by name.
  bool knows_exports = false;                     ///< All of the account's.
  std::vector<std::string> zones;                 ///< Of the region, in order.
  bool knows_zones = false;                       ///< Otherwise they are guessed.
  /// Of all stacks whose values lead to one another; null: of this one alone.
  std::shared_ptr<Effort> effort = nullptr;
};

/// What `Ref` of a resource gives, or `Fn::GetAtt` if the attribute is not "".
using Reference = std::function<nlohmann::json(const std::string& logical_id,
                                               const std::string& attribute)>;

class Evaluator {
 public:
  /// Keeps references to both, which must outlive it.
  Evaluator(const nlohmann::json& document, const Environment& environment);
  Evaluator(Evaluator&&) = delete;
  ~Evaluator();

  /// To be set before anything is evaluated.
  void resolve_with(Reference reference);

  /// With what is not known as marks (value.h); without what is `AWS::NoValue`.
  [[nodiscard]] nlohmann::json value(const nlohmann::json& expression);
  /// Of a condition by its name: true, false, or unknown.
  [[nodiscard]] nlohmann::json condition(const std::string& name);

  /// Zones were guessed for a value.
  [[nodiscard]] bool has_guessed_zones() const;
  /// The stack's name was asked for.
  [[nodiscard]] bool has_used_stack_name() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pullproof::cli::cloudformation
