#include "model/aws/encryption_control.h"

namespace pullproof::aws {

EncryptionControl EncryptionControl::parse(Cursor& in) {
  EncryptionControl control;
  fill_common(control, in);
  control.control_id = in.text("VpcEncryptionControlId");
  control.vpc_id = VpcId(in.text("VpcId"));
  control.mode = in.text_or("Mode", "");
  // A word of the future may mean that something is enforced.
  const bool is_known = control.mode.empty() || control.mode == "monitor";
  if (!is_known) control.mode = "enforce";
  control.state = in.text_or("State", "");
  in.skip({"StateMessage", "ResourceExclusions", "Tags"});
  return control;
}

}  // namespace pullproof::aws
