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

gates::ClassKey with_class_values(gates::ClassKey classes,
                                  const std::vector<std::string>& more,
                                  Fields& fields) {
  for (const auto& value : more) {
    const auto& known = classes.values;
    if (std::find(known.begin(), known.end(), value) == known.end()) {
      classes.values.push_back(value);
    }
  }
  Field field = fields.at(classes.field);
  field.domain = IntervalSet::range(*field.domain.first(), classes.values.size());
  classes.field = fields.add(std::move(field));
  return classes;
}

/// Endpoints and their VPCs become values of their own, so that the one tells the
/// other.
void add_endpoints(const gates::Context& context, AccountAccess& access,
                   model::RequestSpace& space) {
  std::vector<std::string> ids;
  std::vector<std::string> vpcs;
  for (const auto& endpoint : context.account.table<aws::VpcEndpoint>().all()) {
    ids.push_back(endpoint.id());
    vpcs.push_back(endpoint.vpc_id.text);
  }
  const auto add = [&](const char* key, const std::vector<std::string>& values) {
    const auto found = access.request.context.find(key);
    if (found == access.request.context.end()) return;
    auto* classes = std::get_if<gates::ClassKey>(&found->second);
    if (classes != nullptr)
      *classes = with_class_values(*classes, values, space.fields);
  };
  add("aws:sourcevpce", ids);
  add("aws:sourcevpc", vpcs);
}

/// Any name of a session will do.
void open_session(gates::Request& request, Fields& fields) {
  for (auto& [key, value] : request.context) {
    const auto* start = std::get_if<gates::PrefixKey>(&value);
    if (start == nullptr) continue;
    std::vector<GlobToken> tokens = Glob::exact(start->prefix).tokens();
    const Glob name = Glob::like("??*");
    tokens.insert(tokens.end(), name.tokens().begin(), name.tokens().end());
    const FieldId field =
        fields.add({.name = key,
                    .kind = Field::Kind::Text,
                    .domain = {},
                    .text_domain = Glob::of(std::move(tokens), LetterCase::Sensitive)});
    value = gates::TextKey{.field = field};
  }
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

model::RequestSpace open_keys(const gates::Context& context, AccountAccess& access) {
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
  add_endpoints(context, access, space);
  open_session(request, space.fields);
  return space;
}

Predicate possible_path(const gates::Context& context, const gates::Request& request) {
  std::vector<Predicate> all;
  if (is_present(request, "aws:sourcevpc")) {
    for (const auto& endpoint : context.account.table<aws::VpcEndpoint>().all()) {
      Predicate elsewhere =
          Predicate::negation(has_value(request, "aws:sourcevpce", endpoint.id()));
      all.push_back(
          Predicate::any_of({std::move(elsewhere), has_value(request, "aws:sourcevpc",
                                                             endpoint.vpc_id.text)}));
    }
  }
  const auto address = is_present(request, "aws:sourceip");
  if (!address) return Predicate::all_of(std::move(all));
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
