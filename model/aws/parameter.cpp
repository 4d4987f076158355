#include "model/aws/parameter.h"

#include <limits>

namespace pullproof::aws {

Parameter Parameter::parse(Cursor& in) {
  Parameter parameter;
  fill_common(parameter, in);
  parameter.name = in.text("Name");
  parameter.type = in.text_or("Type", "");
  parameter.kms_key = in.text_or("KeyId", "");
  parameter.version =
      in.integer("Version", 0, std::numeric_limits<std::int64_t>::max());
  in.skip_all();
  return parameter;
}

}  // namespace pullproof::aws
