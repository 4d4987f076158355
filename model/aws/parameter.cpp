#include "model/aws/parameter.h"

namespace pullproof::aws {

Parameter Parameter::parse(Cursor& in) {
  Parameter parameter;
  fill_common(parameter, in);
  parameter.name = in.text("Name");
  parameter.type = in.text_or("Type", "");
  parameter.kms_key = in.text_or("KeyId", "");
  in.skip_all();
  return parameter;
}

}  // namespace pullproof::aws
