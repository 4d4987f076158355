#include "model/aws/encryption_control.h"

namespace pullproof::aws {

EncryptionControl EncryptionControl::parse(Cursor& in) {
  EncryptionControl control;
  fill_common(control, in);
  control.control_id = in.text("VpcEncryptionControlId");
  control.vpc_id = VpcId(in.text("VpcId"));
  control.mode = in.text_or("Mode", "");
  control.state = in.text_or("State", "");
  in.skip({"StateMessage", "ResourceExclusions", "Tags"});
  return control;
}

}  // namespace pullproof::aws
