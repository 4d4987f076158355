// Finds out what a value that is known only after apply will be, where what the user
// wrote tells it: the id of a resource that the same plan makes.
//
// A plan tells which names an expression refers to, but not the expression. So a value
// is told only if it cannot be another: of all that the expression refers to, one thing
// alone is not known yet and is fit to be such a value. `count.index` and `each.key`
// choose the instance of the same key, if both have the same keys. Of lists, all that
// is referred to is taken, if nothing beside it may choose among them; `warnings` tell.
//
// Terraform: "JSON Output Format", Expression Representation: `references`. A text with
// more than the value in it looks like the value alone: so where that is usual, as with
// ARNs of buckets in policies, nothing is told.
// Not modelled: local values and dynamic blocks, which plans leave out: they stay
// unknown.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "src/terraform/configuration.h"
#include "src/terraform/planned_resource.h"
#include "src/terraform/reference_rules.h"

namespace pullproof::cli::terraform {

/// One thing that an expression refers to.
struct Candidate {
  const PlannedResource* resource = nullptr;
  std::string attribute;  ///< "" if the reference is to the whole resource.
};

/// All that an expression refers to.
struct Referred {
  std::vector<Candidate> candidates;
  std::vector<std::string> constants;  ///< Of variables.
  bool opaque = false;                 ///< Something that is not told may be the value.
  bool keyed = false;                  ///< `count.index` or `each.key` chooses.
  bool chosen = false;                 ///< Something known may choose.
};

/// Instances of each resource, by module instance, type and name, in their order:
/// "module.net/aws_subnet.a", "/data.aws_vpc.b".
using Instances = std::map<std::string, std::vector<const PlannedResource*>>;

/// Follows references through modules. `key` is that of the instance that refers;
/// `for_each` what its instances are made of.
[[nodiscard]] Referred referred_to(const Configuration& written,
                                   const Instances& instances,
                                   const nlohmann::json& references,
                                   const std::string& module, const std::string& key,
                                   const nlohmann::json& for_each);

class References {
 public:
  /// `resources` have their own names already: see own_names.h. Both must outlive it.
  References(const Configuration& written, std::vector<PlannedResource>& resources);

  /// Puts in all that can be told.
  void resolve_all();

  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  /// What one candidate may give.
  struct Offer {
    std::string value;
    const PlannedResource* resource = nullptr;
    bool is_new = false;  ///< It is known only after apply.
  };

  [[nodiscard]] nlohmann::json resolved(const nlohmann::json& value,
                                        const nlohmann::json& expression,
                                        const std::string& attribute,
                                        const PlannedResource& resource, int depth);
  [[nodiscard]] nlohmann::json resolved_list(const nlohmann::json& list,
                                             const nlohmann::json& expression,
                                             const std::string& attribute,
                                             const PlannedResource& resource,
                                             int depth);
  /// `is_part`: the list is told but for some of its items.
  [[nodiscard]] nlohmann::json leaf(const nlohmann::json& mark,
                                    const nlohmann::json& expression,
                                    const std::string& attribute,
                                    const PlannedResource& resource, int depth,
                                    bool is_part = false);
  [[nodiscard]] std::vector<Offer> offers(const ReferenceRule& rule, Referred& referred,
                                          int depth);
  [[nodiscard]] nlohmann::json value_of(const PlannedResource& resource,
                                        const std::string& attribute, int depth);
  /// The policy that a data source writes.
  [[nodiscard]] nlohmann::json written_policy(const PlannedResource& document,
                                              int depth);
  [[nodiscard]] std::string only_new_one(const ReferenceRule& rule,
                                         const PlannedResource& resource) const;
  [[nodiscard]] bool has_same_keys(const PlannedResource& one,
                                   const PlannedResource& other) const;
  void keep_same_key(const PlannedResource& resource, std::vector<Offer>& all) const;
  [[nodiscard]] static std::vector<std::string> distinct_values(
      const std::vector<Offer>& all);
  void warn(const PlannedResource& resource, const std::string& attribute);

  const Configuration& written_;
  std::vector<PlannedResource>& resources_;
  Instances instances_;
  std::vector<std::string> warnings_;
  std::set<std::string> warned_;
  int looked_at_ = 0;
};

}  // namespace pullproof::cli::terraform
