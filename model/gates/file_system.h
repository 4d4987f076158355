// Whether a file system of EFS can be mounted from a subnet: it is there, and so is a
// mount target in the subnet's zone, whose address the name stands for.
//
// AWS: EFS user guide, "Mounting on Amazon EC2 with a DNS name": the name of a file
// system resolves to the address of its mount target in the client's zone, and to
// nothing where the zone has none; the VPC needs both DNS attributes. So a One Zone
// file system is mounted by name in its own zone only. EFS API reference,
// CreateMountTarget: all mount targets are of one VPC. What was not collected is taken
// to be there. Not modelled: file systems of another VPC, by records of one's own:
// unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// Null if no collected list has it, in that region.
[[nodiscard]] const aws::FileSystem* find_file_system(const Context& context,
                                                      const aws::Scope& scope,
                                                      const std::string& id);

/// The mount target that a file system's name stands for in a subnet.
struct NearMountTarget {
  enum class Kind {
    Found,
    None,    ///< The file system has none in the zone.
    Unseen,  ///< They were not collected.
    Open,    ///< `question` says why nobody can tell.
  };
  Kind kind = Kind::Open;
  const aws::MountTarget* target = nullptr;  ///< Found only.
  std::string zone = {};                     ///< Of the subnet, for people.
  Unknown question = {};
};
[[nodiscard]] NearMountTarget mount_target_near(const DependencyPlace& place,
                                                const Context& context);

/// The file system exists and is in service.
struct FileSystemGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "file-system";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

/// It has a mount target in the client's zone, which is in service.
struct MountTargetGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "mount-target";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

/// The access point is of the file system, and in service.
struct AccessPointGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "access-point";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

/// Names of the VPC's own are answered for: they need enableDnsHostnames, too.
struct VpcNameGate {
  using Place = ResolverPlace;
  static constexpr std::string_view kName = "vpc-name";
  [[nodiscard]] static Gate lets_through(const ResolverPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
