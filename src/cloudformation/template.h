// Reads a CloudFormation template as a change: what the stack would make, change and
// delete.
//
// With describe-stack-resources of the stack in the snapshot, resources that it has
// keep their ids and are changed; what it has and the template does not say is deleted.
// Without it, everything in the template is new.
//
// AWS: CloudFormation user guide, "Template anatomy", "Update behaviors of stack
// resources", "DeletionPolicy attribute".
// Not modelled: macros but AWS::LanguageExtensions, nested stacks whose templates are
// not at hand, custom resources but some of CDK's. They are listed as ignored, and a
// pull may hang on them.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"
#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"

namespace pullproof::cli::cloudformation {

struct StackTemplate;

struct TemplateInput {
  changes::SharedJson document;  ///< Not null.
  std::map<std::string, std::string> parameters;
  std::string stack;  ///< Its name; "" if there is none yet.
  aws::Scope scope;   ///< Empty parts are taken from the snapshot, if it has but one.
  /// Templates of stacks that it nests, as far as they are at hand, by logical id.
  std::map<std::string, std::shared_ptr<const StackTemplate>> nested = {};
};

/// YAML with CloudFormation's short forms, or JSON: told by the file's name, else by
/// the first character.
[[nodiscard]] Result<nlohmann::json> read_template_text(std::string_view text,
                                                        const std::string& file);

/// `file` is for problems. Origins are logical ids.
[[nodiscard]] Result<changes::Change> read_template(
    const TemplateInput& input, const std::string& file,
    const changes::AccountDocuments& account);

/// A template with where it was read.
struct StackTemplate {
  TemplateInput input;
  std::string file;
};

/// What is wrong with its form; whatever else is read needs none of it.
[[nodiscard]] Problems check_template(const nlohmann::json& document,
                                      const std::string& file);

/// Of several stacks in the order in which they are made: what one exports, the next
/// ones may import. Where there are two or more, origins are "<stack>/<logical id>".
/// Parameters that are given for all stacks go to those that have them; one that no
/// stack has is a problem.
[[nodiscard]] Result<changes::Change> read_stacks(
    const std::vector<StackTemplate>& stacks,
    const std::map<std::string, std::string>& parameters,
    const changes::AccountDocuments& account);

/// Where the stacks are if there is no snapshot: what is not given is AWS's example
/// account 123456789012, and us-east-1.
[[nodiscard]] std::set<aws::Scope> scopes_without_snapshot(
    const std::vector<StackTemplate>& stacks);

}  // namespace pullproof::cli::cloudformation
