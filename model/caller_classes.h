// The principals that some policies tell apart, one for each class of them.
//
// Principals that a policy names are themselves; of all others there is one of each
// kind in each account for each class of ARNs on which all patterns agree.
//
// AWS: IAM JSON policy elements: Principal; General reference, "Amazon Resource Names".
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/core/glob.h"
#include "model/gates/request.h"

namespace pullproof::model {

/// Callers of one kind and account whose ARNs have too many classes to list.
struct CallersByText {
  gates::Caller caller;  ///< Stands for them; no policy names it.
  Glob arns;             ///< All of theirs, and those of `except`.
  std::vector<Glob> except;
};

struct CallerClasses {
  std::vector<gates::Caller> callers;
  std::vector<CallersByText> open;
  std::set<std::string> named_accounts;
  /// The account that owns the resources of witnesses: no policy names it.
  std::string elsewhere;
  std::string why;  ///< What callers are missing, for people; "" if none are.
};

struct CallerOptions {
  /// Policies of resources name principals: callers of every kind are listed.
  bool resource_policies = false;
  /// Where listing classes costs much, ARNs are left open instead.
  bool may_be_open = false;
  /// Accounts that are told apart although no policy names them.
  std::set<std::string> accounts = {};
  /// Of the principals; "": the one that the policies name, else "aws".
  std::string partition = {};
};

[[nodiscard]] CallerClasses caller_classes(
    const std::vector<const aws::PolicyStatement*>& statements,
    const CallerOptions& options);

/// Keys that tell who calls: the caller fixes them. The key is in lower case.
[[nodiscard]] bool tells_who_calls(std::string_view key);

}  // namespace pullproof::model
