#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/changes/account_documents.h"
#include "src/terraform/references.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

/// Modules in modules; and a bound for what hostile plans would have us follow.
constexpr int kDeepestModule = 24;
constexpr int kMostReferences = 2000;

/// Where an expression stands: an instance of a resource, or of a call of a module.
struct Standpoint {
  std::vector<ModuleStep> path;
  std::string key;
  const Json* for_each = nullptr;
  std::string call = {};  ///< Of a module; "" for resources.
};

std::string quoted_key(const std::string& text) {
  return '[' + Json(text).dump(-1, ' ', false, Json::error_handler_t::replace) + ']';
}

class Follower {
 public:
  Follower(const Configuration& written, const Instances& instances)
      : written_(written), instances_(instances) {}

  // NOLINTNEXTLINE(misc-no-recursion): kDeepestModule limits it
  Referred follow(const Json& references, const Standpoint& from, int depth) {
    Referred all;
    if (!references.is_array() || depth == kDeepestModule) {
      all.opaque = true;
      return all;
    }
    std::vector<std::string> last;
    std::size_t length = 0;
    for (const Json& each : references) {
      const auto steps =
          each.is_string() ? steps_of(each.get<std::string>()) : decltype(last)();
      if (steps.empty() || ++followed_ > kMostReferences) {
        all.opaque = true;
        continue;
      }
      const bool is_repeated = begins(last, steps) && steps.size() < length;
      length = steps.size();
      if (is_repeated) continue;
      last = steps;
      take(all, one(steps, from, depth));
    }
    if (all.keyed && !from.call.empty()) keep_key_of_call(all, from);
    return all;
  }

 private:
  /// `aws_subnet.a[each.key].id` in the input of a module that has the same keys.
  void keep_key_of_call(Referred& all, const Standpoint& from) const {
    const std::set<std::string> keys = keys_of_call(from);
    std::vector<Candidate> same;
    for (const Candidate& each : all.candidates) {
      const bool is_it = each.attribute.empty() && each.resource->key == from.key &&
                         keys_beside(*each.resource) == keys;
      if (is_it) same.push_back(each);
    }
    if (same.size() != 1) return;
    all.candidates = std::move(same);
    all.keyed = false;
  }

  [[nodiscard]] std::set<std::string> keys_beside(
      const PlannedResource& resource) const {
    std::set<std::string> keys;
    const auto group =
        instances_.find(resource.module + '/' + (resource.is_data ? "data." : "") +
                        resource.type + '.' + resource.name);
    if (group == instances_.end()) return keys;
    for (const PlannedResource* each : group->second) keys.insert(each->key);
    return keys;
  }

  /// Those of a call with nothing in it are not told: no set of keys is equal then.
  [[nodiscard]] std::set<std::string> keys_of_call(const Standpoint& from) const {
    std::set<std::string> keys;
    for (const auto& [group, all] : instances_) {
      const auto path = module_path_of(all.front()->module);
      const std::size_t depth = from.path.size();
      const bool is_in =
          path.size() > depth && path[depth].name == from.call &&
          address_of(
              {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth)}) ==
              address_of(from.path);
      if (is_in) keys.insert(path[depth].key);
    }
    return keys;
  }

  using Steps = std::vector<std::string>;

  static void take(Referred& all, Referred more) {
    std::move(more.candidates.begin(), more.candidates.end(),
              std::back_inserter(all.candidates));
    std::move(more.constants.begin(), more.constants.end(),
              std::back_inserter(all.constants));
    all.opaque |= more.opaque;
    all.keyed |= more.keyed;
    all.chosen |= more.chosen;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Referred one(const Steps& steps, const Standpoint& from, int depth) {
    const std::string& head = steps.front();
    Referred found;
    if (head == "each" && steps.size() > 1 && steps[1] == "value") {
      return of_each_value(steps, from, depth);
    }
    if (head == "count" || head == "each") {
      found.keyed = true;
    } else if (head == "path" || head == "terraform") {
      found.chosen = true;
    } else if (head == "var" && steps.size() > 1) {
      return of_variable(steps, from, depth);
    } else if (head == "module") {
      return of_module(steps, from, depth);
    } else if (head == "data") {
      return of_resource({steps.begin() + 1, steps.end()}, "data.", from);
    } else if (steps.size() > 1 && head != "local" && head != "self") {
      return of_resource(steps, "", from);
    } else {
      found.opaque = true;
    }
    return found;
  }

  Referred of_resource(const Steps& steps, const std::string& mode,
                       const Standpoint& from) const {
    Referred found;
    if (steps.size() < 2) {
      found.opaque = true;
      return found;
    }
    const auto instances =
        instances_.find(address_of(from.path) + '/' + mode + steps[0] + '.' + steps[1]);
    if (instances == instances_.end()) return found;
    std::size_t at = 2;
    const std::string key =
        at < steps.size() && is_index(steps[at]) ? steps[at++] : std::string();
    const std::string attribute = at < steps.size() ? steps[at++] : std::string();
    found.opaque = at < steps.size();  // a part of an attribute
    for (const PlannedResource* instance : instances->second) {
      if (key.empty() || instance->key == key) {
        found.candidates.push_back({.resource = instance, .attribute = attribute});
      }
    }
    return found;
  }

  /// Terraform: "The for_each Meta-Argument", chaining: instances of one resource are
  /// made of those of another, with the same keys.
  // NOLINTNEXTLINE(misc-no-recursion)
  Referred of_each_value(const Steps& steps, const Standpoint& from, int depth) {
    Referred found;
    found.opaque = true;
    if (from.for_each == nullptr) return found;
    const Json& references = member_or_null(*from.for_each, "references");
    if (references.is_null() && from.for_each->is_object()) {
      return of_constant_value(steps, from);
    }
    Referred made_of = follow(references, {.path = from.path, .key = {}}, depth + 1);
    const bool is_chained = !made_of.opaque && !made_of.keyed && !made_of.chosen &&
                            made_of.constants.empty() && steps.size() <= 3;
    if (!is_chained) return found;
    const std::string attribute = steps.size() == 3 ? steps[2] : std::string();
    for (Candidate& each : made_of.candidates) {
      if (each.resource->key != from.key || !each.attribute.empty()) continue;
      found.candidates.push_back({.resource = each.resource, .attribute = attribute});
    }
    found.opaque = found.candidates.size() != 1;
    return found;
  }

  /// `for_each` is made of constants: of a set, the value is the key; of a map that is
  /// written out, it may be another text, which chooses as well.
  static Referred of_constant_value(const Steps& steps, const Standpoint& from) {
    Referred found;
    const Json& constant = member_or_null(*from.for_each, "constant_value");
    bool is_key = steps.size() == 2 && !constant.is_object();
    if (steps.size() == 2 && constant.is_object()) {
      for (const auto& [key, value] : constant.items()) {
        is_key |= quoted_key(key) == from.key && value == Json(key);
      }
    }
    found.keyed = is_key;
    found.chosen = !is_key;
    return found;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Referred of_variable(const Steps& steps, const Standpoint& from, int depth) {
    Referred found;
    found.chosen = true;
    if (from.path.empty()) {
      const Json* given = written_.variable(steps[1]);
      if (given != nullptr && steps.size() == 2) take_constants(*given, found);
      return found;
    }
    const Json* call = written_.call(from.path);
    if (call == nullptr) {
      found.opaque = true;
      return found;
    }
    const Json& expression =
        member_or_null(member_or_null(*call, "expressions"), steps[1]);
    const Json& references = member_or_null(expression, "references");
    if (references.is_null()) {
      // Its default, or a constant; a block of inputs is not followed.
      found.opaque = !expression.is_null() && !expression.contains("constant_value");
      if (steps.size() == 2) {
        take_constants(member_or_null(expression, "constant_value"), found);
      }
      return found;
    }
    Standpoint caller{.path = from.path, .key = from.path.back().key};
    caller.call = from.path.back().name;
    caller.for_each = &member_or_null(*call, "for_each_expression");
    caller.path.pop_back();
    return part_of(follow(references, caller, depth + 1),
                   {steps.begin() + 2, steps.end()});
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Referred of_module(const Steps& steps, const Standpoint& from, int depth) {
    Referred found;
    found.opaque = true;
    if (steps.size() < 3) return found;
    ModuleStep step{.name = steps[1], .key = {}};
    std::size_t at = 2;
    if (is_index(steps[at])) step.key = steps[at++];
    if (at == steps.size()) return found;
    Standpoint inside{.path = from.path, .key = {}};
    inside.path.push_back(std::move(step));
    const Json* output = written_.output(inside.path, steps[at++]);
    if (output == nullptr || !output->is_object()) return found;
    if (output->contains("constant_value")) {
      found.opaque = false;
      found.chosen = true;
      return found;
    }
    return part_of(follow(member_or_null(*output, "references"), inside, depth + 1),
                   {steps.begin() + static_cast<std::ptrdiff_t>(at), steps.end()});
  }

  static void take_constants(const Json& value, Referred& found) {
    const Json list = value.is_array() ? value : Json::array({value});
    const bool are_texts = std::all_of(
        list.begin(), list.end(), [](const Json& each) { return each.is_string(); });
    if (!are_texts) return;
    found.chosen = false;
    for (const Json& each : list) found.constants.push_back(each.get<std::string>());
  }

  /// "[1]" or "id" of what was followed.
  static Referred part_of(Referred whole, const Steps& part) {
    if (part.empty()) return whole;
    auto& candidates = whole.candidates;
    const bool is_plain = part.size() == 1 && !whole.opaque && !whole.chosen &&
                          !whole.keyed && whole.constants.empty() &&
                          is_of_one_resource(candidates);
    whole.opaque |= !is_plain;
    if (!is_plain) return whole;
    if (!is_index(part[0])) {
      for (Candidate& each : candidates) {
        whole.opaque |= !each.attribute.empty();
        each.attribute = part[0];
      }
      return whole;
    }
    const auto chosen = part[0].starts_with("[\"") ? by_key(candidates, part[0])
                                                   : by_place(candidates, part[0]);
    whole.opaque = !chosen;
    if (chosen) candidates = {*chosen};
    return whole;
  }

  static bool is_of_one_resource(const std::vector<Candidate>& candidates) {
    return std::all_of(candidates.begin(), candidates.end(),
                       [&](const Candidate& each) {
                         const auto& first = *candidates.front().resource;
                         return each.resource->type == first.type &&
                                each.resource->name == first.name &&
                                each.resource->module == first.module;
                       });
  }

  static std::optional<Candidate> by_key(const std::vector<Candidate>& all,
                                         const std::string& key) {
    for (const Candidate& each : all) {
      if (each.resource->key == key) return each;
    }
    return std::nullopt;
  }

  static std::optional<Candidate> by_place(const std::vector<Candidate>& all,
                                           const std::string& index) {
    // "[12]": no list of a plan is longer than nine digits tell.
    const std::string digits = index.substr(1, index.size() - 2);
    const bool is_number = !digits.empty() && digits.size() < 10 &&
                           digits.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) return std::nullopt;
    const std::size_t place = std::stoul(digits);
    return place < all.size() ? std::optional(all[place]) : std::nullopt;
  }

  const Configuration& written_;
  const Instances& instances_;
  int followed_ = 0;
};

}  // namespace

Referred referred_to(const Configuration& written, const Instances& instances,
                     const Json& references, const std::string& module,
                     const std::string& key, const Json& for_each) {
  return Follower(written, instances)
      .follow(references,
              {.path = module_path_of(module), .key = key, .for_each = &for_each}, 0);
}

}  // namespace pullproof::cli::terraform
