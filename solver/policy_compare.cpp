#include "solver/policy_compare.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/authorization.h"
#include "model/core/ensure.h"
#include "model/gates/policy_match.h"
#include "model/request_space.h"
#include "solver/session.h"

namespace pullproof::solver {
namespace {

using aws::PolicyDocument;
using aws::PolicyStatement;
using Documents = std::vector<const PolicyDocument*>;

/// Where open questions stand in the way of a certain answer, all of them count as
/// `truth` under an even number of negations, and as its opposite under an odd one.
Predicate settled(const Predicate& predicate, bool truth) {
  const auto& node = predicate.node();
  const auto parts = [&](bool of_part) {
    std::vector<Predicate> all;
    all.reserve(node.parts.size());
    for (const auto& part : node.parts) all.push_back(settled(part, of_part));
    return all;
  };
  switch (node.kind) {
    case Predicate::Kind::Unknown:
      return Predicate::constant(truth);
    case Predicate::Kind::Negation:
      return Predicate::negation(settled(node.parts.front(), !truth));
    case Predicate::Kind::AllOf:
      return Predicate::all_of(parts(truth));
    case Predicate::Kind::AnyOf:
      return Predicate::any_of(parts(truth));
    case Predicate::Kind::Because:
      return settled(node.parts.front(), truth);
    case Predicate::Kind::Constant:
    case Predicate::Kind::InSet:
    case Predicate::Kind::Matches:
      break;
  }
  return predicate;
}

class Comparison {
 public:
  explicit Comparison(const PolicyComparison& asked)
      : asked_(asked), session_(asked.resource_limit) {
    Documents all = asked.granted;
    all.insert(all.end(), asked.known.begin(), asked.known.end());
    space_ = model::request_space(
        all, {.resource_policies = asked.resource_policies, .actions = asked.actions});
    reading_.kind = asked.resource_policies ? gates::PolicyKind::Resource
                                            : gates::PolicyKind::Identity;
  }

  PolicyAnswer run() {
    PolicyAnswer answer{.access = Access::None};
    if (asked_.only_strangers) keep_strangers();
    if (!space_.exact)
      leave_open("the values of a condition could not be split into classes");
    for (const auto& caller : space_.callers) {
      for (const auto& action : space_.actions) {
        const gates::Request request = space_.request(caller, action);
        if (auto witness = find(request)) return tell(std::move(*witness));
      }
    }
    if (!why_.empty()) return {.access = Access::Unknown, .why = why_};
    return answer;
  }

 private:
  /// AWS: S3 user guide, "The meaning of public": fixed values of these keys are no
  /// public access; address blocks broader than /8 and /32 are.
  void keep_strangers() {
    std::erase_if(space_.callers, [&](const gates::Caller& caller) {
      return caller.kind != gates::Caller::Kind::Anonymous &&
             (caller.account.empty() || space_.named_accounts.contains(caller.account));
    });
    // Nobody who signs is the plainest stranger.
    std::stable_partition(space_.callers.begin(), space_.callers.end(),
                          [](const auto& caller) {
                            return caller.kind == gates::Caller::Kind::Anonymous;
                          });
    const auto somebody_elses = [&](const char* key, const std::string& value) {
      const auto found = space_.keys.find(key);
      if (found != space_.keys.end()) {
        found->second = gates::FixedKey{.values = {value}};
      }
    };
    somebody_elses("aws:principalorgid", "o-zzzzzzzzzz");
    somebody_elses("aws:principalorgpaths", "o-zzzzzzzzzz/r-zzzz/");
    somebody_elses("aws:sourceorgid", "o-zzzzzzzzzz");
    somebody_elses("aws:sourceorgpaths", "o-zzzzzzzzzz/r-zzzz/");
    somebody_elses("aws:sourceaccount", space_.stranger);
    somebody_elses("aws:sourcearn",
                   "arn:aws:sns:eu-central-1:" + space_.stranger + ":zzzz");
    somebody_elses("aws:sourcevpc", "vpc-ffffffffffffffff1");
    somebody_elses("aws:sourcevpce", "vpce-ffffffffffffffff1");
    keep_outer_addresses();
  }

  void keep_outer_addresses() {
    const auto found = space_.keys.find("aws:sourceip");
    if (found == space_.keys.end()) return;
    auto* classes = std::get_if<gates::ClassKey>(&found->second);
    if (classes == nullptr) return;
    for (const auto& value : classes->values) {
      const auto address = Address::parse(value);
      if (!address || is_in_narrow_block(*address)) continue;
      // One address outside of every narrow block; broad ones are no limit.
      found->second = gates::FixedKey{.values = {value}};
      return;
    }
  }

  bool is_in_narrow_block(const Address& address) const {
    bool inside = false;
    for (const auto* document : asked_.granted) {
      for (const auto& statement : document->statements) {
        for (const auto& condition : statement.conditions) {
          for (const auto& value : condition.values) {
            const auto* block = std::get_if<Cidr>(&value.operand);
            if (block == nullptr) continue;
            const unsigned broad = block->family == Family::Ipv4 ? 8 : 32;
            inside =
                inside || (block->prefix_length >= broad && block->contains(address));
          }
        }
      }
    }
    return inside;
  }

  void leave_open(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  /// The statements of one side that speak of an action, by their effect: both where it
  /// is not understood. `open` are policies that are not understood as a whole.
  struct Speakers {
    std::vector<const PolicyStatement*> allow;
    std::vector<const PolicyStatement*> deny;
    std::vector<const PolicyDocument*> open;
  };

  static Speakers speakers(const Documents& documents, const gates::Request& request) {
    Speakers all;
    for (const auto* document : documents) {
      if (!document->not_modelled.empty()) {
        all.open.push_back(document);
        continue;
      }
      for (const auto& statement : document->statements) {
        const bool readable = statement.not_modelled.empty();
        if (readable && !speaks(statement, request)) continue;
        if (!readable || statement.allow) all.allow.push_back(&statement);
        if (!readable || !statement.allow) all.deny.push_back(&statement);
      }
    }
    return all;
  }

  static bool speaks(const PolicyStatement& statement, const gates::Request& request) {
    const bool named = std::any_of(
        statement.actions.begin(), statement.actions.end(),
        [&](const auto& action) { return action.pattern.matches(request.action); });
    return named != statement.not_action;
  }

  /// Statements with one number say the same of whatever request they speak of.
  std::size_t body_of(const PolicyStatement& statement) {
    const auto known = bodies_.find(&statement);
    if (known != bodies_.end()) return known->second;
    std::string text = aws::body_text(statement);
    // What is not understood may differ where the rest does not.
    if (!statement.not_modelled.empty()) {
      text += statement.source.file + statement.source.pointer;
    }
    const std::size_t number =
        numbers_.emplace(std::move(text), numbers_.size()).first->second;
    return bodies_.emplace(&statement, number).first->second;
  }

  std::set<std::size_t> bodies_of(const std::vector<const PolicyStatement*>& all) {
    std::set<std::size_t> bodies;
    for (const auto* statement : all) bodies.insert(body_of(*statement));
    return bodies;
  }

  /// Those whose body is not among `known`, each body once.
  std::vector<const PolicyStatement*> without(
      const std::vector<const PolicyStatement*>& all, std::set<std::size_t> known) {
    std::vector<const PolicyStatement*> rest;
    for (const auto* statement : all) {
      if (known.insert(body_of(*statement)).second) rest.push_back(statement);
    }
    return rest;
  }

  /// `allow` tells which of the two is asked: what is not understood may be either.
  Predicate any_matches(const std::vector<const PolicyStatement*>& statements,
                        const std::vector<const PolicyDocument*>& open,
                        const gates::Request& request, bool allow) const {
    const auto not_understood = [allow](const std::string& what,
                                        const aws::Source& source) {
      return Predicate::unknown(
          {.call = "",
           .why = "a policy is not modelled: " + what,
           .aspect = fmt::format("{} {} {}", allow, source.file, source.pointer)});
    };
    std::vector<Predicate> any;
    any.reserve(open.size() + statements.size());
    for (const auto* document : open) {
      any.push_back(not_understood(document->not_modelled, document->source));
    }
    for (const auto* statement : statements) {
      const bool readable = statement->not_modelled.empty();
      any.push_back(readable
                        ? gates::matches<gates::Formula>(*statement, request, reading_)
                        : not_understood(statement->not_modelled, statement->source));
    }
    return Predicate::any_of(std::move(any));
  }

  Predicate wanted_resource(const gates::Request& request) const {
    if (asked_.resources.empty() || !request.resource) return Predicate::always();
    std::vector<Predicate> any;
    for (const auto& pattern : asked_.resources) {
      any.push_back(Predicate::matches(space_.resource, Glob::like(pattern)));
    }
    return Predicate::any_of(std::move(any));
  }

  std::optional<gates::Request> find(const gates::Request& request) {
    const Speakers granted = speakers(asked_.granted, request);
    if (granted.allow.empty() && granted.open.empty()) return std::nullopt;
    const Speakers known = speakers(asked_.known, request);
    if (!settled_.insert(key_of(granted, known, request)).second) return std::nullopt;
    const auto denied = bodies_of(granted.deny);
    const auto denied_before = bodies_of(known.deny);
    // Where whatever was denied before still is, what was allowed before is nothing
    // new.
    const bool as_strict =
        known.open.empty() && std::includes(denied.begin(), denied.end(),
                                            denied_before.begin(), denied_before.end());
    const auto fresh = without(
        granted.allow, as_strict ? bodies_of(known.allow) : std::set<std::size_t>());
    if (fresh.empty() && granted.open.empty()) return std::nullopt;
    std::vector<Predicate> all = {
        any_matches(fresh, granted.open, request, true),
        Predicate::negation(any_matches(granted.deny, granted.open, request, false)),
        wanted_resource(request)};
    Predicate covered =
        Predicate::negation(any_matches(known.allow, known.open, request, true));
    if (!as_strict) {
      covered = Predicate::any_of(
          {std::move(covered), any_matches(known.deny, known.open, request, false)});
    }
    all.push_back(std::move(covered));
    return ask(Predicate::all_of(std::move(all)), request);
  }

  /// Callers differ in more than the statements that speak of them.
  std::string key_of(const Speakers& granted, const Speakers& known,
                     const gates::Request& request) {
    std::string key =
        fmt::format("{} {} {} {}", request.caller.arn, request.caller.service,
                    request.caller.session.value_or(""), request.resource.has_value());
    for (const auto* side : {&granted, &known}) {
      for (const auto* statements : {&side->allow, &side->deny}) {
        key += '|';
        for (const std::size_t body : bodies_of(*statements)) {
          key += fmt::format(" {}", body);
        }
      }
    }
    return key;
  }

  std::optional<gates::Request> ask(const Predicate& new_access,
                                    const gates::Request& request) {
    const Predicate for_certain = settled(new_access, false);
    const Reply certain = session_.ask(space_.fields, for_certain);
    if (certain.answer == Answer::Sat) {
      return concrete(request, nicer(for_certain, certain.choice));
    }
    if (certain.answer == Answer::GaveUp) {
      leave_open("the budget of the solver is spent");
      return std::nullopt;
    }
    const auto open = questions(new_access);
    if (open.empty()) return std::nullopt;
    if (session_.ask(space_.fields, new_access).answer != Answer::Unsat) {
      leave_open(open.begin()->why);
    }
    return std::nullopt;
  }

  /// The same with a resource that looks like an ARN, if there is such a choice.
  Choice nicer(const Predicate& predicate, const Choice& choice) {
    const Predicate with_arn = Predicate::all_of(
        {predicate,
         Predicate::matches(space_.resource, Glob::like("arn:?*:?*:*:*:?*"))});
    Reply reply = session_.ask(space_.fields, with_arn);
    if (reply.answer != Answer::Sat) return choice;
    return std::move(reply.choice);
  }

  /// The request with the values that were chosen.
  gates::Request concrete(gates::Request request, const Choice& choice) const {
    const auto class_of = [&](FieldId field) -> std::size_t {
      const auto& value = choice.values.at(static_cast<std::size_t>(field));
      const auto* number = std::get_if<Number>(&value);
      if (number != nullptr) return static_cast<std::size_t>(*number);
      return static_cast<std::size_t>(*space_.fields.at(field).domain.first());
    };
    if (request.resource) {
      const auto& value = choice.values.at(static_cast<std::size_t>(space_.resource));
      const auto* text = std::get_if<std::string>(&value);
      request.resource = text != nullptr && !text->empty() ? *text : plain(request);
    }
    for (auto& [key, value] : request.context) {
      if (const auto* one = std::get_if<gates::ClassKey>(&value)) {
        const std::size_t chosen = class_of(one->field);
        const std::vector<std::string> values = one->values;
        value = gates::AbsentKey{};
        if (chosen > 0) value = gates::FixedKey{.values = {values.at(chosen - 1)}};
      } else if (const auto* set = std::get_if<gates::ClassSetKey>(&value)) {
        gates::FixedKey fixed;
        for (std::size_t i = 0; i < set->members.size(); ++i) {
          if (class_of(set->members[i]) == 1) fixed.values.push_back(set->values[i]);
        }
        fixed.multivalued = fixed.values.size() > 1;
        value = fixed.values.empty() ? gates::ContextValue(gates::AbsentKey{})
                                     : gates::ContextValue(std::move(fixed));
      }
    }
    return request;
  }

  static std::string plain(const gates::Request& request) {
    return fmt::format("arn:aws:{}:eu-central-1:{}:x",
                       request.action.substr(0, request.action.find(':')),
                       request.resource_account);
  }

  PolicyAnswer tell(gates::Request witness) const {
    ensure(allows(asked_.granted, witness, asked_.resource_policies) &&
               !allows(asked_.known, witness, asked_.resource_policies),
           "authorize agrees with the witness of a comparison");
    PolicyAnswer answer{.access = Access::New};
    for (const auto* document : asked_.granted) {
      for (const auto& statement : document->statements) {
        if (statement.allow && gates::matches<gates::Decided>(statement, witness,
                                                              reading_) == Truth::Yes) {
          answer.statements.push_back(&statement);
        }
      }
    }
    answer.witness = std::move(witness);
    return answer;
  }

  const PolicyComparison& asked_;
  Session session_;
  model::RequestSpace space_;
  gates::PolicyReading reading_;
  std::set<std::string> settled_;
  std::map<std::string, std::size_t> numbers_;
  std::unordered_map<const PolicyStatement*, std::size_t> bodies_;
  std::string why_;
};

}  // namespace

PolicyAnswer compare(const PolicyComparison& comparison) {
  return Comparison(comparison).run();
}

bool allows(const Documents& documents, const gates::Request& request,
            bool resource_policies) {
  model::PolicySet policies;
  for (const auto* document : documents) policies.push_back({.document = document});
  // The other side agrees: a key's policy that leaves it to the account, or an identity
  // that may do everything.
  nlohmann::json other = {{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}};
  if (!resource_policies) other["Principal"] = {{"AWS", request.caller.account}};
  const PolicyDocument agreed = PolicyDocument::parse({{"Statement", other}}, {}, true);
  model::Layers layers{.identity = {{.document = &agreed}}, .resource = policies};
  if (!resource_policies) std::swap(layers.identity, *layers.resource);
  return model::authorize(request, layers).decision == model::Decision::Allowed;
}

}  // namespace pullproof::solver
