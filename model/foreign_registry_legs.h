// The ways to registries that are not private ECR: ECR Public, Docker Hub and others.
//
// Where a private zone or a server of one's own answers for the registry, it may be a
// mirror of it: what else such a pull needs is not known.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/gates/image_reference.h"
#include "model/leg.h"
#include "model/leg_builder.h"

namespace pullproof::model {

/// The hosts that a pull from the registry takes, and what for.
/// AWS: ECR public user guide: layers come from CloudFront, under names that AWS does
/// not list. Docker: "Allowlist for Docker": the hosts of Docker Hub.
[[nodiscard]] std::vector<std::pair<Stage, std::string>> hosts_to_reach(
    const gates::ImageReference& image);

/// The way to a host of a registry that is not private ECR. Whether it has the image is
/// taken for granted of a public registry, and unknown of any other.
[[nodiscard]] Leg build_foreign(const Ingredients& with,
                                const gates::ImageReference& image, Stage stage,
                                const std::string& host);

}  // namespace pullproof::model
