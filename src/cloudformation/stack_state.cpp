#include "src/cloudformation/stack_state.h"

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"

namespace pullproof::cli::cloudformation {
namespace {

using changes::list_member;
using changes::text_member;
using Json = nlohmann::json;

bool answers_call(const aws::DocumentContext& context, std::string_view call,
                  const aws::Scope& scope) {
  const auto fits = [](Symbol one, Symbol other) {
    return one.empty() || other.empty() || one == other;
  };
  return context.call == call && fits(context.scope.account, scope.account) &&
         fits(context.scope.region, scope.region);
}

/// A resource that was deleted stays listed for a while.
bool is_there(const Json& resource) {
  return text_member(resource, "ResourceStatus") != "DELETE_COMPLETE" &&
         !text_member(resource, "PhysicalResourceId").empty();
}

}  // namespace

StackState stack_state(const Json& bundle, const std::string& stack,
                       const aws::Scope& scope) {
  StackState state;
  for (const auto& [file, document] : bundle.items()) {
    const auto context = aws::context_of(file);
    const Json* list = list_member(document, "StackResources");
    const bool is_asked =
        list != nullptr &&
        answers_call(context, "cloudformation-describe-stack-resources", scope) &&
        context.parameter == stack;
    if (!is_asked) continue;
    state.is_known = true;
    for (const Json& resource : *list) {
      if (!is_there(resource)) continue;
      state.resources[text_member(resource, "LogicalResourceId")] = {
          .id = text_member(resource, "PhysicalResourceId"),
          .type = text_member(resource, "ResourceType")};
    }
  }
  return state;
}

Exports exports_of(const Json& bundle, const aws::Scope& scope) {
  Exports exports;
  for (const auto& [file, document] : bundle.items()) {
    const Json* list = list_member(document, "Exports");
    const bool is_asked =
        list != nullptr &&
        answers_call(aws::context_of(file), "cloudformation-list-exports", scope);
    if (!is_asked) continue;
    exports.are_known = true;
    for (const Json& each : *list) {
      exports.values[text_member(each, "Name")] = text_member(each, "Value");
    }
  }
  return exports;
}

}  // namespace pullproof::cli::cloudformation
