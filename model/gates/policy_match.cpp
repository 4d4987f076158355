#include "model/gates/policy_match.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/core/glob.h"
#include "model/gates/gate.h"
#include "model/gates/policy_condition.h"
#include "model/gates/policy_principal.h"
#include "model/gates/policy_text.h"

namespace pullproof::gates {
namespace {

Predicate undecided(std::string why) {
  return Predicate::unknown({.call = {}, .why = std::move(why)});
}

bool speaks_of_action(const aws::PolicyStatement& statement,
                      const std::string& action) {
  const bool named = std::any_of(
      statement.actions.begin(), statement.actions.end(), [&](const auto& pattern) {
        return Glob::like(pattern, LetterCase::Ignored).matches(action);
      });
  return named != statement.not_action;
}

bool has_only(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

/// Where the resource part of an ARN begins: after the fifth colon.
std::size_t resource_part(std::string_view pattern) {
  std::size_t at = 0;
  for (int colons = 0; colons < 5; ++colons) {
    const std::size_t colon = pattern.find(':', at);
    if (colon == std::string_view::npos) return pattern.size();
    at = colon + 1;
  }
  return at;
}

/// A wildcard of the first five segments crosses a colon only as a star that ends its
/// segment. What AWS does where a wildcard inside a segment would have to is not
/// documented: this is the pattern that holds for certain, `like_pattern` the one that
/// may hold.
Glob certain_pattern(const Glob& like) {
  std::vector<GlobToken> tokens = like.tokens();
  int colons = 0;
  for (std::size_t i = 0; i < tokens.size() && colons < 5; ++i) {
    GlobToken& token = tokens[i];
    if (token.kind == GlobToken::Kind::Byte && token.byte == ':') ++colons;
    const bool ends_segment =
        i + 1 == tokens.size() ||
        (tokens[i + 1].kind == GlobToken::Kind::Byte && tokens[i + 1].byte == ':');
    if (token.kind == GlobToken::Kind::AnyRun && !ends_segment) {
      token.kind = GlobToken::Kind::AnySegmentRun;
    } else if (token.kind == GlobToken::Kind::AnyByte) {
      token.kind = GlobToken::Kind::AnySegmentByte;
    }
  }
  return Glob::of(std::move(tokens), like.letter_case());
}

Predicate is_matched(const std::variant<std::string, FieldId>& resource,
                     const Glob& pattern) {
  if (const auto* arn = std::get_if<std::string>(&resource)) {
    return Predicate::constant(pattern.matches(*arn));
  }
  return Predicate::matches(std::get<FieldId>(resource), pattern);
}

Predicate matches_pattern(const std::string& written, const Request& request,
                          bool variables) {
  if (has_only(written, "*")) return Predicate::always();
  if (!request.resource) {
    return has_only(written, "*?")
               ? undecided(fmt::format("whether `{}` is every resource", written))
               : Predicate::never();
  }
  if (variables && written.find("${") < resource_part(written)) {
    return undecided(
        fmt::format("a policy variable before the fifth colon of `{}` is "
                    "not modelled",
                    written));
  }
  const PolicyText text = resolve(written, variables, request);
  switch (text.state) {
    case PolicyText::State::Unresolved:
      return Predicate::never();
    case PolicyText::State::Unknown:
      return Predicate::unknown(text.question);
    case PolicyText::State::Ready:
      break;
  }
  const Glob like = aws::like_pattern(text.parts);
  const Glob certain = certain_pattern(like);
  if (like == certain) return is_matched(*request.resource, like);
  return Predicate::any_of(
      {is_matched(*request.resource, certain),
       Predicate::all_of({is_matched(*request.resource, like),
                          undecided(fmt::format("whether the wildcards of `{}` cross a "
                                                "colon is not documented",
                                                written))})});
}

Predicate speaks_of_resource(const aws::PolicyStatement& statement,
                             const Request& request, PolicyKind kind, bool variables) {
  if (!statement.has_resource) {
    const bool implied = kind == PolicyKind::Resource || kind == PolicyKind::Trust;
    return implied ? Predicate::always()
                   : undecided("a statement without a resource is not modelled");
  }
  std::vector<Predicate> any;
  for (const auto& pattern : statement.resources) {
    any.push_back(matches_pattern(pattern, request, variables));
  }
  Predicate named = Predicate::any_of(std::move(any));
  return statement.not_resource ? Predicate::negation(std::move(named)) : named;
}

Predicate conditions_hold(const aws::PolicyStatement& statement, const Request& request,
                          bool variables) {
  std::vector<Predicate> all;
  for (const auto& condition : statement.conditions) {
    all.push_back(holds(condition, variables, request));
  }
  return Predicate::all_of(std::move(all));
}

/// "statement `OnlyCi`", or its place in the document.
std::string name_of(const aws::PolicyStatement& statement, std::size_t index) {
  return statement.sid.empty() ? fmt::format("statement {}", index + 1)
                               : fmt::format("statement `{}`", statement.sid);
}

/// What blame says of a statement: an Allow is blamed for what it does not allow.
std::string note_on(const aws::PolicyStatement& statement, const Request& request,
                    const PolicyReading& reading, bool variables) {
  if (!statement.not_modelled.empty()) return "is not modelled";
  if (!statement.allow) return "denies " + request.action;
  const std::string allows = "allows " + request.action;
  if (names_caller(statement, request.caller, reading).as_constant() == Truth::No) {
    return allows + " for other principals only";
  }
  if (speaks_of_resource(statement, request, reading.kind, variables).as_constant() ==
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
    any.push_back(
        undecided(fmt::format("the policy of {} has {}, which is not modelled",
                              owner->id, document.not_modelled)));
  }
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    const auto& statement = document.statements[i];
    if (statement.not_modelled.empty()) {
      if (statement.allow != allow) continue;
      if (!speaks_of_action(statement, request.action)) continue;
    }
    const std::string note =
        fmt::format("{} {}", name_of(statement, i),
                    note_on(statement, request, reading, document.variables));
    any.push_back(
        Predicate::because(fact_about(owner->id, statement.source, note),
                           matches(statement, request, reading, document.variables)));
  }
  return Predicate::any_of(std::move(any));
}

}  // namespace

Predicate matches(const aws::PolicyStatement& statement, const Request& request,
                  const PolicyReading& reading, bool variables) {
  if (!statement.not_modelled.empty()) {
    return undecided(
        fmt::format("a statement is not modelled: {}", statement.not_modelled));
  }
  if (!speaks_of_action(statement, request.action)) return Predicate::never();
  return Predicate::all_of(
      {names_caller(statement, request.caller, reading),
       speaks_of_resource(statement, request, reading.kind, variables),
       conditions_hold(statement, request, variables)});
}

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
                     arn != nullptr ? *arn : "the layers of the image");
}

}  // namespace pullproof::gates
