#include "solver/policy_compare.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/authorization.h"
#include "model/caller_classes.h"
#include "model/core/ensure.h"
#include "model/gates/caller.h"
#include "model/gates/policy_match.h"
#include "model/gates/request_context.h"
#include "model/request_space.h"
#include "solver/access_query.h"
#include "solver/choices.h"
#include "solver/policy_pair.h"
#include "solver/policy_pins.h"
#include "solver/policy_samples.h"
#include "solver/policy_tokens.h"
#include "solver/policy_variables.h"
#include "solver/search.h"
#include "solver/session.h"
#include "solver/speakers.h"
#include "solver/strangers.h"

namespace pullproof::solver {
namespace {

using aws::PolicyDocument;
using Documents = std::vector<const PolicyDocument*>;

Documents both_sides(const PolicyComparison& asked) {
  Documents all = asked.granted;
  all.insert(all.end(), asked.known.begin(), asked.known.end());
  return all;
}

/// By `authorize`, see `allows`.
model::Decision decide(const Documents& documents, const gates::Request& request,
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
  return model::authorize(request, layers).decision;
}

/// As `authorize` has it.
bool is_new_access(const PolicyComparison& asked, const gates::Request& request) {
  const auto by = [&](const Documents& side) {
    return decide(side, request, asked.resource_policies);
  };
  if (by(asked.granted) != model::Decision::Allowed) return false;
  const model::Decision before = by(asked.known);
  return before != model::Decision::Allowed && before != model::Decision::Unknown;
}

/// Requests to try before a comparison stays unknown.
constexpr std::size_t kSamples = 2'000;

enum class Keys { AsRequestsHaveThem, Loose };

class Comparison {
 public:
  explicit Comparison(const PolicyComparison& asked,
                      Keys keys = Keys::AsRequestsHaveThem)
      : asked_(asked),
        session_(asked.resource_limit),
        space_(space_of(asked, keys)),
        search_(space_.fields),
        reading_{.kind = asked.resource_policies ? gates::PolicyKind::Resource
                                                 : gates::PolicyKind::Identity},
        queries_(space_, reading_, asked.actions, asked.resources),
        granted_(asked.granted),
        known_(asked.known) {}

  PolicyAnswer run() {
    if (auto witness = find()) return tell(*std::move(witness));
    if (!why_.empty()) return {.access = Access::Unknown, .why = why_};
    return {.access = Access::None};
  }

  /// No choice is one that no request makes, so that loose keys tell nothing more.
  [[nodiscard]] bool is_exact() const { return space_.exact; }

  struct Sampled {
    std::optional<gates::Request> witness;
    std::size_t tried = 0;
  };
  /// Up to `kSamples` requests made of what the policies mention; fewer where most that
  /// are made are none that anybody can send, none where no caller is known.
  [[nodiscard]] Sampled sample() const {
    constexpr std::size_t kMostAttempts = 4 * kSamples;
    Sampled sampled;
    if (space_.callers.empty() && space_.open_callers.empty()) return sampled;
    PolicySamples samples(space_, both_sides(asked_), asked_.only_strangers);
    for (std::size_t i = 0; i < kMostAttempts && sampled.tried < kSamples; ++i) {
      auto request = samples.next();
      if (!request || !is_asked_about(*request)) continue;
      ++sampled.tried;
      if (!is_new_access(asked_, *request)) continue;
      sampled.witness = std::move(request);
      break;
    }
    return sampled;
  }

  /// For keys of every kind: what is found with loose ones need not happen.
  bool finds_nothing() { return !find() && why_.empty(); }

  /// Requires: the witness is allowed by `granted`, and by none of `known`.
  [[nodiscard]] PolicyAnswer tell(gates::Request witness) const {
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

 private:
  [[nodiscard]] bool is_asked_about(const gates::Request& request) const {
    const auto is_among = [](const auto& patterns, const std::string& text,
                             LetterCase letter_case) {
      return patterns.empty() ||
             std::any_of(patterns.begin(), patterns.end(), [&](const auto& one) {
               return Glob::like(one, letter_case).matches(text);
             });
    };
    const auto* resource =
        request.resource ? std::get_if<std::string>(&*request.resource) : nullptr;
    return is_among(asked_.actions, request.action, LetterCase::Ignored) &&
           (resource == nullptr ||
            is_among(asked_.resources, *resource, LetterCase::Sensitive));
  }

  static model::RequestSpace space_of(const PolicyComparison& asked, Keys keys) {
    model::RequestSpace space = model::request_space(
        both_sides(asked), {.resource_policies = asked.resource_policies,
                            .actions = asked.actions,
                            .open_callers = true,
                            .loose = keys == Keys::Loose,
                            .typed = !asked.has_tokens});
    if (asked.only_strangers) keep_strangers(space, asked.granted);
    return space;
  }

  /// Sets `why_` if something is left open.
  std::optional<gates::Request> find() {
    for (const auto& caller : space_.callers) {
      begin(caller, space_.is_possible(caller));
      if (auto witness = find_for_caller()) return witness;
    }
    for (const auto& open : space_.open_callers) {
      begin(open, space_.is_possible(open));
      if (auto witness = find_for_caller()) return with_caller(*std::move(witness));
    }
    if (!space_.exact && (has_asked_ || !space_.has_all_callers)) {
      leave_open(space_.why_inexact);
    }
    return std::nullopt;
  }

  void leave_open(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  template <class Caller>
  void begin(const Caller& caller, const Predicate& possible) {
    with_resource_ = {.request = space_.request(caller, "any:Action"),
                      .possible = possible};
    without_resource_ = {.request = space_.request(caller, kLogin),
                         .possible = possible};
    with_any_action_ = with_resource_;
    with_any_action_.any_action = true;
    settled_.clear();
  }

  std::optional<gates::Request> find_for_caller() {
    for (const auto& action : space_.actions) {
      if (auto witness = find(action)) return witness;
    }
    return space_.any_action ? find_any_action() : std::nullopt;
  }

  /// By the caller whose ARN was chosen.
  gates::Request with_caller(gates::Request witness) const {
    const auto& chosen =
        std::get<gates::FixedKey>(witness.context.at("aws:principalarn"));
    auto caller = gates::caller_named(chosen.values.front());
    // Nothing hangs on the ARN where none was chosen.
    if (caller) witness.caller = *std::move(caller);
    std::erase_if(witness.context, [](const auto& entry) {
      return model::tells_who_calls(entry.first) && entry.first != "aws:userid";
    });
    gates::add_derived_keys(witness, "");
    return witness;
  }

  std::optional<gates::Request> find(const std::string& action) {
    const bool has_resource = !gates::has_no_resource_type(action);
    // AWS: ECR user guide, "Private repository policies": what has no resource no
    // resource's policy speaks of.
    if (asked_.resource_policies && !has_resource) return std::nullopt;
    Requests& requests = has_resource ? with_resource_ : without_resource_;
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
    for (const Query& query : queries_.new_access(granted, known)) {
      const bool nobody = std::any_of(query.some.begin(), query.some.end(),
                                      [](const auto& group) { return group.empty(); });
      if (nobody || !settled_.emplace(&requests, queries_.key_of(query)).second)
        continue;
      if (auto witness = ask(requests, query)) return witness;
    }
    return std::nullopt;
  }

  std::optional<gates::Request> ask(Requests& requests, const Query& query) {
    has_asked_ = true;
    const Search::Part part = queries_.part_of(requests, query, search_);
    Reply certain = search_.find(part, Search::Questions::Refuse);
    if (certain.answer == Answer::GaveUp) {
      certain = session_.ask(space_.fields,
                             settled(queries_.predicate_of(requests, query), false));
    }
    if (certain.answer == Answer::Sat) {
      return concrete(requests.request, nicer(part, std::move(certain.choice)));
    }
    if (certain.answer == Answer::GaveUp) {
      leave_open(
          fmt::format("the budget of {} steps of the search and {} of Z3 is spent",
                      search_.budget(), asked_.resource_limit));
      return std::nullopt;
    }
    const auto open = search_.questions(part);
    if (open.empty()) return std::nullopt;
    Reply possible = search_.find(part, Search::Questions::Answer);
    if (possible.answer == Answer::GaveUp) {
      possible = session_.ask(space_.fields, queries_.predicate_of(requests, query));
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

  static std::string text_of(const Choice& choice, FieldId field,
                             const std::string& otherwise) {
    const auto& value = choice.values.at(static_cast<std::size_t>(field));
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && !text->empty() ? *text : otherwise;
  }

  /// The request with the values that were chosen.
  gates::Request concrete(gates::Request request, const Choice& choice) const {
    if (space_.any_action) {
      request.action = text_of(choice, *space_.any_action, request.action);
    }
    if (request.resource) {
      request.resource = text_of(choice, space_.resource, plain(request));
    }
    fill_keys(request, space_.fields, choice);
    return request;
  }

  static std::string plain(const gates::Request& request) {
    return fmt::format("arn:aws:{}:eu-central-1:{}:x",
                       request.action.substr(0, request.action.find(':')),
                       request.resource_account);
  }

  const PolicyComparison& asked_;
  Session session_;
  model::RequestSpace space_;
  Search search_;
  gates::PolicyReading reading_;
  AccessQueries queries_;
  SpeakerIndex granted_;
  SpeakerIndex known_;
  Requests with_resource_;
  Requests without_resource_;
  Requests with_any_action_;
  /// Of the caller at hand.
  std::set<std::pair<const Requests*, std::vector<std::size_t>>> settled_;
  bool has_asked_ = false;  ///< About what the policies do not say in the same words.
  std::string why_;
};

Documents pointers_to(const std::vector<PolicyDocument>& documents) {
  Documents pointers;
  for (const auto& document : documents) pointers.push_back(&document);
  return pointers;
}

/// The same question about the pair, which must outlive it.
PolicyComparison about(const PolicyPair& pair, const PolicyComparison& asked) {
  PolicyComparison concrete = asked;
  concrete.granted = pointers_to(pair.granted);
  concrete.known = pointers_to(pair.known);
  return concrete;
}

/// New access that these values of the policies' variables open; it has been replayed
/// on the policies as they are written.
std::optional<gates::Request> find_with(const PolicyComparison& asked,
                                        const gates::Request& variables) {
  const PolicyPair pair = with_values(asked.granted, asked.known, variables);
  const PolicyComparison concrete = about(pair, asked);
  PolicyAnswer found = Comparison(concrete).run();
  if (found.access != Access::New) return std::nullopt;
  gates::Request witness = with_variables(*std::move(found.witness), variables);
  if (!is_new_access(asked, witness)) return std::nullopt;
  return witness;
}

/// Nothing is new even where keys may be more than any request's are.
bool is_nothing(const PolicyComparison& asked) {
  return Comparison(asked, Keys::Loose).finds_nothing();
}

/// `is_nothing` of every pair; false if there is none.
template <class IsNothing>
bool all_of(const std::vector<PolicyPair>& pairs, const PolicyComparison& asked,
            const IsNothing& is_nothing) {
  return !pairs.empty() &&
         std::all_of(pairs.begin(), pairs.end(),
                     [&](const auto& pair) { return is_nothing(about(pair, asked)); });
}

/// Nothing is new, whatever the policies' variables stand for.
bool is_nothing_with_tokens(const PolicyComparison& asked) {
  PolicyComparison with = asked;
  with.has_tokens = true;
  return all_of(with_tokens(asked.granted, asked.known), with, is_nothing);
}

bool is_nothing_with_variables(const PolicyComparison& asked) {
  return is_nothing(asked) || is_nothing_with_tokens(asked);
}

}  // namespace

PolicyAnswer compare(const PolicyComparison& comparison) {
  Comparison first(comparison);
  PolicyAnswer answer = first.run();
  if (answer.access != Access::Unknown) return answer;
  const auto& [granted, known] = std::tie(comparison.granted, comparison.known);
  if ((!first.is_exact() && is_nothing(comparison)) ||
      is_nothing_with_tokens(comparison) ||
      all_of(with_pins(granted, known), comparison, is_nothing_with_variables)) {
    return {.access = Access::None};
  }
  std::vector<std::string> spent;
  // The callers who tell their values are no strangers.
  if (!comparison.only_strangers) {
    const auto ways = requests_with_variables(both_sides(comparison));
    for (const auto& variables : ways) {
      auto witness = find_with(comparison, variables);
      if (witness) return first.tell(*std::move(witness));
    }
    if (!ways.empty()) {
      spent.push_back(
          fmt::format("{} ways to fill in the variables of the policies", ways.size()));
    }
  }
  auto sampled = first.sample();
  if (sampled.witness) return first.tell(*std::move(sampled.witness));
  if (sampled.tried > 0) {
    spent.push_back(
        fmt::format("{} requests made of what the policies name", sampled.tried));
  }
  if (!spent.empty()) {
    answer.why += fmt::format("; {} show nothing new", fmt::join(spent, " and "));
  }
  return answer;
}

bool allows(const Documents& documents, const gates::Request& request,
            bool resource_policies) {
  return decide(documents, request, resource_policies) == model::Decision::Allowed;
}

}  // namespace pullproof::solver
