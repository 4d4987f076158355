#include "src/cloudformation/resources.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/changes/document_edits.h"
#include "model/gates/partition.h"
#include "src/cloudformation/block_to_come.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

using changes::text_member;

const Json& inner_member(const Json& object, const std::string& name) {
  static const Json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

std::string filled(std::string text, std::string_view name, const std::string& value) {
  const auto at = text.find(name);
  return at == std::string::npos ? text : text.replace(at, name.size(), value);
}

/// AWS: repositories have names of lower case.
std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

/// AWS: "Ref" of these gives an ARN, not a name.
bool has_arn_as_ref(std::string_view type) {
  for (const std::string_view each :
       {"AWS::SNS::Topic", "AWS::StepFunctions::", "AWS::ElasticLoadBalancingV2::",
        "AWS::CertificateManager::"}) {
    if (type.starts_with(each)) return true;
  }
  return false;
}

/// AWS: "Ref" of these gives the ARN of the secret that they are about.
bool refers_to_secret(std::string_view type) {
  return type == "AWS::SecretsManager::SecretTargetAttachment" ||
         type == "AWS::SecretsManager::RotationSchedule";
}

std::int64_t revision_of(const std::string& id) {
  std::int64_t revision = 0;
  const auto colon = id.rfind(':');
  if (colon == std::string::npos) return 0;
  std::from_chars(id.data() + colon + 1, id.data() + id.size(), revision);
  return revision;
}

}  // namespace

struct Resources::State {
  struct Identity {
    Json id;        ///< A text, or unknown.
    Json arn = {};  ///< A text, null if it has none, or unknown.
    bool is_in_stack = false;
  };

  Inputs inputs;
  Evaluator evaluator;
  std::map<std::string, Identity> identities = {};
  std::set<std::string> open = {};          ///< Whose identities are being found.
  std::map<std::string, Json> blocks = {};  ///< Of IPv6, by the VPC.

  explicit State(Inputs given)
      : inputs(std::move(given)), evaluator(inputs.document, inputs.environment) {
    evaluator.resolve_with([this](const std::string& logical, const std::string& what) {
      return reference(logical, what);
    });
  }

  [[nodiscard]] const Json& said(const std::string& logical) const {
    return inner_member(inner_member(inputs.document, "Resources"), logical);
  }

  Json property(const std::string& logical, const std::string& name) {
    const Json& there = inner_member(inner_member(said(logical), "Properties"), name);
    Json evaluated = evaluator.value(there);
    return is_no_value(evaluated) ? Json() : evaluated;
  }

  Json is_made(const std::string& logical) {
    const Json& condition = inner_member(said(logical), "Condition");
    if (condition.is_null()) return true;
    if (!condition.is_string()) return unknown("its condition is no name");
    return evaluator.condition(condition.get<std::string>());
  }

  const Identity& identity(const std::string& logical) {
    const auto known = identities.find(logical);
    if (known != identities.end()) return known->second;
    if (!open.insert(logical).second) {
      static const Identity kCircle{.id = unknown("resources refer to one another"),
                                    .arn = unknown("resources refer to one another")};
      return kCircle;
    }
    Identity found = find_identity(logical);
    open.erase(logical);
    return identities.emplace(logical, std::move(found)).first->second;
  }

  Identity find_identity(const std::string& logical) {
    const std::string type = text_member(said(logical), "Type");
    const Kind* kind = kind_of(type);
    if (kind == nullptr) return unread_identity(logical, type);
    if (kind->type == "AWS::ECS::TaskDefinition") return revision(logical, *kind);
    Identity found = named(logical, *kind);
    if (found.arn.is_null() && !kind->arn.empty()) {
      found.arn = arn_of(logical, *kind, found.id);
    }
    return found;
  }

  /// AWS makes it; nothing that is read can be told by its name.
  Identity unread_identity(const std::string& logical, const std::string& type) {
    const auto physical = inputs.stack.resources.find(logical);
    if (physical != inputs.stack.resources.end()) {
      return {.id = physical->second.id, .arn = Json(), .is_in_stack = true};
    }
    if (refers_to_secret(type)) {
      const Json secret = property(logical, "SecretId");
      return {.id = secret.is_null() ? unknown("it names no secret") : secret};
    }
    // What custom resources give is their makers' to say.
    if (type.empty() || may_matter(type) || type.starts_with("Custom::")) {
      const Json why =
          unknown(fmt::format("`{}` of type `{}` is not read", logical, type));
      return {.id = why, .arn = why};
    }
    const auto first = type.find("::");
    const auto second = type.find("::", first + 2);
    const std::string service = lower(type.substr(first + 2, second - first - 2));
    const std::string name = made_up_name(logical);
    std::string own = arn(service + ":{region}:{account}:{id}", name);
    if (has_arn_as_ref(type)) return {.id = own, .arn = own};
    return {.id = name, .arn = std::move(own)};
  }

  Identity named(const std::string& logical, const Kind& kind) {
    Json given = kind.is_named ? property(logical, std::string(kind.id)) : Json();
    if (!given.is_null() && !is_unknown(given)) {
      const auto text = as_text(given);
      given = text && !text->empty() ? Json(*text) : unknown("its name is no text");
    }
    const auto physical = inputs.stack.resources.find(logical);
    if (physical != inputs.stack.resources.end() &&
        physical->second.type == kind.type) {
      Identity there = physical_identity(kind, physical->second.id);
      // AWS: another name makes another resource.
      if (given.is_null() || is_unknown(given) || given == there.id) return there;
    }
    if (!given.is_null()) return {.id = std::move(given)};
    if (!kind.is_named) {
      return {.id = std::string(kind.id) + inputs.id_prefix + logical};
    }
    const std::string name = made_up_name(logical);
    return {.id = kind.type == "AWS::ECR::Repository" ? lower(name) : name};
  }

  [[nodiscard]] static Identity physical_identity(const Kind& kind,
                                                  const std::string& physical) {
    Identity there{.id = physical, .is_in_stack = true};
    if (!physical.starts_with("arn:")) return there;
    there.arn = physical;
    std::string name = aws::last_part(physical);
    if (kind.type == "AWS::SecretsManager::Secret") {
      // "...:secret:acme/db-AbCdEf"
      constexpr std::string_view kBefore = ":secret:";
      constexpr std::size_t kSuffix = 7;
      const auto at = physical.find(kBefore);
      if (at != std::string::npos && physical.size() > at + kBefore.size() + kSuffix) {
        name = physical.substr(at + kBefore.size());
        name.resize(name.size() - kSuffix);
      }
    }
    there.id = std::move(name);
    return there;
  }

  [[nodiscard]] std::string made_up_name(const std::string& logical) const {
    return inputs.environment.stack + '-' + logical;
  }

  /// AWS: every change of a task definition registers a new revision.
  Identity revision(const std::string& logical, const Kind& kind) {
    const Json given = property(logical, "Family");
    if (is_unknown(given)) return {.id = given, .arn = given};
    const std::string family =
        as_text(given).value_or(inputs.environment.stack + logical);
    const Json properties = evaluator.value(inner_member(said(logical), "Properties"));
    const Json wanted = task_definition_of(properties, family);
    const auto physical = inputs.stack.resources.find(logical);
    std::int64_t last = 0;
    for (const auto& place :
         inputs.account.all("TaskDefinition", inputs.environment.scope)) {
      if (!place.id.starts_with(family + ":")) continue;
      last = std::max(last, revision_of(place.id));
      const Json& there = inputs.account.at(place);
      const std::string own = text_member(there, "taskDefinitionArn");
      const bool is_own =
          physical != inputs.stack.resources.end() && physical->second.id == own;
      if (is_own && is_same_definition(wanted, there)) {
        return {.id = place.id, .arn = own, .is_in_stack = true};
      }
    }
    const std::string id = fmt::format("{}:{}", family, last + 1);
    return {.id = id, .arn = arn(kind.arn, id)};
  }

  Json arn_of(const std::string& logical, const Kind& kind, const Json& id) {
    if (is_unknown(id)) return id;
    const std::string name = id.get<std::string>();
    std::string rest(kind.arn);
    if (rest.find("{path}") != std::string::npos) {
      Json path = property(logical, "Path");
      if (is_unknown(path)) return path;
      rest = filled(rest, "{path}", as_text(path).value_or("/"));
    }
    if (rest.find("{cluster}") != std::string::npos) {
      Json cluster = property(logical, "Cluster");
      if (is_unknown(cluster)) return cluster;
      rest = filled(rest, "{cluster}",
                    aws::last_part(as_text(cluster).value_or("default")));
    }
    if (name.starts_with('/')) rest = filled(rest, "parameter/{id}", "parameter{id}");
    return arn(rest, name);
  }

  [[nodiscard]] std::string arn(std::string_view rest, const std::string& id) const {
    const aws::Scope& scope = inputs.environment.scope;
    const auto* partition = gates::partition_of(scope.region.str());
    std::string text =
        fmt::format("arn:{}:{}", partition == nullptr ? "aws" : partition->name, rest);
    text = filled(text, "{region}", scope.region.str());
    text = filled(text, "{account}", scope.account.str());
    return filled(text, "{id}", id);
  }

  Json reference(const std::string& logical, const std::string& what) {
    const Json& resource = said(logical);
    if (resource.is_null()) {
      return unknown(fmt::format("the template has no `{}`", logical));
    }
    Json made = is_made(logical);
    if (is_unknown(made)) return made;
    if (!made.get<bool>()) return unknown(fmt::format("`{}` is not made", logical));
    const std::string type = text_member(resource, "Type");
    const Kind* kind = kind_of(type);
    const Identity own = identity(logical);
    if (what.empty()) return ref(kind, own);
    return attribute(logical, type, kind, own, what);
  }

  static Json ref(const Kind* kind, const Identity& own) {
    if (kind == nullptr) return own.id;
    // AWS: the physical id of an elastic IP is its address.
    if (kind->type == "AWS::EC2::EIP" && !own.is_in_stack) {
      return unknown("only AWS knows the address of a new elastic IP");
    }
    return kind->ref_is_arn ? own.arn : own.id;
  }

  Json attribute(const std::string& logical, const std::string& type, const Kind* kind,
                 const Identity& own, const std::string& what) {
    constexpr std::string_view kOutput = "Outputs.";
    if (type == "AWS::CloudFormation::Stack" && what.starts_with(kOutput) &&
        inputs.output != nullptr) {
      return inputs.output(logical, what.substr(kOutput.size()));
    }
    if (type == "AWS::EC2::EIP" && own.is_in_stack) {
      return what == "PublicIp" ? own.id : unknown("only AWS knows its allocation");
    }
    const bool is_arn =
        what == "Arn" || (kind != nullptr && what == kind->arn_attribute);
    if (is_arn && !own.arn.is_null()) return own.arn;
    // AWS: "Id" of a secret is its ARN.
    if (kind != nullptr && what == "Id") return ref(kind, own);
    if (kind != nullptr && what == kind->id_attribute) return own.id;
    if (kind == nullptr && !may_matter(type)) return harmless(logical, type, own, what);
    if (type == "AWS::ECR::Repository" && what == "RepositoryUri") {
      return repository_uri(own.id);
    }
    if (type == "AWS::EC2::VPC" && what.starts_with("Default")) {
      Json found = vpc_default(own, what);
      if (!found.is_null()) return found;
    }
    if (type == "AWS::EC2::VPC" && what == "Ipv6CidrBlocks") {
      return ipv6_blocks(own.id);
    }
    if (type == "AWS::EC2::LaunchTemplate" && what.ends_with("VersionNumber")) {
      return version_number(own, what);
    }
    Json same = kind == nullptr ? Json() : property(logical, what);
    if (is_unknown(same) || as_text(same)) return same;
    return unknown(fmt::format("only AWS knows `{}` of `{}`", what, logical));
  }

  /// Never what a pull hangs on; a text keeps policies that name it whole.
  static Json harmless(const std::string& logical, const std::string& type,
                       const Identity& own, const std::string& what) {
    const bool is_of_another = what.find('.') != std::string::npos;
    if (what.ends_with("Arn") && !is_of_another && own.arn.is_string()) return own.arn;
    return unknown(
        fmt::format("only AWS knows `{}` of `{}` ({})", what, logical, type));
  }

  [[nodiscard]] Json repository_uri(const Json& id) const {
    if (is_unknown(id)) return id;
    const aws::Scope& scope = inputs.environment.scope;
    const auto* partition = gates::partition_of(scope.region.str());
    return fmt::format("{}.dkr.ecr.{}.{}/{}", scope.account.str(), scope.region.str(),
                       partition == nullptr ? "amazonaws.com" : partition->dns_suffix,
                       id.get<std::string>());
  }

  /// Of a VPC, with those that AWS is to give: a list of texts, or unknown.
  Json ipv6_blocks(const Json& vpc) {
    if (!vpc.is_string()) return vpc;
    const std::string name = vpc.get<std::string>();
    const auto known = blocks.find(name);
    if (known != blocks.end()) return known->second;
    blocks[name] = unknown("resources refer to one another");
    Json found = find_ipv6_blocks(vpc);
    blocks[name] = found;
    return found;
  }

  Json find_ipv6_blocks(const Json& vpc) {
    Json found = Json::array();
    const auto* place = inputs.account.find("Vpc", vpc.get<std::string>());
    const Json* there = place == nullptr
                            ? nullptr
                            : changes::list_member(inputs.account.at(*place),
                                                   "Ipv6CidrBlockAssociationSet");
    std::set<std::string> associations;
    for (std::size_t i = 0; there != nullptr && i < there->size(); ++i) {
      associations.insert(text_member((*there)[i], "AssociationId"));
      found.push_back(text_member((*there)[i], "Ipv6CidrBlock"));
    }
    for (const auto& [logical, resource] :
         inner_member(inputs.document, "Resources").items()) {
      if (text_member(resource, "Type") != "AWS::EC2::VPCCidrBlock") continue;
      const auto own = inputs.stack.resources.find(logical);
      const bool is_there =
          own != inputs.stack.resources.end() && associations.contains(own->second.id);
      Json made = is_made(logical);
      if (is_unknown(made)) return made;
      if (is_there || !made.get<bool>()) continue;
      Json of = property(logical, "VpcId");
      if (is_unknown(of)) return of;
      if (of != vpc || !property(logical, "CidrBlock").is_null()) continue;
      Json said = property(logical, "Ipv6CidrBlock");
      if (is_unknown(said)) return said;
      const auto amazon = as_text(property(logical, "AmazonProvidedIpv6CidrBlock"));
      if (said.is_null() && amazon != "true") {
        return unknown("only AWS knows the block that the VPC is given");
      }
      if (said.is_null()) said = block_to_come(inputs.environment.stack, logical);
      found.push_back(std::move(said));
    }
    return found;
  }

  /// Its default group or ACL; null if it is not known.
  [[nodiscard]] Json vpc_default(const Identity& own, const std::string& what) const {
    const bool is_group = what == "DefaultSecurityGroup";
    if (!own.id.is_string() || (!is_group && what != "DefaultNetworkAcl")) return {};
    if (!own.is_in_stack) {
      const NewVpcDefaults made = defaults_of_new_vpc(own.id.get<std::string>());
      return is_group ? made.group : made.acl;
    }
    const char* type = is_group ? "SecurityGroup" : "NetworkAcl";
    for (const auto& place : inputs.account.all(type, inputs.environment.scope)) {
      const Json& each = inputs.account.at(place);
      const bool is_default = is_group ? text_member(each, "GroupName") == "default"
                                       : each.value("IsDefault", Json()) == true;
      if (is_default && text_member(each, "VpcId") == own.id) return place.id;
    }
    return {};
  }

  /// Of a launch template that changes, AWS numbers the new version: reading it says
  /// so.
  [[nodiscard]] Json version_number(const Identity& own,
                                    const std::string& what) const {
    if (!own.id.is_string()) return own.id;
    if (!own.is_in_stack) return "1";
    const auto* place = inputs.account.find("LaunchTemplate", own.id.get<std::string>(),
                                            inputs.environment.scope);
    if (place != nullptr) {
      const auto text = as_text(inner_member(inputs.account.at(*place), what));
      if (text) return *text;
    }
    return unknown("which versions the launch template has is not in the snapshot");
  }
};

NewVpcDefaults defaults_of_new_vpc(const std::string& vpc) {
  const std::string own = changes::own_part(vpc);
  return {.group = "sg-default-" + own, .acl = "acl-default-" + own};
}

Resources::Resources(Inputs inputs) : state_(new State(std::move(inputs))) {}
Resources::~Resources() = default;

Evaluator& Resources::evaluator() { return state_->evaluator; }
const Environment& Resources::environment() const { return state_->inputs.environment; }
const changes::AccountDocuments& Resources::account() const {
  return state_->inputs.account;
}
const StackState& Resources::stack() const { return state_->inputs.stack; }

const Json& Resources::said(const std::string& logical_id) const {
  return state_->said(logical_id);
}
Json Resources::is_made(const std::string& logical_id) {
  return state_->is_made(logical_id);
}
std::vector<std::string> Resources::made_of_type(std::string_view type) {
  std::vector<std::string> found;
  for (const auto& [logical, resource] :
       state_->inputs.document.at("Resources").items()) {
    if (text_member(resource, "Type") == type && is_made(logical) == true) {
      found.push_back(logical);
    }
  }
  return found;
}
Json Resources::property(const std::string& logical_id, const std::string& name) {
  return state_->property(logical_id, name);
}
Json Resources::id(const std::string& logical_id) {
  return state_->identity(logical_id).id;
}
Json Resources::arn(const std::string& logical_id) {
  return state_->identity(logical_id).arn;
}
bool Resources::is_in_stack(const std::string& logical_id) {
  return state_->identity(logical_id).is_in_stack;
}
Json Resources::reference(const std::string& logical_id, const std::string& attribute) {
  return state_->reference(logical_id, attribute);
}
std::string Resources::arn_with(std::string_view rest, const std::string& id) const {
  return state_->arn(rest, id);
}

}  // namespace pullproof::cli::cloudformation
