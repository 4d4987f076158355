// Reads what `cdk synth` writes: a folder `cdk.out` with a manifest and a template for
// each stack.
//
// AWS: CDK developer guide, "cdk.out" and its `manifest.json`: artifacts of the type
// "aws:cloudformation:stack" name their template, their environment as
// "aws://<account>/<region>", their parameters, and the artifacts that come before
// them.
#pragma once

#include <string>
#include <vector>

#include "model/core/result.h"
#include "src/cloudformation/template.h"

namespace pullproof::cli::cloudformation {

/// The folder has a manifest of a CDK app.
[[nodiscard]] bool is_cdk_assembly(const std::string& folder);

/// In the order in which they are made. Stacks of stages, which are assemblies in
/// folders within the folder, come with them. An environment that is not known is an
/// empty scope.
[[nodiscard]] Result<std::vector<StackTemplate>> read_cdk_assembly(
    const std::string& folder);

/// Puts in the templates of nested stacks that lie in the folder of `stack.file`, or
/// below it: CDK says in the metadata where, "aws cloudformation package" takes a path
/// as the `TemplateURL`. Gives what is wrong with those that are there.
[[nodiscard]] Problems read_nested_templates(StackTemplate& stack);

}  // namespace pullproof::cli::cloudformation
