#include "model/gates/policy_match.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "model/core/glob.h"
#include "model/gates/gate.h"
#include "model/gates/policy_condition.h"
#include "model/gates/policy_principal.h"
#include "model/gates/policy_text.h"

namespace pullproof::gates {
namespace {

bool speaks_of_action(const aws::PolicyStatement& statement,
                      const std::string& action) {
  const bool named =
      std::any_of(statement.actions.begin(), statement.actions.end(),
                  [&](const auto& pattern) { return pattern.pattern.matches(action); });
  return named != statement.not_action;
}

/// One pattern of a Resource element against the resource of one request.
template <class Logic>
class ResourceMatch {
 public:
  using Value = typename Logic::Value;

  explicit ResourceMatch(const Request& request) : request_(request) {}

  [[nodiscard]] Value operator()(const aws::ResourcePattern& written) const {
    if (written.everything) return Logic::constant(true);
    if (!request_.resource) return without_resource(written);
    if (!written.has_variables) return is_matched(written.glob, written);
    if (written.misplaced_variable) {
      return Logic::unknown([&] {
        return unanswered(
            fmt::format("a policy variable before the fifth colon of `{}` is not "
                        "modelled",
                        written.text));
      });
    }
    const PolicyText text = resolve(written.text, request_);
    switch (text.state) {
      case PolicyText::State::Unresolved:
        return Logic::constant(false);
      case PolicyText::State::Unknown:
        return is_open(text, written);
      case PolicyText::State::Ready:
        break;
    }
    return is_matched(aws::ResourceGlob::of(text.parts), written);
  }

 private:
  /// An action without a resource type is matched by stars only.
  [[nodiscard]] Value without_resource(const aws::ResourcePattern& written) const {
    const bool wild = !written.text.empty() &&
                      written.text.find_first_not_of("*?") == std::string::npos;
    if (!wild) return Logic::constant(false);
    return Logic::unknown([&] {
      return unanswered(fmt::format("whether `{}` is every resource", written.text));
    });
  }

  [[nodiscard]] Value is_matched(const Glob& pattern) const {
    if (const auto* arn = std::get_if<std::string>(&*request_.resource)) {
      return Logic::constant(pattern.matches(*arn));
    }
    if constexpr (std::is_same_v<Logic, Formula>) {
      return Predicate::matches(std::get<FieldId>(*request_.resource), pattern);
    } else {
      return Truth::Unknown;
    }
  }

  /// Whatever the variables stand for, the rest of the text must be there.
  [[nodiscard]] Value is_open(const PolicyText& text,
                              const aws::ResourcePattern& written) const {
    return Logic::both(
        [&] { return is_matched(aws::ResourceGlob::of(text.parts).possible); },
        [&] {
          return Logic::unknown([&] {
            Unknown one = text.question;
            one.aspect = "resource " + written.text;
            return one;
          });
        });
  }

  [[nodiscard]] Value is_matched(const aws::ResourceGlob& glob,
                                 const aws::ResourcePattern& written) const {
    Value certain = is_matched(glob.certain);
    if (glob.exact || Logic::known(certain) == Truth::Yes) return certain;
    const auto crosses = [&] {
      return Logic::both(
          [&] { return is_matched(glob.possible); },
          [&] {
            return Logic::unknown([&] {
              return unanswered(fmt::format(
                  "whether the wildcards of `{}` cross a colon is not documented",
                  written.text));
            });
          });
    };
    const std::array<bool, 2> ways = {false, true};
    return Logic::any_of(ways,
                         [&](bool doubtful) { return doubtful ? crosses() : certain; });
  }

  const Request& request_;
};

template <class Logic>
typename Logic::Value speaks_of_resource(const aws::PolicyStatement& statement,
                                         const Request& request, PolicyKind kind) {
  if (!statement.has_resource) {
    const bool implied = kind == PolicyKind::Resource || kind == PolicyKind::Trust;
    if (implied) return Logic::constant(true);
    return Logic::unknown(
        [] { return unanswered("a statement without a resource is not modelled"); });
  }
  auto named = Logic::any_of(statement.resources, ResourceMatch<Logic>(request));
  return statement.not_resource ? Logic::negation(std::move(named)) : named;
}

/// "statement `OnlyCi`", or its place in the document.
std::string name_of(const aws::PolicyStatement& statement, std::size_t index) {
  return statement.sid.empty() ? fmt::format("statement {}", index + 1)
                               : fmt::format("statement `{}`", statement.sid);
}

/// What blame says of a statement: an Allow is blamed for what it does not allow.
std::string note_on(const aws::PolicyStatement& statement, const Request& request,
                    const PolicyReading& reading) {
  if (!statement.not_modelled.empty()) return "is not modelled";
  if (!statement.allow) return "denies " + request.action;
  const std::string allows = "allows " + request.action;
  if (names_caller<Decided>(statement, request.caller, reading) == Truth::No) {
    return allows + " for other principals only";
  }
  if (speaks_of_resource<Formula>(statement, request, reading.kind).as_constant() ==
      Truth::No) {
    return allows + " on other resources only";
  }
  return allows + " on its conditions only";
}

/// Some statement with that effect matches.
Predicate some_statement(const aws::PolicyDocument& document, const Request& request,
                         const PolicyReading& reading, const FactRef& owner,
                         bool allow) {
  std::vector<Predicate> any;
  if (!document.not_modelled.empty()) {
    return Predicate::unknown(
        unanswered(fmt::format("the policy of {} has {}, which is not modelled",
                               owner->id, document.not_modelled)));
  }
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const auto& statement = document.statements[i];
    if (statement.not_modelled.empty()) {
      if (statement.allow != allow) continue;
      if (!speaks_of_action(statement, request.action)) continue;
    }
    const std::string note = fmt::format("{} {}", name_of(statement, i),
                                         note_on(statement, request, reading));
    any.push_back(Predicate::because(fact_about(owner->id, statement.source, note),
                                     matches<Formula>(statement, request, reading)));
  }
  return Predicate::any_of(std::move(any));
}

}  // namespace

template <class Logic>
typename Logic::Value matches(const aws::PolicyStatement& statement,
                              const Request& request, const PolicyReading& reading) {
  if (!statement.not_modelled.empty()) {
    return Logic::unknown([&] {
      return Unknown{
          .call = {},
          .why = fmt::format("a statement is not modelled: {}", statement.not_modelled),
          .aspect = statement.source.file + statement.source.pointer};
    });
  }
  if (!speaks_of_action(statement, request.action)) return Logic::constant(false);
  return Logic::both(
      [&] { return names_caller<Logic>(statement, request.caller, reading); },
      [&] {
        return Logic::both(
            [&] { return speaks_of_resource<Logic>(statement, request, reading.kind); },
            [&] {
              return Logic::all_of(statement.conditions, [&](const auto& condition) {
                return holds<Logic>(condition, request);
              });
            });
      });
}

template Truth matches<Decided>(const aws::PolicyStatement&, const Request&,
                                const PolicyReading&);
template Predicate matches<Formula>(const aws::PolicyStatement&, const Request&,
                                    const PolicyReading&);

Predicate allows(const aws::PolicyDocument& document, const Request& request,
                 const PolicyReading& reading, const FactRef& owner) {
  return Predicate::because(owner,
                            some_statement(document, request, reading, owner, true));
}

Predicate denies(const aws::PolicyDocument& document, const Request& request,
                 const PolicyReading& reading, const FactRef& owner) {
  return some_statement(document, request, reading, owner, false);
}

std::string describe(const Request& request) {
  if (!request.resource) return request.action + " on *";
  const auto* arn = std::get_if<std::string>(&*request.resource);
  return fmt::format("{} on {}", request.action,
                     arn != nullptr ? *arn : request.resource_in_words);
}

}  // namespace pullproof::gates
