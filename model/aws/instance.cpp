#include "model/aws/instance.h"

namespace pullproof::aws {
namespace {

/// The interface at device index 0 of an instance's own list.
InterfaceId parse_primary_interface(Cursor& in) {
  InterfaceId primary;
  for (Cursor& interface : in.objects("NetworkInterfaces")) {
    const std::string id = interface.text_or("NetworkInterfaceId", "");
    auto attachment = interface.object("Attachment");
    if (attachment && attachment->integer("DeviceIndex", 0, 1000) == 0) {
      primary = InterfaceId(id);
    }
    // All the rest is read from the interface itself.
    if (attachment) {
      attachment->skip({"AttachTime", "AttachmentId", "DeleteOnTermination", "Status",
                        "NetworkCardIndex", "EnaSrdSpecification", "EnaQueueCount"});
    }
    interface.skip({"Association", "Description", "Groups", "Ipv6Addresses",
                    "MacAddress", "OwnerId", "PrivateDnsName", "PrivateIpAddress",
                    "PrivateIpAddresses", "SourceDestCheck", "Status", "SubnetId",
                    "VpcId", "InterfaceType", "Ipv4Prefixes", "Ipv6Prefixes",
                    "ConnectionTrackingConfiguration", "Operator"});
  }
  return primary;
}

/// What an instance is made of, and how it was started.
void skip_the_rest(Cursor& in) {
  in.skip({"AmiLaunchIndex",
           "BlockDeviceMappings",
           "BootMode",
           "CpuOptions",
           "CapacityReservationSpecification",
           "ClientToken",
           "CurrentInstanceBootMode",
           "EbsOptimized",
           "EnaSupport",
           "EnclaveOptions",
           "HibernationOptions",
           "Hypervisor",
           "InstanceType",
           "KeyName",
           "LaunchTime",
           "MaintenanceOptions",
           "Monitoring",
           "NetworkPerformanceOptions",
           "Operator",
           "Placement",
           "PlatformDetails",
           "PrivateDnsName",
           "PrivateDnsNameOptions",
           "PrivateIpAddress",
           "ProductCodes",
           "PublicDnsName",
           "PublicIpAddress",
           "RootDeviceName",
           "RootDeviceType",
           "SecurityGroups",
           "SourceDestCheck",
           "StateReason",
           "StateTransitionReason",
           "Tags",
           "UsageOperation",
           "UsageOperationUpdateTime",
           "VirtualizationType"});
}

}  // namespace

Instance Instance::parse(Cursor& in) {
  Instance instance;
  fill_common(instance, in);
  instance.instance_id = InstanceId(in.text("InstanceId"));
  if (auto state = in.object("State")) {
    instance.state = state->text_or("Name", "");
    state->skip({"Code"});
  }
  instance.vpc_id = VpcId(in.text_or("VpcId", ""));
  instance.subnet_id = SubnetId(in.text_or("SubnetId", ""));
  instance.architecture = in.text_or("Architecture", "");
  instance.platform = in.text_or("Platform", "");
  instance.image = in.text_or("ImageId", "");
  if (auto profile = in.object("IamInstanceProfile")) {
    instance.instance_profile_arn = profile->text("Arn");
    profile->skip({"Id"});
  }
  if (auto options = in.object("MetadataOptions")) {
    instance.metadata = options->text_or("HttpEndpoint", "");
    options->skip_all();
  }
  instance.primary_interface = parse_primary_interface(in);
  skip_the_rest(in);
  return instance;
}

}  // namespace pullproof::aws
