// What a pull through a cache asks for beside what every pull does, where it brings an
// image that the repository lacks: rights, and a way to the upstream registry.
//
// AWS: ECR user guide, "IAM permissions required to sync an upstream registry":
// ecr:BatchImportUpstreamImage for whoever pulls, and ecr:CreateRepository where there
// is no repository; the registry's policy may grant both. "Amazon ECR interface VPC
// endpoints (AWS PrivateLink)", considerations: the first pull needs a way to the
// internet, since layers that are not cached yet come from the upstream's own hosts.
// Later pulls need neither.
// Not modelled: an import for a role of another account: unknown.
#pragma once

#include <cstddef>
#include <optional>

#include "model/connection.h"
#include "model/gates/image_reference.h"
#include "model/gates/pull_through.h"
#include "model/gates/request.h"
#include "model/leg.h"
#include "model/leg_builder.h"

namespace pullproof::model {

/// Appends the rights that an import takes behind hop `last`; gives the last hop.
/// `pull` is the request for the manifest.
std::size_t add_import(Leg& leg, std::size_t last, const gates::Import& import,
                       const Ingredients& with, std::size_t placement,
                       gates::RequestPlace pull, const PathFacts& facts);

/// Lets refusals of those rights say why they are asked for. Requires: the leg's gates
/// are filled in.
void explain_import(Leg& leg, const gates::Import& import);

/// The way to the host that the layers of an import come from.
[[nodiscard]] Leg build_upstream(const Ingredients& with, const gates::Import& import);

}  // namespace pullproof::model
