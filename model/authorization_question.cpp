#include "model/authorization_question.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/json_reader.h"
#include "model/aws/policy_document.h"
#include "model/gates/caller.h"
#include "model/gates/request_context.h"

namespace pullproof::model {
namespace {

using Json = nlohmann::json;
using aws::child_pointer;

class QuestionReader {
 public:
  QuestionReader(const std::string& file, const QuestionOptions& options)
      : file_(file), options_(options) {}

  Result<Question> read(const Json& line) {
    if (!line.is_object()) {
      note("", fmt::format("expected an object, found {}", aws::type_name(line)));
      return std::move(problems_);
    }
    if (const Json* request = member(line, "", "request")) read_request(*request);
    if (const auto policies = line.find("policies"); policies != line.end()) {
      read_policies(*policies);
    }
    if (!problems_.empty()) return std::move(problems_);
    return std::move(question_);
  }

 private:
  void note(std::string pointer, std::string message) {
    problems_.push_back({file_, std::move(pointer), std::move(message)});
  }

  /// Required; null after a problem.
  const Json* member(const Json& object, const std::string& at, const char* key) {
    const auto found = object.find(key);
    if (found != object.end()) return &*found;
    note(at, fmt::format("expected `{}`, found nothing", key));
    return nullptr;
  }

  /// A text that is not empty; null is the same as absent.
  std::optional<std::string> text(const Json& object, const std::string& at,
                                  const char* key, bool required) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) {
      if (required) note(at, fmt::format("expected `{}`, found nothing", key));
      return std::nullopt;
    }
    if (found->is_string() && !found->get_ref<const std::string&>().empty()) {
      return found->get<std::string>();
    }
    note(child_pointer(at, key),
         fmt::format("expected a text, found {}",
                     found->is_string() ? "an empty one" : aws::type_name(*found)));
    return std::nullopt;
  }

  bool flag(const Json& object, const std::string& at, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return false;
    if (found->is_boolean()) return found->get<bool>();
    note(child_pointer(at, key),
         fmt::format("expected true or false, found {}", aws::type_name(*found)));
    return false;
  }

  void refuse_others(const Json& object, const std::string& at,
                     std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : object.items()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        note(child_pointer(at, key),
             fmt::format("expected one of {}, found {}", fmt::join(known, ", "),
                         aws::in_backticks(key)));
      }
    }
  }

  void read_request(const Json& json) {
    const std::string at = "/request";
    if (!json.is_object()) {
      note(at, fmt::format("expected an object, found {}", aws::type_name(json)));
      return;
    }
    refuse_others(json, at,
                  {"principal", "action", "resource", "resource_account", "context",
                   "wildcard_only", "endpoint_type"});
    gates::Request& request = question_.request;
    request.complete = true;
    if (const auto principal = text(json, at, "principal", true)) {
      read_principal(*principal, at + "/principal");
    }
    request.action = text(json, at, "action", true).value_or("");
    if (!request.action.empty() && request.action.find(':') == std::string::npos) {
      note(at + "/action", fmt::format("expected an action like `ecr:BatchGetImage`, "
                                       "found {}",
                                       aws::in_backticks(request.action)));
    }
    read_resource(json, at);
    read_endpoint_type(json, at);
    if (const auto context = json.find("context");
        context != json.end() && !context->is_null()) {
      read_context(*context, at + "/context");
    }
    gates::learn_path(request);
    if (!options_.exact_context) gates::add_derived_keys(request, options_.at);
  }

  void read_principal(const std::string& principal, const std::string& at) {
    auto caller = gates::caller_named(principal);
    if (caller) {
      question_.request.caller = std::move(*caller);
      return;
    }
    note(at, fmt::format("expected the ARN of a role, user, root user or session, a "
                         "service's name or `anonymous`, found {}",
                         aws::in_backticks(principal)));
  }

  void read_resource(const Json& json, const std::string& at) {
    gates::Request& request = question_.request;
    const bool wildcard_only =
        flag(json, at, "wildcard_only") || gates::has_no_resource_type(request.action);
    auto resource = text(json, at, "resource", !wildcard_only);
    request.resource_account = text(json, at, "resource_account", false).value_or("");
    if (!resource) return;
    request.region = gates::region_of(*resource);
    if (wildcard_only || *resource == "*") return;
    if (request.resource_account.empty()) {
      request.resource_account = gates::account_of(*resource);
    }
    request.resource = std::move(*resource);
  }

  void read_endpoint_type(const Json& json, const std::string& at) {
    const std::string& action = question_.request.action;
    question_.layers.gateway_endpoint =
        gates::is_action_of(action, "s3") || gates::is_action_of(action, "dynamodb");
    const auto type = text(json, at, "endpoint_type", false);
    if (!type) return;
    question_.layers.gateway_endpoint = *type == "gateway";
    if (*type != "gateway" && *type != "interface") {
      note(at + "/endpoint_type", fmt::format("expected `gateway` or `interface`, "
                                              "found {}",
                                              aws::in_backticks(*type)));
    }
  }

  void read_context(const Json& json, const std::string& at) {
    if (!json.is_object()) {
      note(at, fmt::format("expected an object, found {}", aws::type_name(json)));
      return;
    }
    for (const auto& [key, value] : json.items()) {
      read_key(key, value, child_pointer(at, key));
    }
  }

  static std::optional<std::string> scalar(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number() || value.is_boolean()) return value.dump();
    return std::nullopt;
  }

  void read_key(const std::string& key, const Json& value, const std::string& at) {
    gates::FixedKey fixed;
    const Json list = value.is_array() ? value : Json::array({value});
    for (const Json& element : list) {
      if (auto one = scalar(element)) {
        fixed.values.push_back(std::move(*one));
      } else {
        note(at, fmt::format("expected a text, number, boolean or a list of them, "
                             "found {}",
                             aws::type_name(element)));
      }
    }
    // One value is one value, however it is written; none is no key.
    fixed.multivalued = fixed.values.size() > 1;
    const bool absent = fixed.values.empty();
    const bool added =
        question_.request.context
            .emplace(aws::lower(key), absent ? gates::ContextValue(gates::AbsentKey{})
                                             : gates::ContextValue(std::move(fixed)))
            .second;
    if (!added) {
      note(at, fmt::format("key {} stands here twice, in another letter case",
                           aws::in_backticks(key)));
    }
  }

  void read_policies(const Json& json) {
    const std::string at = "/policies";
    if (json.is_null()) return;
    if (!json.is_object()) {
      note(at, fmt::format("expected an object, found {}", aws::type_name(json)));
      return;
    }
    refuse_others(
        json, at,
        {"identity", "session", "boundary", "scp", "rcp", "resource", "endpoint"});
    Layers& layers = question_.layers;
    layers.identity = layer(json, "identity").value_or(PolicySet{});
    layers.session = layer(json, "session");
    layers.boundary = layer(json, "boundary");
    layers.resource = layer(json, "resource");
    layers.endpoint = layer(json, "endpoint");
    layers.service_control = levels(json, "scp");
    layers.resource_control = levels(json, "rcp");
  }

  /// Nothing for null, and for an empty list.
  std::optional<PolicySet> layer(const Json& policies, const char* name) {
    const auto found = policies.find(name);
    if (found == policies.end() || found->is_null()) return std::nullopt;
    PolicySet set = policy_set(*found, child_pointer("/policies", name));
    if (set.empty()) return std::nullopt;
    return set;
  }

  std::vector<PolicySet> levels(const Json& policies, const char* name) {
    std::vector<PolicySet> all;
    const auto found = policies.find(name);
    if (found == policies.end() || found->is_null()) return all;
    const std::string at = child_pointer("/policies", name);
    if (!found->is_array()) {
      note(at,
           fmt::format("expected a list of levels, found {}", aws::type_name(*found)));
      return all;
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
      const Json& level = (*found)[i];
      if (level.is_array()) {
        all.push_back(policy_set(level, child_pointer(at, i)));
      } else {
        note(child_pointer(at, i),
             fmt::format("expected a level, which is a list of policies, found {}",
                         aws::type_name(level)));
      }
    }
    return all;
  }

  /// One policy, or a list of them.
  PolicySet policy_set(const Json& json, const std::string& at) {
    PolicySet set;
    if (!json.is_array()) {
      add_policy(json, at, set);
      return set;
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
      add_policy(json[i], child_pointer(at, i), set);
    }
    return set;
  }

  void add_policy(const Json& json, const std::string& at, PolicySet& set) {
    auto document = aws::read_policy(json, {file_, at});
    if (!document.ok()) {
      const Problems& inner = document.problems();
      problems_.insert(problems_.end(), inner.begin(), inner.end());
      return;
    }
    question_.documents.push_back(
        std::make_unique<const aws::PolicyDocument>(std::move(document.value())));
    set.push_back({.document = question_.documents.back().get()});
  }

  std::string file_;
  QuestionOptions options_;
  Question question_;
  Problems problems_;
};

}  // namespace

Result<Question> read_question(const nlohmann::json& line, const std::string& file,
                               const QuestionOptions& options) {
  return QuestionReader(file, options).read(line);
}

}  // namespace pullproof::model
