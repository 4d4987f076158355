// What Auto Scaling groups start their instances with, and which instance is whose.
//
// AWS: EC2 Auto Scaling user guide, "Launch templates" and "Auto Scaling groups with
// multiple instance types and purchase options".
// Not modelled: groups that start in no subnet of their own, and interfaces that exist
// before their instance (unknown).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/gates/gate.h"

namespace pullproof::model {

/// One way in which a group starts instances.
struct Launch {
  std::string name;  ///< For people: "version 3 of launch template lt-1".
  std::string id;    ///< Of the launch template, or the configuration's name.
  aws::LaunchSettings settings;
  std::optional<Unknown> question;  ///< Set: the settings are not known.
  /// What the choice of the version takes for granted.
  std::optional<gates::Assumption> assumption;
};

/// What an AMI is built for, as far as instances tell that run it.
struct MachineImage {
  std::string architecture;  ///< "amd64", "arm64", or "".
  std::string os;            ///< "linux", "windows"; "" if no instance runs it.
};

[[nodiscard]] MachineImage machine_image_of(const aws::Instance& instance);

/// Keeps pointers into the account, which must outlive it.
class LaunchIndex {
 public:
  explicit LaunchIndex(const aws::Snapshot& account);

  /// The group that has the instance now, or null.
  [[nodiscard]] const aws::AutoScalingGroup* group_of(const aws::Scope& scope,
                                                      const InstanceId& instance) const;
  /// At least one.
  [[nodiscard]] std::vector<Launch> launches_of(
      const aws::AutoScalingGroup& group) const;
  [[nodiscard]] MachineImage machine_image(const aws::Scope& scope,
                                           const std::string& image) const;
  /// The ARN of a profile of which the ARN or the name is given.
  [[nodiscard]] std::string profile_arn(const aws::Scope& scope,
                                        const std::string& profile) const;

 private:
  using Key = std::pair<aws::Scope, std::string>;
  using Versions = std::vector<const aws::LaunchTemplateVersion*>;

  [[nodiscard]] Launch launch_of(const aws::Scope& scope,
                                 const aws::LaunchTemplateChoice& choice) const;
  [[nodiscard]] Launch launch_of(const aws::Scope& scope,
                                 const std::string& configuration) const;
  [[nodiscard]] const aws::LaunchTemplateVersion* chosen(const aws::Scope& scope,
                                                         const Versions& versions,
                                                         const std::string& version,
                                                         Launch& launch) const;

  const aws::Snapshot& account_;
  std::map<Key, const aws::AutoScalingGroup*> group_by_instance_;
  std::map<Key, Versions> versions_;  ///< By the template's id, and by its name.
  std::map<Key, MachineImage> images_;
  std::map<Key, std::string> profiles_;  ///< ARNs by account and name.
};

}  // namespace pullproof::model
