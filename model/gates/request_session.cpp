#include "model/gates/request_session.h"

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/gates/request_context.h"

namespace pullproof::gates {
namespace {

MomentKey moment(const std::string& earliest) {
  return {.earliest = earliest,
          .question = {.call = "", .why = "when the task starts is not known"}};
}

}  // namespace

void set_moment(Request& request, const Context& context) {
  for (const char* key : {"aws:currenttime", "aws:epochtime"}) {
    request.context.insert_or_assign(key, moment(context.account.collected_at()));
  }
}

void set_session(Request& request, const Context& context, bool issued_for_task) {
  request.context.insert_or_assign(
      "aws:tokenissuetime",
      moment(issued_for_task ? context.account.collected_at() : std::string()));
  const std::string& id = request.caller.unique_id;
  if (id.empty()) return;
  request.context.insert_or_assign(
      "aws:userid",
      PrefixKey{.prefix = id + ':',
                .question = {.call = "",
                             .why = "the name of the role session is not known"}});
}

void set_repository_tags(Request& request, const Context& context,
                         const aws::Scope& registry) {
  const auto* arn =
      request.resource ? std::get_if<std::string>(&*request.resource) : nullptr;
  const auto* known = arn == nullptr
                          ? nullptr
                          : context.account.find<aws::RepositoryTags>(registry, *arn);
  for (const std::string family : {"aws:resourcetag/", "ecr:resourcetag/"}) {
    if (known == nullptr && request.resource) {
      request.context.insert_or_assign(
          family, UnknownKey{{.call = fmt::format("{}/{}", aws::RepositoryTags::kCall,
                                                  arn == nullptr ? "" : *arn),
                              .why = "the tags of the repository are not collected"}});
      continue;
    }
    request.context.insert_or_assign(family, AbsentKey{});
    if (known == nullptr) continue;
    for (const auto& [name, value] : known->tags) {
      request.context.insert_or_assign(
          family + aws::lower(name), FixedKey{.values = {value}, .multivalued = false});
    }
  }
}

}  // namespace pullproof::gates
