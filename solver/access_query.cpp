#include "solver/access_query.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/gates/policy_match.h"

namespace pullproof::solver {
namespace {

using aws::PolicyStatement;

/// Where the action is left to choice, it is a part of the body.
std::string action_text(const PolicyStatement& statement) {
  std::string text = statement.not_action ? "!" : "=";
  for (const auto& action : statement.actions) {
    text += fmt::format("{}:{};", action.text.size(), action.text);
  }
  return text;
}

}  // namespace

/// Statements with one number say the same of whatever request they speak of.
std::size_t AccessQueries::body_of(const PolicyStatement& statement) {
  const auto known = bodies_.find(&statement);
  if (known != bodies_.end()) return known->second;
  const std::size_t next = numbers_.size() + odd_.size();
  std::size_t number = next;
  if (statement.not_modelled.empty()) {
    std::string text = aws::body_text(statement);
    if (space_.any_action) text += action_text(statement);
    number = numbers_.emplace(std::move(text), next).first->second;
  } else {
    // What is not understood may differ where the rest does not.
    odd_.emplace(&statement, next);
  }
  return bodies_.emplace(&statement, number).first->second;
}

/// One question for each statement or document, by its address.
Predicate AccessQueries::not_understood(const std::string& what, const void* element,
                                        bool allow) {
  const std::size_t number =
      odd_.emplace(element, numbers_.size() + odd_.size()).first->second;
  return Predicate::unknown({.call = "",
                             .why = "a policy is not modelled: " + what,
                             .aspect = fmt::format("{} {}", allow, number)});
}

/// Those whose body is not among that of `others`, each body once.
AccessQueries::Statements AccessQueries::without(const Statements& all,
                                                 const Statements& others) {
  std::set<std::size_t> known;
  for (const auto* statement : others) known.insert(body_of(*statement));
  Statements rest;
  for (const auto* statement : all) {
    if (known.insert(body_of(*statement)).second) rest.push_back(statement);
  }
  return rest;
}

/// Requires: the statement speaks of the actions that are asked about.
Predicate AccessQueries::matches(Requests& requests, const PolicyStatement& statement,
                                 bool allow) {
  const bool readable = statement.not_modelled.empty();
  const auto key = std::pair(body_of(statement), allow || readable);
  const auto known = requests.bodies.find(key);
  if (known != requests.bodies.end()) return known->second;
  Predicate made =
      !readable ? not_understood(statement.not_modelled, &statement, allow)
      : requests.any_action
          ? matches_any_action(requests.request, statement)
          : gates::matches<gates::Formula>(statement, requests.request, reading_);
  return requests.bodies.emplace(key, std::move(made)).first->second;
}

Predicate AccessQueries::matches_any_action(gates::Request request,
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
      return not_understood("its actions are too many", &statement, true);
    case StringAnswer::Kind::Found:
      break;
  }
  // The rest is the same for whatever action the statement speaks of.
  request.action = some.witness;
  return Predicate::all_of({std::move(speaks), gates::matches<gates::Formula>(
                                                   statement, request, reading_)});
}

StringAnswer AccessQueries::some_action_of(const PolicyStatement& statement) const {
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

std::vector<Predicate> AccessQueries::each(Requests& requests, const Group& group) {
  std::vector<Predicate> all;
  all.reserve(group.open.size() + group.statements.size());
  for (const auto* document : group.open) {
    all.push_back(not_understood(document->not_modelled, document, group.allow));
  }
  for (const auto* statement : group.statements) {
    all.push_back(matches(requests, *statement, group.allow));
  }
  return all;
}

Predicate AccessQueries::wanted_resource(const gates::Request& request) const {
  if (resources_.empty() || !request.resource) return Predicate::always();
  std::vector<Predicate> any;
  for (const auto& pattern : resources_) {
    any.push_back(Predicate::matches(space_.resource, Glob::like(pattern)));
  }
  return Predicate::any_of(std::move(any));
}

Predicate AccessQueries::wanted_action(const Requests& requests) const {
  if (!requests.any_action) return Predicate::always();
  const auto matches = [this](const std::string& pattern) {
    return Predicate::matches(*space_.any_action,
                              Glob::like(pattern, LetterCase::Ignored));
  };
  // That one is asked about by itself: it has no resource.
  Predicate other = Predicate::negation(matches(kLogin));
  std::vector<Predicate> any;
  for (const auto& pattern : actions_) any.push_back(matches(pattern));
  if (any.empty()) return other;
  return Predicate::all_of({std::move(other), Predicate::any_of(std::move(any))});
}

Predicate AccessQueries::predicate_of(Requests& requests, const Query& query) {
  std::vector<Predicate> all = {wanted_resource(requests.request),
                                wanted_action(requests), requests.possible};
  for (const auto& group : query.some) {
    all.push_back(Predicate::any_of(each(requests, group)));
  }
  for (const auto& group : query.none) {
    all.push_back(Predicate::negation(Predicate::any_of(each(requests, group))));
  }
  return Predicate::all_of(std::move(all));
}

Search::Part AccessQueries::part_of(Requests& requests, const Query& query,
                                    Search& search) {
  std::vector<Search::Part> all = {search.part(wanted_resource(requests.request), true),
                                   search.part(wanted_action(requests), true),
                                   search.part(requests.possible, true)};
  for (const auto& group : query.some) {
    std::vector<Search::Part> any;
    for (const auto& one : each(requests, group)) {
      any.push_back(search.part(one, true));
    }
    all.push_back(search.any_of(any));
  }
  for (const auto& group : query.none) {
    for (const auto& one : each(requests, group)) {
      all.push_back(search.part(one, false));
    }
  }
  return search.all_of(all);
}

std::vector<Query> AccessQueries::new_access(const Speakers& granted,
                                             const Speakers& known) {
  const Group denies{granted.deny, granted.open, false};
  return {
      {.some = {{without(granted.allow, known.allow), granted.open, true}},
       .none = {denies, {known.allow, known.open, true}}},
      {.some = {{granted.allow, granted.open, true},
                {without(known.deny, granted.deny), known.open, false}},
       .none = {denies}},
  };
}

std::vector<std::size_t> AccessQueries::key_of(const Query& query) {
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

}  // namespace pullproof::solver
