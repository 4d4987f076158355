// What one resource of a plan says of AWS, before and after, in the AWS CLI's words.
//
// Each kind of resource has one function from its values to facts. What changes is the
// difference of the facts before and after, so creating, updating, replacing and
// deleting need no code of their own: see lower.h.
//
// Values that are not told are marks (unknown.h) and may stand anywhere in a fact; they
// are left out where edits are made, and doubted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"
#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "src/terraform/planned_index.h"
#include "src/terraform/planned_resource.h"

namespace pullproof::cli::terraform {

struct Fact {
  enum class Form {
    Resource,  ///< There is such a resource.
    Entry,     ///< A list in a resource has such an entry.
    Source,    ///< A group's list of permissions lets this one source in.
    Document,  ///< A whole document is so.
    Member,    ///< Members of a resource that others own are so.
  };
  Form form = Form::Resource;
  std::string type;           ///< Of resource_shape.h.
  std::string list;           ///< Of entries and sources: "/Routes".
  changes::SharedJson id;     ///< Of the resource; the parameter of a document.
  changes::SharedJson match;  ///< By which an entry is found.
  changes::SharedJson value;
  /// What is there once this is gone: members for resources and members, a document.
  /// Null if the thing itself goes. Of entries: by what the one that goes is found.
  changes::SharedJson undo;
};

/// The values of a resource on one side of the plan.
class Values {
 public:
  /// `planned`: the plan's other resources; null on the side before the plan.
  Values(const nlohmann::json& values, const PlannedResource& resource,
         const changes::AccountDocuments& account,
         const PlannedIndex* planned = nullptr)
      : values_(values), resource_(resource), account_(account), planned_(planned) {}

  /// Null if there is none; a mark if it is not told.
  [[nodiscard]] const nlohmann::json& get(const std::string& name) const;
  /// Neither null, empty nor unknown.
  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] bool is_unknown_at(const std::string& name) const;
  /// "" if it is none, or not told.
  [[nodiscard]] std::string text(const std::string& name) const;
  /// What is not told is as if it were not given: see flag_or_mark.
  [[nodiscard]] bool flag(const std::string& name, bool otherwise) const;
  [[nodiscard]] nlohmann::json flag_or_mark(const std::string& name,
                                            bool otherwise) const;
  /// Its nested blocks; none if they are not told: see is_unknown_at.
  [[nodiscard]] std::vector<Values> blocks(const std::string& name) const;
  /// A list; empty if there is none. A list that is not told is one mark.
  [[nodiscard]] std::vector<nlohmann::json> items(const std::string& name) const;
  /// The JSON that a text holds; a mark if the text is not told or holds none.
  [[nodiscard]] nlohmann::json parsed(const std::string& name) const;
  /// As AWS prints them: {"Key","Value"}; with provider's default tags.
  [[nodiscard]] nlohmann::json tags() const;

  [[nodiscard]] const aws::Scope& scope() const { return resource_.scope; }
  [[nodiscard]] const PlannedResource& resource() const { return resource_; }
  [[nodiscard]] const changes::AccountDocuments& account() const { return account_; }
  [[nodiscard]] const PlannedIndex* planned() const { return planned_; }

 private:
  const nlohmann::json& values_;
  const PlannedResource& resource_;
  const changes::AccountDocuments& account_;
  const PlannedIndex* planned_;
};

class Facts {
 public:
  void resource(std::string_view type, const nlohmann::json& id,
                const nlohmann::json& value);
  /// `undo` is merged into it instead of deleting it.
  void resource_with_end(std::string_view type, const nlohmann::json& id,
                         const nlohmann::json& value, const nlohmann::json& undo);
  void entry(std::string_view type, const nlohmann::json& id, std::string_view list,
             const nlohmann::json& match, const nlohmann::json& value);
  /// `end` is by what the entry is found when it goes, so that an entry that has taken
  /// its place meanwhile stays.
  void entry_with_end(std::string_view type, const nlohmann::json& id,
                      std::string_view list, const nlohmann::json& match,
                      const nlohmann::json& value, const nlohmann::json& end);
  void source(const nlohmann::json& group, bool is_egress,
              const nlohmann::json& permission);
  /// Null for `undo`: the document goes.
  void document(std::string_view type, const nlohmann::json& parameter,
                const nlohmann::json& value, const nlohmann::json& undo);
  /// Null for `undo`: nothing is changed when this goes.
  void member(std::string_view type, const nlohmann::json& id,
              const nlohmann::json& value, const nlohmann::json& undo);
  /// Something about this resource is not read.
  void doubt(const nlohmann::json& id, const std::string& why);
  /// Which resource it takes over is not told: what it takes from it is not, either.
  void doubt_unnamed(const Values& values, const std::string& name);
  /// Each of the attributes that is not told.
  void doubt_unknown(const Values& values, const nlohmann::json& id,
                     const std::vector<std::string>& names);

  struct Doubted {
    std::string id;
    std::string why;
  };
  std::vector<Fact> all;
  std::vector<Doubted> doubts;
};

/// Sets a member unless the value is null.
void put(nlohmann::json& object, const char* name, const nlohmann::json& value);

/// Sets a member unless the attribute is null or empty; a mark if it is not told.
void put_given(nlohmann::json& object, const char* key, const Values& values,
               const std::string& name);

/// Takes the numbers, flags and texts of a resource as Terraform gives them, and tags.
using FactsOf = void (*)(const Values& values, Facts& facts);

}  // namespace pullproof::cli::terraform
