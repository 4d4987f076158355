#include "model/gates/gate.h"

#include <utility>

namespace pullproof::gates {

FactRef fact_about(Symbol id, const aws::Source& source, std::string note) {
  return std::make_shared<const Fact>(Fact{.id = id,
                                           .file = source.file,
                                           .pointer = source.pointer,
                                           .note = std::move(note)});
}

Assumption taken(const Context& context, std::string_view name) {
  return {.name = std::string(name),
          .value = std::string(chosen(context.switches, name))};
}

Peripheral peripheral(const Context& context, const aws::Scope& scope,
                      const std::string& call, const std::string& why) {
  if (context.account.calls().seen(scope, call)) return {};
  if (context.strict) {
    return {.lets_through = Predicate::unknown({.call = call, .why = why}),
            .assumptions = {}};
  }
  return {.lets_through = Predicate::always(),
          .assumptions = {{.name = call, .value = "refuses nothing"}}};
}

void assume(Gate& gate, Peripheral call) {
  gate.lets_through = std::move(call.lets_through);
  gate.assumptions = std::move(call.assumptions);
}

Predicate core_call_missing(const std::string& call, const std::string& why) {
  return Predicate::unknown({.call = call, .why = why});
}

}  // namespace pullproof::gates
