#include "model/aws/log_group.h"

namespace pullproof::aws {

LogGroup LogGroup::parse(Cursor& in) {
  LogGroup group;
  fill_common(group, in);
  group.name = in.text("logGroupName");
  in.skip_all();
  return group;
}

}  // namespace pullproof::aws
