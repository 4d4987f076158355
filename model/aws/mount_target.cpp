#include "model/aws/mount_target.h"

namespace pullproof::aws {

MountTarget MountTarget::parse(Cursor& in) {
  MountTarget target;
  fill_common(target, in);
  target.mount_target_id = in.text("MountTargetId");
  target.file_system_id = in.text("FileSystemId");
  target.subnet_id = SubnetId(in.text("SubnetId"));
  target.vpc_id = VpcId(in.text_or("VpcId", ""));
  target.state = in.text_or("LifeCycleState", "");
  target.zone_id = in.text_or("AvailabilityZoneId", "");
  target.zone = in.text_or("AvailabilityZoneName", "");
  target.interface_id = InterfaceId(in.text_or("NetworkInterfaceId", ""));
  target.address = in.address("IpAddress");
  target.has_ipv6 = in.has("Ipv6Address");
  in.skip({"OwnerId", "Ipv6Address"});
  return target;
}

}  // namespace pullproof::aws
