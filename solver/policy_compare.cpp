#include "solver/policy_compare.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/authorization.h"
#include "model/core/ensure.h"
#include "model/core/string_search.h"
#include "model/gates/caller.h"
#include "model/gates/policy_match.h"
#include "model/request_space.h"
#include "solver/search.h"
#include "solver/session.h"
#include "solver/speakers.h"
#include "solver/strangers.h"

namespace pullproof::solver {
namespace {

using aws::PolicyDocument;
using aws::PolicyStatement;
using Documents = std::vector<const PolicyDocument*>;
using Statements = std::vector<const PolicyStatement*>;

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

/// The one action that has no resource type.
constexpr const char* kLogin = "ecr:GetAuthorizationToken";

/// Whoever may match a request. `open` are policies that are not understood as a whole.
struct Group {
  Statements statements;
  Documents open;
  bool allow =
      true;  ///< As which they are asked: what is not understood may be either.

  [[nodiscard]] bool empty() const { return statements.empty() && open.empty(); }
};

/// Satisfied by requests that somebody of each of `some` matches and nobody of `none`.
struct Query {
  std::vector<Group> some;
  std::vector<Group> none;
};

Predicate not_understood(const std::string& what, const aws::Source& source,
                         bool allow) {
  return Predicate::unknown(
      {.call = "",
       .why = "a policy is not modelled: " + what,
       .aspect = fmt::format("{} {} {}", allow, source.file, source.pointer)});
}

class Comparison {
 public:
  explicit Comparison(const PolicyComparison& asked)
      : asked_(asked),
        session_(asked.resource_limit),
        space_(space_of(asked)),
        search_(space_.fields),
        granted_(asked.granted),
        known_(asked.known) {
    reading_.kind = asked.resource_policies ? gates::PolicyKind::Resource
                                            : gates::PolicyKind::Identity;
  }

  PolicyAnswer run() {
    if (!space_.exact)
      leave_open("the values of a condition could not be split into classes");
    for (const auto& caller : space_.callers) {
      begin(caller);
      for (const auto& action : space_.actions) {
        if (auto witness = find(action)) return tell(*std::move(witness));
      }
      if (!space_.any_action) continue;
      if (auto witness = find_any_action()) return tell(*std::move(witness));
    }
    if (!why_.empty()) return {.access = Access::Unknown, .why = why_};
    return {.access = Access::None};
  }

 private:
  /// Requests of one caller, whatever the action: those that have a resource, or those
  /// of the actions that have none.
  struct Requests {
    gates::Request request;
    /// What bodies of statements say of them.
    std::map<std::pair<std::size_t, bool>, Predicate> bodies = {};
    std::set<std::vector<std::size_t>> settled = {};
    bool any_action = false;  ///< The action is left to choice.
  };

  static model::RequestSpace space_of(const PolicyComparison& asked) {
    Documents all = asked.granted;
    all.insert(all.end(), asked.known.begin(), asked.known.end());
    model::RequestSpace space = model::request_space(
        all, {.resource_policies = asked.resource_policies, .actions = asked.actions});
    if (asked.only_strangers) keep_strangers(space, asked.granted);
    return space;
  }

  void leave_open(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  void begin(const gates::Caller& caller) {
    with_resource_ = {.request = space_.request(caller, "any:Action")};
    without_resource_ = {.request = space_.request(caller, kLogin)};
    with_any_action_ = {.request = with_resource_.request, .any_action = true};
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
    if (space_.any_action) text += action_text(statement);
    const std::size_t number =
        numbers_.emplace(std::move(text), numbers_.size()).first->second;
    return bodies_.emplace(&statement, number).first->second;
  }

  /// Where the action is left to choice, it is a part of the body.
  static std::string action_text(const PolicyStatement& statement) {
    std::string text = statement.not_action ? "!" : "=";
    for (const auto& action : statement.actions) {
      text += fmt::format("{}:{};", action.text.size(), action.text);
    }
    return text;
  }

  /// Those whose body is not among that of `others`, each body once.
  Statements without(const Statements& all, const Statements& others) {
    std::set<std::size_t> known;
    for (const auto* statement : others) known.insert(body_of(*statement));
    Statements rest;
    for (const auto* statement : all) {
      if (known.insert(body_of(*statement)).second) rest.push_back(statement);
    }
    return rest;
  }

  /// Requires: the statement speaks of the actions that are asked about.
  Predicate matches(Requests& requests, const PolicyStatement& statement, bool allow) {
    const bool readable = statement.not_modelled.empty();
    const auto key = std::pair(body_of(statement), allow || readable);
    const auto known = requests.bodies.find(key);
    if (known != requests.bodies.end()) return known->second;
    Predicate made =
        !readable ? not_understood(statement.not_modelled, statement.source, allow)
        : requests.any_action
            ? matches_any_action(requests.request, statement)
            : gates::matches<gates::Formula>(statement, requests.request, reading_);
    return requests.bodies.emplace(key, std::move(made)).first->second;
  }

  Predicate matches_any_action(gates::Request request,
                               const PolicyStatement& statement) {
    std::vector<Predicate> named;
    for (const auto& action : statement.actions) {
      named.push_back(Predicate::matches(*space_.any_action, action.pattern));
    }
    Predicate speaks = Predicate::any_of(std::move(named));
    if (statement.not_action) speaks = Predicate::negation(std::move(speaks));
    const StringAnswer some = some_action_of(statement);
    switch (some.kind) {
      case StringAnswer::Kind::None:
        return Predicate::never();
      case StringAnswer::Kind::GaveUp:
        return not_understood("its actions are too many", statement.source, true);
      case StringAnswer::Kind::Found:
        break;
    }
    // The rest is the same for whatever action the statement speaks of.
    request.action = some.witness;
    return Predicate::all_of({std::move(speaks), gates::matches<gates::Formula>(
                                                     statement, request, reading_)});
  }

  StringAnswer some_action_of(const PolicyStatement& statement) const {
    if (!statement.not_action) {
      if (statement.actions.empty()) return {.kind = StringAnswer::Kind::None};
      return {.kind = StringAnswer::Kind::Found,
              .witness = statement.actions.front().pattern.sample()};
    }
    StringQuestion other{.domain = &space_.fields.at(*space_.any_action).text_domain,
                         .wanted = {},
                         .unwanted = {}};
    for (const auto& action : statement.actions) {
      other.unwanted.push_back(&action.pattern);
    }
    return find_string(other);
  }

  std::vector<Predicate> each(Requests& requests, const Group& group) {
    std::vector<Predicate> all;
    all.reserve(group.open.size() + group.statements.size());
    for (const auto* document : group.open) {
      all.push_back(
          not_understood(document->not_modelled, document->source, group.allow));
    }
    for (const auto* statement : group.statements) {
      all.push_back(matches(requests, *statement, group.allow));
    }
    return all;
  }

  Predicate wanted_resource(const gates::Request& request) const {
    if (asked_.resources.empty() || !request.resource) return Predicate::always();
    std::vector<Predicate> any;
    for (const auto& pattern : asked_.resources) {
      any.push_back(Predicate::matches(space_.resource, Glob::like(pattern)));
    }
    return Predicate::any_of(std::move(any));
  }

  Predicate wanted_action(const Requests& requests) const {
    if (!requests.any_action) return Predicate::always();
    const auto matches = [this](const std::string& pattern) {
      return Predicate::matches(*space_.any_action,
                                Glob::like(pattern, LetterCase::Ignored));
    };
    // That one is asked about by itself: it has no resource.
    const Predicate other = Predicate::negation(matches(kLogin));
    std::vector<Predicate> any;
    for (const auto& pattern : asked_.actions) any.push_back(matches(pattern));
    if (any.empty()) return other;
    return Predicate::all_of({other, Predicate::any_of(std::move(any))});
  }

  Predicate predicate_of(Requests& requests, const Query& query) {
    std::vector<Predicate> all = {wanted_resource(requests.request),
                                  wanted_action(requests)};
    for (const auto& group : query.some) {
      all.push_back(Predicate::any_of(each(requests, group)));
    }
    for (const auto& group : query.none) {
      all.push_back(Predicate::negation(Predicate::any_of(each(requests, group))));
    }
    return Predicate::all_of(std::move(all));
  }

  /// The same as `predicate_of`.
  Search::Part part_of(Requests& requests, const Query& query) {
    std::vector<Search::Part> all = {
        search_.part(wanted_resource(requests.request), true),
        search_.part(wanted_action(requests), true)};
    for (const auto& group : query.some) {
      std::vector<Search::Part> any;
      for (const auto& one : each(requests, group)) {
        any.push_back(search_.part(one, true));
      }
      all.push_back(search_.any_of(std::move(any)));
    }
    for (const auto& group : query.none) {
      for (const auto& one : each(requests, group)) {
        all.push_back(search_.part(one, false));
      }
    }
    return search_.all_of(std::move(all));
  }

  /// What is new because nobody allowed it before, and because nobody denies it any
  /// more. What was allowed in the same words before, or still is denied, is neither.
  std::vector<Query> queries(const Speakers& granted, const Speakers& known) {
    const Group denies{granted.deny, granted.open, false};
    return {
        {.some = {{without(granted.allow, known.allow), granted.open, true}},
         .none = {denies, {known.allow, known.open, true}}},
        {.some = {{granted.allow, granted.open, true},
                  {without(known.deny, granted.deny), known.open, false}},
         .none = {denies}},
    };
  }

  std::optional<gates::Request> find(const std::string& action) {
    Requests& requests =
        gates::has_no_resource_type(action) ? without_resource_ : with_resource_;
    requests.request.action = action;
    const Speakers granted = granted_.of(action);
    if (granted.allow.empty() && granted.open.empty()) return std::nullopt;
    return find(requests, granted, known_.of(action));
  }

  std::optional<gates::Request> find_any_action() {
    const auto is_login = [](const std::string& pattern) {
      return Glob::like(pattern, LetterCase::Ignored).matches(kLogin);
    };
    const auto& actions = asked_.actions;
    if (actions.empty() || std::any_of(actions.begin(), actions.end(), is_login)) {
      if (auto witness = find(kLogin)) return witness;
    }
    return find(with_any_action_, granted_.all(), known_.all());
  }

  std::optional<gates::Request> find(Requests& requests, const Speakers& granted,
                                     const Speakers& known) {
    for (const Query& query : queries(granted, known)) {
      const bool nobody = std::any_of(query.some.begin(), query.some.end(),
                                      [](const auto& group) { return group.empty(); });
      if (nobody || !requests.settled.insert(key_of(query)).second) continue;
      if (auto witness = ask(requests, query)) return witness;
    }
    return std::nullopt;
  }

  /// Queries with one key have the same answer.
  std::vector<std::size_t> key_of(const Query& query) {
    constexpr auto kEnd = static_cast<std::size_t>(-1);
    std::vector<std::size_t> key;
    for (const auto* groups : {&query.some, &query.none}) {
      for (const Group& group : *groups) {
        const auto begin = static_cast<std::ptrdiff_t>(key.size());
        for (const auto* one : group.statements) key.push_back(body_of(*one));
        std::sort(key.begin() + begin, key.end());
        key.erase(std::unique(key.begin() + begin, key.end()), key.end());
        key.push_back(kEnd);
      }
      key.push_back(kEnd);
    }
    return key;
  }

  std::optional<gates::Request> ask(Requests& requests, const Query& query) {
    const Search::Part part = part_of(requests, query);
    Reply certain = search_.find(part, Search::Questions::Refuse);
    if (certain.answer == Answer::GaveUp) {
      certain =
          session_.ask(space_.fields, settled(predicate_of(requests, query), false));
    }
    if (certain.answer == Answer::Sat) {
      return concrete(requests.request, nicer(part, std::move(certain.choice)));
    }
    if (certain.answer == Answer::GaveUp) {
      leave_open("the budget of the solver is spent");
      return std::nullopt;
    }
    const auto open = search_.questions(part);
    if (open.empty()) return std::nullopt;
    Reply possible = search_.find(part, Search::Questions::Answer);
    if (possible.answer == Answer::GaveUp) {
      possible = session_.ask(space_.fields, predicate_of(requests, query));
    }
    if (possible.answer != Answer::Unsat) leave_open(open.begin()->why);
    return std::nullopt;
  }

  /// The same with a resource that looks like an ARN, if there is such a choice.
  Choice nicer(Search::Part part, Choice choice) {
    const Predicate arn =
        Predicate::matches(space_.resource, Glob::like("arn:?*:?*:*:*:?*"));
    Reply reply = search_.find(search_.all_of({part, search_.part(arn, true)}),
                               Search::Questions::Refuse);
    return reply.answer == Answer::Sat ? std::move(reply.choice) : std::move(choice);
  }

  /// The request with the values that were chosen.
  gates::Request concrete(gates::Request request, const Choice& choice) const {
    const auto class_of = [&](FieldId field) -> std::size_t {
      const auto& value = choice.values.at(static_cast<std::size_t>(field));
      const auto* number = std::get_if<Number>(&value);
      if (number != nullptr) return static_cast<std::size_t>(*number);
      return static_cast<std::size_t>(*space_.fields.at(field).domain.first());
    };
    if (space_.any_action) {
      const auto& value =
          choice.values.at(static_cast<std::size_t>(*space_.any_action));
      if (const auto* text = std::get_if<std::string>(&value)) request.action = *text;
    }
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
      } else if (const auto* text = std::get_if<gates::TextKey>(&value)) {
        const bool present = !text->presence || class_of(*text->presence) == 1;
        const auto& chosen = choice.values.at(static_cast<std::size_t>(text->field));
        const auto* written = std::get_if<std::string>(&chosen);
        value = gates::AbsentKey{};
        if (present) {
          value = gates::FixedKey{.values = {written != nullptr ? *written : "x"}};
        }
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
  Search search_;
  gates::PolicyReading reading_;
  SpeakerIndex granted_;
  SpeakerIndex known_;
  Requests with_resource_;
  Requests without_resource_;
  Requests with_any_action_;
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
