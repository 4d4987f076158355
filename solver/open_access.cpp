#include "solver/open_access.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/authorization.h"
#include "model/aws/condition_values.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"

namespace pullproof::solver {
namespace {

using Documents = std::vector<const aws::PolicyDocument*>;
using model::AccountAccess;

void add_documents(const model::PolicySet& policies, Documents& all) {
  for (const auto& policy : policies) {
    if (policy.document != nullptr) all.push_back(policy.document);
  }
}

/// Times that are not before `earliest`, which is among them.
gates::ClassKey not_before(gates::ClassKey classes, const std::string& earliest,
                           Fields& fields) {
  const auto bound = aws::Instant::parse(earliest);
  if (!bound) return classes;
  std::erase_if(classes.values, [&](const std::string& value) {
    const auto instant = aws::Instant::parse(value);
    return instant && *instant < *bound;
  });
  classes.values.push_back(earliest);
  classes.field = fields.add({.name = fields.at(classes.field).name,
                              .kind = Field::Kind::Class,
                              .domain = IntervalSet::range(1, classes.values.size()),
                              .text_domain = {}});
  return classes;
}

/// The key is in the request; only where it is left to choice.
std::optional<Predicate> is_present(const gates::Request& request, const char* key) {
  const auto found = request.context.find(key);
  if (found == request.context.end()) return std::nullopt;
  if (const auto* text = std::get_if<gates::TextKey>(&found->second)) {
    if (!text->presence) return Predicate::always();
    return Predicate::in_set(*text->presence, IntervalSet::single(Number{1}));
  }
  const auto* classes = std::get_if<gates::ClassKey>(&found->second);
  if (classes == nullptr || classes->values.empty()) return std::nullopt;
  return Predicate::in_set(classes->field,
                           IntervalSet::range(1, classes->values.size()));
}

/// The key has this value, where that can be told.
Predicate has_value(const gates::Request& request, const char* key,
                    const std::string& value) {
  const auto found = request.context.find(key);
  if (found == request.context.end()) return Predicate::never();
  if (const auto* text = std::get_if<gates::TextKey>(&found->second)) {
    return Predicate::matches(text->field, Glob::exact(value));
  }
  const auto* classes = std::get_if<gates::ClassKey>(&found->second);
  if (classes == nullptr) return Predicate::never();
  const auto& values = classes->values;
  const auto at = std::find(values.begin(), values.end(), value);
  if (at == values.end()) return Predicate::never();
  return Predicate::in_set(
      classes->field,
      IntervalSet::single(Number{static_cast<std::uint64_t>(at - values.begin()) + 1}));
}

/// The context keys of the policies around the request, their variables replaced.
model::RequestSpace space_of(const AccountAccess& access) {
  std::vector<aws::PolicyDocument> documents;
  for (const auto* document : documents_of(access.layers)) {
    documents.push_back(gates::with_values(*document, access.request));
  }
  Documents all;
  all.reserve(documents.size());
  for (const auto& document : documents) all.push_back(&document);
  return model::request_space(all, {.only_keys = true});
}

}  // namespace

bool is_free(const gates::ContextValue* value) {
  if (value == nullptr) return true;
  if (const auto* open = std::get_if<gates::UnknownKey>(value)) {
    return open->question.call.empty();
  }
  return std::holds_alternative<gates::MomentKey>(*value) ||
         std::holds_alternative<gates::PrefixKey>(*value) ||
         std::holds_alternative<gates::ClassKey>(*value) ||
         std::holds_alternative<gates::TextKey>(*value) ||
         std::holds_alternative<gates::ClassSetKey>(*value) ||
         std::holds_alternative<gates::TextSetKey>(*value);
}

Documents documents_of(const model::Layers& layers) {
  Documents all;
  add_documents(layers.identity, all);
  for (const auto* layer :
       {&layers.boundary, &layers.session, &layers.resource, &layers.endpoint}) {
    if (*layer) add_documents(**layer, all);
  }
  for (const auto* levels : {&layers.service_control, &layers.resource_control}) {
    for (const auto& level : *levels) add_documents(level, all);
  }
  return all;
}

model::RequestSpace open_keys(AccountAccess& access) {
  model::RequestSpace space = space_of(access);
  gates::Request& request = access.request;
  for (auto& [key, value] : space.keys) {
    const gates::ContextValue* known = gates::look_up(request, key);
    if (!is_free(known)) continue;
    if (std::holds_alternative<gates::UnknownKey>(value)) continue;
    const auto* moment =
        known == nullptr ? nullptr : std::get_if<gates::MomentKey>(known);
    auto* classes = std::get_if<gates::ClassKey>(&value);
    if (moment != nullptr && classes != nullptr) {
      *classes = not_before(*classes, moment->earliest, space.fields);
    }
    request.context.insert_or_assign(key, value);
  }
  return space;
}

Predicate possible_path(const gates::Request& request) {
  std::vector<Predicate> all;
  const auto address = is_present(request, "aws:sourceip");
  if (!address) return Predicate::always();
  for (const char* key : {"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"}) {
    const auto inside = is_present(request, key);
    if (!inside) continue;
    all.push_back(Predicate::negation(Predicate::all_of({*address, *inside})));
  }
  return Predicate::all_of(std::move(all));
}

Predicate lets_through(const gates::Context& context, const AccountAccess& access) {
  std::vector<Predicate> all = {model::lets_through(access.request, access.layers)};
  model::Layers behind = access.layers;
  for (const auto& endpoint : context.account.table<aws::VpcEndpoint>().all()) {
    if (!endpoint.policy) continue;
    Predicate named = has_value(access.request, "aws:sourcevpce", endpoint.id());
    if (named.as_constant() == Truth::No) continue;
    behind.endpoint = model::PolicySet{{.document = &*endpoint.policy}};
    behind.gateway_endpoint = endpoint.type == aws::VpcEndpoint::Type::Gateway;
    all.push_back(Predicate::any_of({Predicate::negation(std::move(named)),
                                     model::lets_through(access.request, behind)}));
  }
  return Predicate::all_of(std::move(all));
}

}  // namespace pullproof::solver
