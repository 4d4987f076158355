// What `compare` asks about the requests of one caller: whom of whose statements they
// must match, and whom they must not.
//
// Statements are known by their body: whatever they say but their actions. For one
// caller a body says the same of every action that its statement speaks of, so it is
// turned into a predicate once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/core/predicate.h"
#include "model/core/string_search.h"
#include "model/gates/policy_reading.h"
#include "model/gates/request.h"
#include "model/request_space.h"
#include "solver/search.h"
#include "solver/speakers.h"

namespace pullproof::solver {

/// Whoever may match a request. `open` are policies that are not understood as a whole.
struct Group {
  std::vector<const aws::PolicyStatement*> statements;
  std::vector<const aws::PolicyDocument*> open;
  /// As which they are asked: what is not understood may be either.
  bool allow = true;

  [[nodiscard]] bool empty() const { return statements.empty() && open.empty(); }
};

/// Satisfied by requests that somebody of each of `some` matches and nobody of `none`.
struct Query {
  std::vector<Group> some;
  std::vector<Group> none;
};

/// Requests of one caller, whatever the action: those that have a resource, or those of
/// the actions that have none.
struct Requests {
  gates::Request request;
  bool any_action = false;  ///< The action is left to choice.
  /// Of what is left to choice, not everything may be together.
  Predicate possible = Predicate::always();
  /// What bodies say of them, as an Allow or as a Deny.
  std::map<std::pair<std::size_t, bool>, Predicate> bodies = {};
};

/// The one action that has no resource type.
inline constexpr const char* kLogin = "ecr:GetAuthorizationToken";

class AccessQueries {
 public:
  /// `actions` and `resources` limit what is asked about; empty: all.
  /// Requires: they and the space outlive this.
  AccessQueries(const model::RequestSpace& space, gates::PolicyReading reading,
                const std::vector<std::string>& actions,
                const std::vector<std::string>& resources)
      : space_(space), reading_(reading), actions_(actions), resources_(resources) {}

  /// What is new because nobody allowed it before, and because nobody denies it any
  /// more. What was allowed in the same words before, or still is denied, is neither.
  [[nodiscard]] std::vector<Query> new_access(const Speakers& granted,
                                              const Speakers& known);
  /// Queries with one key have the same answer.
  [[nodiscard]] std::vector<std::size_t> key_of(const Query& query);

  [[nodiscard]] Predicate predicate_of(Requests& requests, const Query& query);
  /// The same.
  [[nodiscard]] Search::Part part_of(Requests& requests, const Query& query,
                                     Search& search);

 private:
  using Statements = std::vector<const aws::PolicyStatement*>;

  std::size_t body_of(const aws::PolicyStatement& statement);
  Statements without(const Statements& all, const Statements& others);
  Predicate matches(Requests& requests, const aws::PolicyStatement& statement,
                    bool allow);
  Predicate matches_any_action(gates::Request request,
                               const aws::PolicyStatement& statement);
  [[nodiscard]] StringAnswer some_action_of(
      const aws::PolicyStatement& statement) const;
  Predicate not_understood(const std::string& what, const void* element, bool allow);
  std::vector<Predicate> each(Requests& requests, const Group& group);
  [[nodiscard]] Predicate wanted_resource(const gates::Request& request) const;
  [[nodiscard]] Predicate wanted_action(const Requests& requests) const;

  const model::RequestSpace& space_;
  gates::PolicyReading reading_;
  const std::vector<std::string>& actions_;
  const std::vector<std::string>& resources_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::unordered_map<const aws::PolicyStatement*, std::size_t> bodies_;
  /// Statements and documents that are not understood, in the order they were met.
  std::unordered_map<const void*, std::size_t> odd_;
};

}  // namespace pullproof::solver
