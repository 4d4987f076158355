#include "src/terraform/policy_documents.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "model/changes/account_documents.h"
#include "src/terraform/configuration.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

/// Services whose calls a task makes, or others make for it, before its containers run.
constexpr std::array kServicesOfPulls = std::to_array<std::string_view>(
    {"ecr", "ecr-public", "s3", "kms", "secretsmanager", "ssm", "ssmmessages", "logs",
     "ecs", "ec2", "iam", "elasticfilesystem", "fsx", "ds"});

/// AWS: Security Token Service: roles of tasks are assumed by a service, never so.
constexpr std::array kOtherLogins = std::to_array<std::string_view>(
    {"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"});

bool may_be_of_pull(const Json& action) {
  if (!action.is_string()) return true;
  const auto& text = action.get_ref<const std::string&>();
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return true;
  std::string service = text.substr(0, colon);
  if (service.find_first_of("*?") != std::string::npos) return true;
  if (std::find(kOtherLogins.begin(), kOtherLogins.end(), text) != kOtherLogins.end()) {
    return false;
  }
  std::transform(service.begin(), service.end(), service.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a')
                                          : letter;
  });
  return service == "sts" || std::find(kServicesOfPulls.begin(), kServicesOfPulls.end(),
                                       service) != kServicesOfPulls.end();
}

/// A statement whose actions are all told and nothing to a pull.
bool cannot_decide_pull(const Json& statement) {
  const Json* actions = changes::list_member(statement, "actions");
  return actions != nullptr && !actions->empty() &&
         std::none_of(actions->begin(), actions->end(), may_be_of_pull);
}

const Json& first_mark(const Json& value) {
  static const Json kNone;
  std::vector<const Json*> open = {&value};
  while (!open.empty()) {
    const Json& next = *open.back();
    open.pop_back();
    if (is_unknown(next)) return next;
    if (!next.is_structured()) continue;
    for (const Json& part : next) open.push_back(&part);
  }
  return kNone;
}

/// Terraform: the same page: "&{" stands for "${", which Terraform would take itself.
Json with_variables(const Json& value) {
  if (!value.is_string()) return value;
  std::string text = value.get<std::string>();
  for (std::size_t at = text.find("&{"); at != std::string::npos;
       at = text.find("&{", at + 2)) {
    text[at] = '$';
  }
  return text;
}

/// One text alone, or a list; null if there are none.
Json texts_of(const Json& object, const char* name) {
  const Json& list = member_or_null(object, name);
  if (!list.is_array() || list.empty()) return nullptr;
  if (list.size() == 1) return with_variables(list.front());
  Json all = Json::array();
  for (const Json& each : list) all.push_back(with_variables(each));
  return all;
}

void append(Json& list, const Json& values) {
  if (list.is_null()) list = Json::array();
  if (values.is_array()) {
    list.insert(list.end(), values.begin(), values.end());
  } else if (!values.is_null()) {
    list.push_back(values);
  }
}

Json principals_of(const Json& statement, const char* name) {
  const Json& blocks = member_or_null(statement, name);
  if (!blocks.is_array() || blocks.empty()) return nullptr;
  Json all = Json::object();
  for (const Json& block : blocks) {
    append(all[text_member(block, "type")], texts_of(block, "identifiers"));
  }
  const bool is_everybody =
      all.size() == 1 && all.contains("*") && all["*"] == Json::array({"*"});
  return is_everybody ? Json("*") : all;
}

Json conditions_of(const Json& statement) {
  const Json& blocks = member_or_null(statement, "condition");
  if (!blocks.is_array() || blocks.empty()) return nullptr;
  Json all = Json::object();
  for (const Json& block : blocks) {
    append(all[text_member(block, "test")][text_member(block, "variable")],
           texts_of(block, "values"));
  }
  return all;
}

Json statement_of(const Json& block) {
  Json statement = {{"Effect", "Allow"}};
  const auto keep = [&](const char* key, Json value) {
    if (!value.is_null() && !changes::is_empty_text(value))
      statement[key] = std::move(value);
  };
  keep("Effect", member_or_null(block, "effect"));
  keep("Sid", member_or_null(block, "sid"));
  keep("Action", texts_of(block, "actions"));
  keep("NotAction", texts_of(block, "not_actions"));
  keep("Resource", texts_of(block, "resources"));
  keep("NotResource", texts_of(block, "not_resources"));
  keep("Principal", principals_of(block, "principals"));
  keep("NotPrincipal", principals_of(block, "not_principals"));
  keep("Condition", conditions_of(block));
  return statement;
}

/// Everything that IAM asks of a statement is there.
bool is_whole(const Json& statement) {
  const auto has = [&](const char* one, const char* other) {
    return statement.contains(one) || statement.contains(other);
  };
  return has("Action", "NotAction") &&
         (has("Resource", "NotResource") || has("Principal", "NotPrincipal"));
}

class Merged {
 public:
  void add(const Json& statement) {
    const std::string sid = text_member(statement, "Sid");
    const auto same =
        std::find_if(statements_.begin(), statements_.end(), [&](const Json& each) {
          return !sid.empty() && text_member(each, "Sid") == sid;
        });
    if (same != statements_.end()) {
      *same = statement;
    } else {
      statements_.push_back(statement);
    }
  }

  void drop(const std::string& sid) {
    const auto is_it = [&](const Json& each) {
      return text_member(each, "Sid") == sid;
    };
    statements_.erase(std::remove_if(statements_.begin(), statements_.end(), is_it),
                      statements_.end());
  }

  /// False if it is no policy.
  bool add_text(const Json& text) {
    if (text.is_null()) return true;
    if (!text.is_string()) return false;
    const auto read = aws::read_json(text.get_ref<const std::string&>(), "policy");
    if (!read.ok() || !read.value().is_object()) return false;
    const Json& list = member_or_null(read.value(), "Statement");
    if (list.is_object()) add(list);
    if (list.is_array()) {
      for (const Json& each : list) add(each);
    }
    note_version(text_member(read.value(), "Version"));
    return true;
  }

  /// Dates: the later one is the newer version.
  void note_version(const std::string& version) {
    version_ = std::max(version_, version);
  }

  [[nodiscard]] std::string text() const {
    return Json{{"Version", version_}, {"Statement", statements_}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
  }

 private:
  std::string version_;
  Json statements_ = Json::array();
};

/// False if a text is no policy.
bool add_documents(const Json& values, const char* name, Merged& merged) {
  const Json& texts = member_or_null(values, name);
  if (texts.is_null()) return true;
  return texts.is_array() &&
         std::all_of(texts.begin(), texts.end(),
                     [&](const Json& text) { return merged.add_text(text); });
}

}  // namespace

Json policy_text(const Json& values) {
  for (const char* name :
       {"source_policy_documents", "override_policy_documents", "version"}) {
    const Json& mark = first_mark(member_or_null(values, name));
    if (!mark.is_null()) return mark;
  }
  const Json& blocks = member_or_null(values, "statement");
  if (is_unknown(blocks)) return blocks;
  Merged merged;
  Json unreadable_text = unknown_value("json");
  if (!add_documents(values, "source_policy_documents", merged)) return unreadable_text;
  const std::string version = text_member(values, "version");
  merged.note_version(version.empty() ? "2012-10-17" : version);
  if (blocks.is_array()) {
    for (const Json& block : blocks) {
      const Json& mark = first_mark(block);
      if (!mark.is_null()) {
        const std::string sid = text_member(block, "sid");
        if (!cannot_decide_pull(block) || is_unknown(member_or_null(block, "sid"))) {
          return mark;
        }
        if (!sid.empty()) merged.drop(sid);
        continue;
      }
      const Json statement = statement_of(block);
      if (!is_whole(statement)) return unreadable_text;
      merged.add(statement);
    }
  }
  if (!add_documents(values, "override_policy_documents", merged)) {
    return unreadable_text;
  }
  return merged.text();
}

}  // namespace pullproof::cli::terraform
