#include "src/terraform/references.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/changes/account_documents.h"
#include "src/terraform/policy_documents.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

/// Attributes that are other resources' attributes, and blocks in blocks.
constexpr int kDeepestAttribute = 12;
/// What hostile plans would have us look at for one attribute.
constexpr int kMostOffers = 3000;

std::string instance_group(const PlannedResource& resource) {
  return resource.module + '/' + (resource.is_data ? "data." : "") + resource.type +
         '.' + resource.name;
}

/// "[2]" before "[10]", as Terraform orders them.
bool key_before(const PlannedResource* one, const PlannedResource* other) {
  const bool are_numbers =
      !one->key.starts_with("[\"") && !other->key.starts_with("[\"");
  if (are_numbers && one->key.size() != other->key.size()) {
    return one->key.size() < other->key.size();
  }
  return one->key < other->key;
}

bool is_made(const PlannedResource& resource) {
  return !resource.is_data &&
         (resource.action == Action::Create || resource.action == Action::Replace);
}

/// The plan does not tell it.
bool is_new_attribute(const PlannedResource& resource, const std::string& attribute) {
  if (resource.told == nullptr) return false;
  const Json& told = member_or_null(*resource.told, attribute);
  return is_unknown(told) || (told.is_null() && is_made(resource));
}

std::vector<Json> sorted_items(const Json& list) {
  std::vector<Json> items(list.begin(), list.end());
  std::sort(items.begin(), items.end());
  return items;
}

bool agrees(const Json& block, const Json& written) {
  for (const auto& [name, expression] : written.items()) {
    const Json& constant = member_or_null(expression, "constant_value");
    const Json& value = member_or_null(block, name);
    if (constant.is_null() || is_unknown(value) || value.is_null()) continue;
    // Numbers may be written as text, and lists in another order.
    const bool comparable = constant.type() == value.type() && constant.is_primitive();
    if (comparable && constant != value) return false;
    const bool are_lists =
        constant.is_array() && value.is_array() && !has_unknown(value);
    if (are_lists && sorted_items(constant) != sorted_items(value)) return false;
  }
  return true;
}

/// Blocks of these keep the order in which they are written.
bool is_ordered(const std::string& block) { return block == "statement"; }

/// It refers to something, and to no policy document.
bool is_of_others(const Referred& referred) {
  return !referred.candidates.empty() &&
         std::none_of(referred.candidates.begin(), referred.candidates.end(),
                      [](const Candidate& each) {
                        return each.resource->type == kPolicyDocument;
                      });
}

/// Of what is told, what does not stand in the list already.
Json lacking(const Json& told, const Json& list) {
  Json left = Json::array();
  if (!told.is_array()) return left;
  for (const Json& each : told) {
    if (std::find(list.begin(), list.end(), each) == list.end()) left.push_back(each);
  }
  return left;
}

bool is_in_policy(const std::string& attribute) {
  return attribute == "resources" || attribute == "not_resources" ||
         attribute == "identifiers" || attribute == "values" ||
         attribute.ends_with("_policy_documents");
}

/// More of it than there is would let in, or lead on, what it does not.
bool would_add_ways(const std::string& attribute) {
  for (const char* part :
       {"group", "route_table", "documents", "resources", "identifiers", "values"}) {
    if (attribute.find(part) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

References::References(const Configuration& written,
                       std::vector<PlannedResource>& resources)
    : written_(written), resources_(resources) {
  for (const PlannedResource& resource : resources) {
    const bool stays = resource.deposed.empty() && resource.after != nullptr;
    if (stays) instances_[instance_group(resource)].push_back(&resource);
  }
  for (auto& [group, instances] : instances_) {
    std::sort(instances.begin(), instances.end(), key_before);
  }
}

void References::resolve_all() {
  for (PlannedResource& resource : resources_) {
    const Json* own = written_.resource(resource);
    const bool matters = resource.after != nullptr && has_unknown(*resource.after);
    if (own == nullptr || !matters || resource.action == Action::Keep) continue;
    const Json& expressions = member_or_null(*own, "expressions");
    Json after = *resource.after;
    for (auto& [name, value] : after.items()) {
      if (!has_unknown(value)) continue;
      looked_at_ = 0;
      value = resolved(value, member_or_null(expressions, name), name, resource, 0);
    }
    resource.after = std::make_shared<const Json>(std::move(after));
  }
}

// NOLINTNEXTLINE(misc-no-recursion): kDeepestAttribute limits it
Json References::resolved(const Json& value, const Json& expression,
                          const std::string& attribute, const PlannedResource& resource,
                          int depth) {
  if (is_unknown(value)) return leaf(value, expression, attribute, resource, depth);
  if (depth == kDeepestAttribute || !value.is_structured()) return value;
  if (value.is_array()) {
    return resolved_list(value, expression, attribute, resource, depth);
  }
  // One expression may stand for a whole object.
  const bool is_whole = expression.contains("references");
  Json all = value;
  for (auto& [name, part] : all.items()) {
    if (!has_unknown(part)) continue;
    const Json& inner = is_whole ? expression : member_or_null(expression, name);
    part = resolved(part, inner, name, resource, depth + 1);
  }
  return all;
}

// NOLINTNEXTLINE(misc-no-recursion)
Json References::resolved_list(const Json& list, const Json& expression,
                               const std::string& attribute,
                               const PlannedResource& resource, int depth) {
  const auto unknowns = std::count_if(list.begin(), list.end(), is_unknown);
  Json all = list;
  if (unknowns > 0) {
    const auto first = std::find_if(list.begin(), list.end(), is_unknown);
    const Json told =
        lacking(leaf(*first, expression, attribute, resource, depth, true), list);
    if (told.size() != static_cast<std::size_t>(unknowns)) return all;
    std::size_t next = 0;
    for (Json& each : all) {
      if (is_unknown(each)) each = told[next++];
    }
    return all;
  }
  const bool is_written_so =
      is_ordered(attribute) && expression.is_array() && expression.size() == all.size();
  for (std::size_t i = 0; i < all.size(); ++i) {
    Json& each = all[i];
    if (!has_unknown(each) || !each.is_object()) continue;
    if (is_written_so) {
      each = resolved(each, expression[i], attribute, resource, depth + 1);
      continue;
    }
    if (!expression.is_array()) {
      each = resolved(each, expression, attribute, resource, depth + 1);
      continue;
    }
    // Sets are told in another order than they are written in.
    std::vector<const Json*> written;
    for (const Json& block : expression) {
      if (block.is_object() && agrees(each, block)) written.push_back(&block);
    }
    if (written.size() != 1) continue;
    each = resolved(each, *written.front(), attribute, resource, depth + 1);
  }
  return all;
}

std::vector<References::Offer> References::offers(const ReferenceRule& rule,
                                                  Referred& referred, int depth) {
  std::vector<Offer> found;
  for (const Candidate& candidate : referred.candidates) {
    const PlannedResource& resource = *candidate.resource;
    Offer offer{.value = {}, .resource = &resource, .is_new = false};
    bool is_open = false;
    if (++looked_at_ > kMostOffers) {
      referred.opaque = true;
      break;
    }
    std::string_view words = candidate.attribute.empty()
                                 ? rule.wanted
                                 : std::string_view(candidate.attribute);
    while (!words.empty() && offer.value.empty()) {
      const std::size_t bar = std::min(words.find('|'), words.size());
      const std::string name(words.substr(0, bar));
      words.remove_prefix(std::min(bar + 1, words.size()));
      const Json value = value_of(resource, name, depth);
      const bool is_new = is_new_attribute(resource, name);
      const bool fits =
          value.is_string() && fits_rule(rule, resource.type, value.get<std::string>());
      if (fits) offer.value = value.get<std::string>();
      if (fits) offer.is_new = is_new;
      is_open |= !fits && (is_new || is_unknown(value));
    }
    if (!offer.value.empty()) {
      found.push_back(std::move(offer));
    } else {
      // What is not known and not fit may have become a part of the value.
      referred.opaque |= is_open;
      referred.chosen = true;
    }
  }
  return found;
}

void References::keep_same_key(const PlannedResource& resource,
                               std::vector<Offer>& all) const {
  std::vector<Offer> same;
  for (const Offer& offer : all) {
    const bool is_same =
        offer.resource->key == resource.key && has_same_keys(*offer.resource, resource);
    if (is_same) same.push_back(offer);
  }
  if (!same.empty()) all = std::move(same);
}

std::vector<std::string> References::distinct_values(const std::vector<Offer>& all) {
  std::vector<std::string> values;
  for (const Offer& offer : all) {
    const bool is_known =
        std::find(values.begin(), values.end(), offer.value) != values.end();
    if (!is_known) values.push_back(offer.value);
  }
  return values;
}

// NOLINTNEXTLINE(misc-no-recursion)
Json References::leaf(const Json& mark, const Json& expression,
                      const std::string& attribute, const PlannedResource& resource,
                      int depth, bool is_part) {
  const ReferenceRule* rule = reference_rule(attribute);
  if (rule == nullptr || depth >= kDeepestAttribute) return mark;
  const Json* own = written_.resource(resource);
  const Json none;
  const Json& for_each =
      own == nullptr ? none : member_or_null(*own, "for_each_expression");
  Referred referred =
      referred_to(written_, instances_, member_or_null(expression, "references"),
                  resource.module, resource.key, for_each);
  std::vector<Offer> all = offers(*rule, referred, depth);
  // A value that is not known can only come from what is not known.
  const auto is_old = [](const Offer& offer) { return !offer.is_new; };
  if (!rule->is_list)
    all.erase(std::remove_if(all.begin(), all.end(), is_old), all.end());
  if (referred.keyed) keep_same_key(resource, all);
  std::vector<std::string> values = distinct_values(all);
  if (!rule->is_list) {
    if (!referred.opaque && values.size() == 1) return values.front();
    const std::string only = only_new_one(*rule, resource);
    if (!only.empty()) return only;
    const bool may_be_function = rule->types == kPolicyDocument && values.empty();
    return may_be_function && is_of_others(referred)
               ? unknown_value(attribute, Secrecy::Expression)
               : mark;
  }
  const bool may_be_fewer = referred.chosen || referred.keyed;
  if (referred.opaque || values.empty() || (values.size() > 1 && may_be_fewer)) {
    return mark;
  }
  for (const std::string& constant : referred.constants) {
    if (fits_rule(*rule, "", constant)) values.push_back(constant);
  }
  // Of what else it may be made nothing is told, and less of it may allow more.
  const bool has_more = may_be_fewer || !referred.constants.empty();
  if (is_in_policy(attribute) && has_more && !is_part) return mark;
  // Text that is made longer looks the same here.
  const bool is_text = is_in_policy(attribute) && !attribute.ends_with("_documents");
  if (is_text) warn(resource, attribute);
  if (values.size() > 1 && referred.candidates.front().attribute.empty()) {
    // `x[*].id` and a slice of it look the same. With more subnets than there are, more
    // is proved; with more groups or tables, what lacks one would seem to have it.
    if (would_add_ways(attribute)) return mark;
    warn(resource, attribute);
  }
  return values;
}

// NOLINTNEXTLINE(misc-no-recursion)
Json References::value_of(const PlannedResource& resource, const std::string& attribute,
                          int depth) {
  const Json& value = member_or_null(*resource.after, attribute);
  const bool is_policy = resource.is_data && resource.type == kPolicyDocument &&
                         (attribute == "json" || attribute == "minified_json");
  if (is_policy && !value.is_string()) return written_policy(resource, depth);
  const bool is_told = !is_unknown(value) && !value.is_null();
  if (is_told || (!is_unknown(value) && !is_new_attribute(resource, attribute))) {
    return value;
  }
  Json mark = is_unknown(value) ? value : unknown_value(attribute);
  const Json* own = written_.resource(resource);
  if (own == nullptr) return mark;
  const Json& expression =
      member_or_null(member_or_null(*own, "expressions"), attribute);
  return leaf(mark, expression, attribute, resource, depth + 1);
}

// NOLINTNEXTLINE(misc-no-recursion)
Json References::written_policy(const PlannedResource& document, int depth) {
  if (depth >= kDeepestAttribute) return unknown_value("json");
  const Json* own = written_.resource(document);
  const Json none;
  const Json& expressions = own == nullptr ? none : member_or_null(*own, "expressions");
  Json values = *document.after;
  for (auto& [name, value] : values.items()) {
    const bool is_part = name != "json" && name != "minified_json" && name != "id";
    if (!is_part || !has_unknown(value)) continue;
    value =
        resolved(value, member_or_null(expressions, name), name, document, depth + 1);
  }
  return policy_text(values);
}

std::string References::only_new_one(const ReferenceRule& rule,
                                     const PlannedResource& resource) const {
  if (!rule.only_if_planned) return {};
  std::string only;
  for (const PlannedResource& each : resources_) {
    // What is read during the apply may be anything.
    const bool is_open = each.is_data && each.action == Action::Read &&
                         each.type != "aws_iam_policy_document";
    if (is_open) return {};
    if (!is_made(each) || each.scope != resource.scope) continue;
    const std::string id = text_member(*each.after, "id");
    if (!fits_rule(rule, each.type, id)) continue;
    if (!only.empty()) return {};
    only = id;
  }
  return only;
}

bool References::has_same_keys(const PlannedResource& one,
                               const PlannedResource& other) const {
  const auto keys = [&](const PlannedResource& resource) {
    std::vector<std::string> all;
    for (const auto* each : instances_.at(instance_group(resource))) {
      all.push_back(each->key);
    }
    return all;
  };
  return keys(one) == keys(other);
}

void References::warn(const PlannedResource& resource, const std::string& attribute) {
  std::string warning = fmt::format(
      "`{}` of {} is known only after apply; it is taken to be all that its "
      "expression refers to",
      attribute, resource.address);
  if (warned_.insert(warning).second) warnings_.push_back(std::move(warning));
}

}  // namespace pullproof::cli::terraform
