// What a function that reads one type of resource sees and says.
//
// It says everything in the shape that the AWS CLI prints. A value in that shape may
// hold marks of what is not known (value.h): they are left out, and a doubt says why.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/change.h"
#include "src/cloudformation/resources.h"

namespace pullproof::cli::cloudformation {

/// What the readers of all stacks write.
struct Draft {
  changes::Change change;
  std::set<std::pair<std::string, std::string>> added;  ///< Types and ids.
  /// Blocks that stand for those that AWS is to give, and the origins that ask for
  /// them.
  std::map<std::string, std::string> blocks_to_come;
};

class ResourceReader {
 public:
  /// Keeps references, which must outlive it.
  ResourceReader(Resources& resources, Draft& draft, const std::string& logical_id,
                 std::string origin, std::string file);
  ResourceReader(ResourceReader&&) = delete;
  ~ResourceReader();

  [[nodiscard]] Resources& resources();
  [[nodiscard]] const aws::Scope& scope() const;
  [[nodiscard]] const std::string& logical_id() const;
  /// A text, or unknown.
  [[nodiscard]] const nlohmann::json& id() const;
  [[nodiscard]] const nlohmann::json& arn() const;
  /// The properties, evaluated.
  [[nodiscard]] const nlohmann::json& properties() const;

  // A property as what it should be; null if it is not said, unknown if it is
  // something else.
  [[nodiscard]] nlohmann::json text(std::string_view property) const;
  [[nodiscard]] nlohmann::json number(std::string_view property) const;
  [[nodiscard]] nlohmann::json flag(std::string_view property) const;
  [[nodiscard]] nlohmann::json texts(std::string_view property) const;
  /// A list of any values.
  [[nodiscard]] nlohmann::json list(std::string_view property) const;
  [[nodiscard]] nlohmann::json object(std::string_view property) const;
  /// A policy as a text.
  [[nodiscard]] nlohmann::json policy_text(std::string_view property) const;

  /// It is in the snapshot, or an earlier resource has added it.
  [[nodiscard]] bool is_there(std::string_view type, const std::string& id) const;
  /// As it stands in the snapshot; null if it does not.
  [[nodiscard]] const nlohmann::json* in_snapshot(std::string_view type,
                                                  const std::string& id) const;

  /// Adds the resource, or of one that is there changes what differs. Where one of
  /// `required` is not known, the resource is ignored and may matter. A change of one
  /// of `fixed` makes another resource of it, which is a doubt.
  void put(std::string_view type, const nlohmann::json& resource_id,
           nlohmann::json value, std::initializer_list<const char*> required,
           std::initializer_list<const char*> fixed = {}, std::string parameter = {});
  /// A document that says nothing but this; replaces one that is there.
  void put_document(std::string_view type, const nlohmann::json& parameter,
                    nlohmann::json value);
  /// Changes members of a resource.
  void merge(std::string_view type, const nlohmann::json& resource_id,
             nlohmann::json value);
  /// Of its list, the entry that has `match` becomes `value`, or is new.
  void set_entry(std::string_view type, const nlohmann::json& resource_id,
                 std::string list, nlohmann::json match, nlohmann::json value);
  void drop_entry(std::string_view type, const std::string& resource_id,
                  std::string list, nlohmann::json match);

  /// Of a list of a group's permissions, these sources go.
  void drop_source(const nlohmann::json& group_id, std::string list,
                   nlohmann::json permission);
  /// The block stands for one that AWS is to give (block_to_come.h).
  void await_block(const std::string& block);
  /// AWS makes this beside a resource that is added.
  void expect(std::string_view type, const std::string& id);

  void doubt(const nlohmann::json& resource_id, const std::string& why);
  /// A doubt if the resource of the snapshot has one of these members set, and `value`
  /// does not say it: if the former template did, it goes.
  void doubt_dropped(std::string_view type, const nlohmann::json& value,
                     std::initializer_list<std::string_view> names);
  void ignore(const std::string& why, bool matters = true);
  void warn(const std::string& why);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The same of an object within the properties.
[[nodiscard]] nlohmann::json text_of(const nlohmann::json& object,
                                     std::string_view name);
[[nodiscard]] nlohmann::json number_of(const nlohmann::json& object,
                                       std::string_view name);
[[nodiscard]] nlohmann::json flag_of(const nlohmann::json& object,
                                     std::string_view name);
[[nodiscard]] nlohmann::json texts_of(const nlohmann::json& object,
                                      std::string_view name);
[[nodiscard]] nlohmann::json list_of(const nlohmann::json& object,
                                     std::string_view name);
[[nodiscard]] nlohmann::json object_of(const nlohmann::json& object,
                                       std::string_view name);
[[nodiscard]] nlohmann::json policy_text_of(const nlohmann::json& object,
                                            std::string_view name);
/// As it stands; unknown where a part of it is: half a policy says something else.
[[nodiscard]] nlohmann::json policy_of(const nlohmann::json& object,
                                       std::string_view name);

/// An object of these members without those that are null.
[[nodiscard]] nlohmann::json members(
    std::initializer_list<std::pair<const char*, nlohmann::json>> members);

}  // namespace pullproof::cli::cloudformation
