#include "model/aws/log_group.h"

namespace pullproof::aws {

LogGroup LogGroup::parse(Cursor& in) {
  LogGroup group;
  fill_common(group, in);
  group.name = in.text("logGroupName");
  const std::string arn = in.text_or("arn", "");
  const std::string& account = in.context().scope.account;
  const bool is_own = arn.empty() || account.empty() ||
                      arn.find(':' + account + ':') != std::string::npos;
  if (!is_own) group.name = arn;
  in.skip_all();
  return group;
}

}  // namespace pullproof::aws
