#include "solver/session.h"

#include <optional>

#include <z3++.h>

#include "model/core/ensure.h"
#include "solver/encoder.h"
#include "solver/transform.h"

namespace pullproof::solver {
namespace {

/// Z3's wall clock limit for one query, in milliseconds: only a backstop behind rlimit.
constexpr unsigned kTimeout = 120'000;
/// How many models may be refused because no text fits.
constexpr int kMaxRounds = 2'000;

/// Narrows `domains` by the parts of a conjunction that speak of one field each. False
/// if nothing is left.
bool narrow(const Predicate& predicate, Domains& domains, Choice& choice) {
  const auto& node = predicate.node();
  switch (node.kind) {
    case Predicate::Kind::InSet: {
      const auto found = domains.numbers.find(node.field);
      if (found == domains.numbers.end()) return false;
      found->second = found->second.intersected(node.set);
      return !found->second.empty();
    }
    case Predicate::Kind::Because:
      return narrow(node.parts.front(), domains, choice);
    case Predicate::Kind::AllOf:
      for (const auto& part : node.parts) {
        if (!narrow(part, domains, choice)) return false;
      }
      return true;
    case Predicate::Kind::Unknown:
      choice.answers.emplace(node.question, true);
      return true;
    case Predicate::Kind::Negation:
      if (node.parts.front().node().kind == Predicate::Kind::Unknown) {
        choice.answers.emplace(node.parts.front().node().question, false);
      }
      return true;
    case Predicate::Kind::Constant:
    case Predicate::Kind::Matches:
    case Predicate::Kind::AnyOf:
      return true;
  }
  return true;
}

/// Gives a value to whatever `predicate` mentions and folding has decided for every
/// value.
void complete(const Fields& fields, const Predicate& predicate, Choice& choice) {
  choice.values.resize(fields.size());
  for (const FieldId id : pullproof::fields(predicate)) {
    auto& value = choice.values[static_cast<std::size_t>(id)];
    if (std::holds_alternative<std::monostate>(value)) {
      value = plausible_value(fields.at(id), fields.at(id).domain);
    }
  }
  for (const auto& question : questions(predicate))
    choice.answers.emplace(question, true);
}

Choice fill_in(const Fields& fields, const Predicate& predicate, const Domains& domains,
               Choice choice) {
  choice.values.resize(fields.size());
  for (const FieldId id : pullproof::fields(predicate)) {
    const Field& field = fields.at(id);
    auto& value = choice.values[static_cast<std::size_t>(id)];
    const auto domain = domains.numbers.find(id);
    value = plausible_value(
        field, domain == domains.numbers.end() ? field.domain : domain->second);
  }
  for (const auto& question : questions(predicate)) {
    choice.answers.emplace(question, true);
  }
  return choice;
}

/// Tries the plainest choice for one disjunct after the other.
std::optional<Choice> guess(const Fields& fields, const Domains& all,
                            const Predicate& predicate) {
  const auto& node = predicate.node();
  const std::vector<Predicate> whole = {predicate};
  for (const auto& part : node.kind == Predicate::Kind::AnyOf ? node.parts : whole) {
    Domains domains = all;
    Choice choice;
    if (!narrow(part, domains, choice)) continue;
    choice = fill_in(fields, predicate, domains, std::move(choice));
    if (evaluate(predicate, choice) == Truth::Yes) return choice;
  }
  return std::nullopt;
}

}  // namespace

struct Session::Solver {
  z3::context context;
};

Session::Session(std::uint32_t resource_limit) : resource_limit_(resource_limit) {}
Session::~Session() = default;

Reply Session::ask(const Fields& fields, const Predicate& predicate) {
  if (predicate.as_constant() == Truth::No)
    return {.answer = Answer::Unsat, .choice = {}};
  const Domains domains = fields.domains();
  const Predicate folded = fold(predicate, domains);
  if (folded.as_constant() == Truth::No) return {.answer = Answer::Unsat, .choice = {}};
  Reply reply;
  if (auto choice = guess(fields, domains, folded)) {
    reply = {.answer = Answer::Sat, .choice = std::move(*choice)};
  } else {
    reply = ask_solver(fields, folded);
  }
  if (reply.answer == Answer::Sat) complete(fields, predicate, reply.choice);
  return reply;
}

Reply Session::ask_solver(const Fields& fields, const Predicate& predicate) {
  ++solver_queries_;
  try {
    if (!solver_) solver_ = std::make_unique<Solver>();
    Encoder encoder(solver_->context, fields);
    const z3::expr formula = encoder.encode(predicate);
    // The plain solver starts several times faster than the one that picks tactics, and
    // these formulas need no tactics.
    z3::solver solver(solver_->context, z3::solver::simple());
    z3::params limits(solver_->context);
    limits.set("rlimit", resource_limit_);
    limits.set("timeout", kTimeout);
    solver.set(limits);
    solver.add(formula);
    for (int round = 0; round < kMaxRounds; ++round) {
      switch (solver.check()) {
        case z3::unsat:
          return {.answer = Answer::Unsat, .choice = {}};
        case z3::unknown:
          return {};
        case z3::sat:
          break;
      }
      auto decoded = encoder.decode(solver.get_model(), predicate);
      if (decoded.lemma) {
        solver.add(*decoded.lemma);
        continue;
      }
      if (!decoded.choice) return {};
      Reply reply{.answer = Answer::Sat, .choice = *std::move(decoded.choice)};
      ensure(evaluate(predicate, reply.choice) == Truth::Yes,
             "the interpreter agrees with the solver's model");
      return reply;
    }
    return {};
  } catch (const z3::exception&) {
    return {};
  }
}

Choice::Value plausible_value(const Field& field, const IntervalSet& domain) {
  if (field.kind == Field::Kind::Text) return field.text_domain.sample();
  // An address of AWS's in Frankfurt reads better than 1.0.0.0.
  constexpr Number kLikelyPublic = 0x03790009;  // 3.121.0.9
  if (field.kind == Field::Kind::Address && domain.contains(kLikelyPublic)) {
    return kLikelyPublic;
  }
  constexpr Number kLikelyIpv6 = Number{0x2a05d07000000000} << 64 | 9;  // 2a05:d070::9
  const bool ipv6 = field.kind == Field::Kind::Ipv6Address;
  if (ipv6 && domain.contains(kLikelyIpv6)) return kLikelyIpv6;
  const auto first = domain.first();
  ensure(first.has_value(), "a field has at least one value");
  return *first;
}

}  // namespace pullproof::solver
