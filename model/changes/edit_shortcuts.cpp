#include "model/changes/edit_shortcuts.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/changes/document_edits.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLike = 3;

SharedJson shared(Json json) { return std::make_shared<const Json>(std::move(json)); }

Edit edit_of(Edit::Kind kind, const std::string& origin) {
  Edit edit;
  edit.kind = kind;
  edit.origin = origin;
  edit.source = {origin, ""};
  return edit;
}

Edit edit_of(Edit::Kind kind, const std::string& origin, const Place& place) {
  Edit edit = edit_of(kind, origin);
  edit.resource = place.id;
  edit.type = place.shape->type;
  return edit;
}

Change change_of(Edit edit) {
  Change change;
  change.edits.push_back(std::move(edit));
  return change;
}

/// The role has one more entry in the list, in place of one with `match`.
Change role_entry(const std::string& role, const std::string& what, const char* list,
                  Json match, Json value) {
  Edit edit =
      edit_of(Edit::Kind::SetEntry, fmt::format("--attach-policy {}={}", role, what));
  edit.resource = role;
  edit.type = "Role";
  edit.list = list;
  edit.match = shared(std::move(match));
  edit.value = shared(std::move(value));
  return change_of(std::move(edit));
}

Edit merge_of(const std::string& origin, const Place& place, Json value) {
  Edit edit = edit_of(Edit::Kind::Merge, origin, place);
  edit.value = shared(std::move(value));
  return edit;
}

Problem not_found(const AccountDocuments& account, const std::string& origin,
                  std::string_view type, const std::string& name) {
  std::string names;
  for (const std::string& each : account.like(name, kLike)) {
    names += (names.empty() ? "" : ", ") + aws::in_backticks(each);
  }
  return {origin, "",
          fmt::format("no {} is called {}; the nearest names are {}", type,
                      aws::in_backticks(name), names)};
}

/// Of the texts, those that are not in `gone`.
Json without(const std::vector<std::string>& texts, const std::set<std::string>& gone) {
  Json left = Json::array();
  for (const std::string& text : texts) {
    if (!gone.contains(text)) left.push_back(text);
  }
  return left;
}

/// A part of the account that goes down together.
class ZoneFailure {
 public:
  ZoneFailure(const AccountDocuments& account, std::string zone)
      : account_(account),
        zone_(std::move(zone)),
        origin_(fmt::format("--fail az:{}", zone_)) {}

  Result<Change> change() {
    std::vector<std::string> zones;
    for (const Place& place : account_.all("Subnet")) {
      const Json& subnet = account_.at(place);
      for (const char* name : {"AvailabilityZone", "AvailabilityZoneId"}) {
        const std::string zone = text_member(subnet, name);
        if (zone == zone_) subnets_.insert(place.id);
        if (!zone.empty()) zones.push_back(zone);
      }
    }
    if (subnets_.empty()) return no_such_zone(zones);
    fail_gateways();
    shrink_endpoints();
    shrink_services();
    return std::move(change_);
  }

 private:
  Problem no_such_zone(const std::vector<std::string>& zones) const {
    const std::set<std::string> known(zones.begin(), zones.end());
    std::string names;
    for (const std::string& each : known) {
      names += (names.empty() ? "" : ", ") + aws::in_backticks(each);
    }
    return {origin_, "",
            fmt::format("no subnet is in the zone {}; there are {}",
                        aws::in_backticks(zone_), names)};
  }

  void fail_gateways() {
    for (const Place& place : account_.all("NatGateway")) {
      if (!subnets_.contains(text_member(account_.at(place), "SubnetId"))) continue;
      change_.edits.push_back(
          merge_of(origin_, place,
                   {{"State", "failed"},
                    {"FailureMessage", fmt::format("the zone {} is down", zone_)}}));
    }
  }

  void shrink_endpoints() {
    for (const Place& place : account_.all("VpcEndpoint")) {
      const auto subnets = texts_of(account_.at(place), "SubnetIds");
      Json left = without(subnets, subnets_);
      if (left.size() == subnets.size()) continue;
      Json value = {{"SubnetIds", std::move(left)}};
      if (value["SubnetIds"].empty()) value["State"] = "failed";
      change_.edits.push_back(merge_of(origin_, place, std::move(value)));
    }
  }

  void shrink_services() {
    const std::string pointer = "/networkConfiguration/awsvpcConfiguration/subnets";
    const Json::json_pointer at(pointer);
    for (const Place& place : account_.all("Service")) {
      const Json& service = account_.at(place);
      if (!service.contains(at) || !service.at(at).is_array()) continue;
      std::vector<std::string> subnets;
      for (const Json& subnet : service.at(at)) {
        if (subnet.is_string()) subnets.push_back(subnet.get<std::string>());
      }
      Json left = without(subnets, subnets_);
      if (left.size() == subnets.size()) continue;
      if (left.empty()) {
        change_.warnings.push_back(
            fmt::format("{} has no subnet outside of {}", place.id, zone_));
        continue;
      }
      Edit edit = edit_of(Edit::Kind::Patch, origin_, place);
      edit.resource = text_member(service, "serviceArn");
      edit.value = shared(Json::array(
          {{{"op", "replace"}, {"path", pointer}, {"value", std::move(left)}}}));
      change_.edits.push_back(std::move(edit));
    }
  }

  const AccountDocuments& account_;
  std::string zone_;
  std::string origin_;
  std::set<std::string> subnets_;
  Change change_;
};

/// "host/repo:tag@digest" -> "host/repo:<tag>".
std::string with_tag(const std::string& image, const std::string& tag) {
  std::string name = image.substr(0, image.find('@'));
  const auto slash = name.rfind('/');
  const auto colon = name.find(':', slash == std::string::npos ? 0 : slash);
  return name.substr(0, colon) + ":" + tag;
}

/// Sets the tags; how many images got one.
std::size_t set_tags(Json& definition, const std::string& container,
                     const std::string& tag) {
  const auto containers = definition.find("containerDefinitions");
  if (containers == definition.end() || !containers->is_array()) return 0;
  const bool is_only = containers->size() == 1;
  std::size_t count = 0;
  for (Json& each : *containers) {
    const std::string image = text_member(each, "image");
    const bool is_of_ecr = image.find(".dkr.ecr") != std::string::npos;
    const bool is_meant = container.empty() ? is_only || is_of_ecr
                                            : text_member(each, "name") == container;
    if (!is_meant || image.empty()) continue;
    each["image"] = with_tag(image, tag);
    ++count;
  }
  return count;
}

/// The number after the newest revision of the family.
std::int64_t next_revision(const AccountDocuments& account, const std::string& family) {
  std::int64_t newest = 0;
  for (const Place& place : account.all("TaskDefinition")) {
    const Json& definition = account.at(place);
    const auto revision = definition.find("revision");
    if (text_member(definition, "family") != family || revision == definition.end() ||
        !revision->is_number_integer()) {
      continue;
    }
    newest = std::max(newest, revision->get<std::int64_t>());
  }
  return newest + 1;
}

/// Makes it the family's next revision; its ARN.
std::string make_next_revision(const AccountDocuments& account, Json& definition) {
  const std::int64_t revision =
      next_revision(account, text_member(definition, "family"));
  const std::string arn = text_member(definition, "taskDefinitionArn");
  std::string next = fmt::format("{}:{}", arn.substr(0, arn.rfind(':')), revision);
  definition["revision"] = revision;
  definition["taskDefinitionArn"] = next;
  definition["status"] = "ACTIVE";
  return next;
}

Json policy_summary(const std::string& name) {
  return {{"Id", "p-" + name},
          {"Arn", "arn:aws:organizations::aws:policy/service_control_policy/p-" + name},
          {"Name", name},
          {"Type", "SERVICE_CONTROL_POLICY"},
          {"AwsManaged", false}};
}

Edit policy_addition(const std::string& origin, Symbol owner, const std::string& name,
                     const Json& document) {
  Edit edit = edit_of(Edit::Kind::Add, origin);
  edit.type = "OrganizationPolicy";
  edit.parameter = "p-" + name;
  edit.scope = {.account = owner, .region = "us-east-1"};
  edit.value =
      shared({{"PolicySummary", policy_summary(name)}, {"Content", document.dump()}});
  return edit;
}

Edit policy_attachment(const std::string& origin, Symbol owner, const std::string& name,
                       const Place& place) {
  Edit edit = edit_of(Edit::Kind::SetEntry, origin, place);
  edit.scope.account = owner;
  edit.list = "/Policies";
  edit.match = shared({{"Id", "p-" + name}});
  edit.value = shared(policy_summary(name));
  return edit;
}

/// A VPC endpoint as the request and the account say it.
class EndpointMaker {
 public:
  EndpointMaker(const AccountDocuments& account, const EndpointRequest& request,
                const Place& vpc)
      : account_(account),
        request_(request),
        vpc_(vpc.id),
        scope_(account.scope_of(vpc)),
        origin_("--endpoint " + request.service) {}

  Result<Change> change() {
    const std::string service = full_name();
    const bool may_be_gateway =
        service.ends_with(".s3") || service.ends_with(".dynamodb");
    Json value = {{"VpcId", vpc_}, {"ServiceName", service}};
    if (may_be_gateway && request_.subnets.empty()) {
      value["VpcEndpointType"] = "Gateway";
      value["RouteTableIds"] = route_tables();
    } else if (request_.subnets.empty()) {
      return Problem{origin_, "", "an interface endpoint needs --subnets"};
    } else {
      value["VpcEndpointType"] = "Interface";
      value["SubnetIds"] = ids("Subnet", request_.subnets);
      Json groups = Json::array();
      for (const std::string& id : ids("SecurityGroup", request_.groups)) {
        groups.push_back({{"GroupId", id}});
      }
      if (!groups.empty()) value["Groups"] = std::move(groups);
    }
    if (!problems_.empty()) return std::move(problems_);
    Edit edit = edit_of(Edit::Kind::Add, origin_);
    edit.type = "VpcEndpoint";
    edit.scope = scope_;
    edit.value = shared(std::move(value));
    return change_of(std::move(edit));
  }

 private:
  /// AWS: PrivateLink guide, "AWS services that integrate": names end with the region
  /// and the service, and start otherwise in China.
  [[nodiscard]] std::string full_name() const {
    const std::string& service = request_.service;
    if (service.starts_with("com.") || service.starts_with("cn.com.")) return service;
    return fmt::format("{}com.amazonaws.{}.{}",
                       scope_.region.starts_with("cn-") ? "cn." : "", scope_.region,
                       service);
  }

  std::vector<std::string> route_tables() {
    if (!request_.route_tables.empty()) {
      return ids("RouteTable", request_.route_tables);
    }
    std::vector<std::string> tables;
    for (const Place& place : account_.all("RouteTable", scope_)) {
      if (text_member(account_.at(place), "VpcId") == vpc_) tables.push_back(place.id);
    }
    return tables;
  }

  std::vector<std::string> ids(std::string_view type,
                               const std::vector<std::string>& names) {
    std::vector<std::string> found;
    for (const std::string& name : names) {
      const auto places = account_.named(name, type);
      if (places.empty()) {
        problems_.push_back(not_found(account_, origin_, type, name));
      } else {
        found.push_back(places.front().id);
      }
    }
    return found;
  }

  const AccountDocuments& account_;
  const EndpointRequest& request_;
  std::string vpc_;
  aws::Scope scope_;
  std::string origin_;
  Problems problems_;
};

}  // namespace

Change deletion_of(const std::string& name) {
  Edit edit = edit_of(Edit::Kind::Delete, "--delete " + name);
  edit.resource = name;
  return change_of(std::move(edit));
}

Result<Change> zone_failure(const AccountDocuments& account, const std::string& zone) {
  return ZoneFailure(account, zone).change();
}

Result<Change> tag_change(const AccountDocuments& account, const std::string& service,
                          const std::string& container, const std::string& tag) {
  const std::string origin = fmt::format("--set-tag {}{}{}={}", service,
                                         container.empty() ? "" : "/", container, tag);
  const auto services = account.named(service, "Service");
  if (services.empty()) return not_found(account, origin, "service", service);
  const auto problem = [&](std::string message) {
    return Problem{origin, "", std::move(message)};
  };
  if (services.size() > 1) {
    return problem(fmt::format("several services are called {}; name it by its ARN",
                               aws::in_backticks(service)));
  }
  const Json& told = account.at(services.front());
  const std::string arn = text_member(told, "taskDefinition");
  const auto definitions = account.named(arn, "TaskDefinition");
  if (definitions.empty()) {
    return problem(fmt::format("the task definition {} is not in the snapshot",
                               aws::in_backticks(arn)));
  }
  Json definition = account.at(definitions.front());
  if (set_tags(definition, container, tag) == 0) {
    return problem(container.empty()
                       ? "no image of the service is in ECR: name the container"
                       : fmt::format("the task definition has no container {}",
                                     aws::in_backticks(container)));
  }
  const std::string next = make_next_revision(account, definition);
  Edit added = edit_of(Edit::Kind::Add, origin, definitions.front());
  added.resource.clear();
  added.scope = account.scope_of(definitions.front());
  added.value = shared(std::move(definition));
  Edit deployed = merge_of(origin, services.front(), {{"taskDefinition", next}});
  deployed.resource = text_member(told, "serviceArn");
  Change change;
  change.edits = {std::move(added), std::move(deployed)};
  return change;
}

Change inline_policy(const std::string& role, const std::string& name,
                     const Json& document) {
  return role_entry(role, name, "/RolePolicyList", {{"PolicyName", name}},
                    {{"PolicyName", name}, {"PolicyDocument", document}});
}

Change attached_policy(const std::string& role, const std::string& arn) {
  const std::string name = arn.substr(arn.rfind('/') + 1);
  return role_entry(role, arn, "/AttachedManagedPolicies", {{"PolicyArn", arn}},
                    {{"PolicyName", name}, {"PolicyArn", arn}});
}

Result<Change> control_policy(const AccountDocuments& account,
                              const std::string& target, const std::string& name,
                              const Json& document) {
  const std::string origin = target.empty() ? fmt::format("--scp {}", name)
                                            : fmt::format("--scp {}={}", target, name);
  std::set<std::string> targets{target};
  if (target.empty()) {
    targets.clear();
    for (const aws::Scope& scope : account.scopes()) targets.insert(scope.account);
  }
  Change change;
  Problems problems;
  std::set<Symbol> told;  // accounts whose exports hold the policy by now
  for (const std::string& each : targets) {
    const auto places = account.named(each, "ServiceControlPolicies");
    if (places.empty()) {
      problems.push_back(
          {origin, "",
           fmt::format("what control policies {} has is not in the snapshot: collect "
                       "organizations-list-policies-for-target for it",
                       aws::in_backticks(each))});
    }
    for (const Place& place : places) {
      const Symbol owner = account.scope_of(place).account;
      if (told.insert(owner).second) {
        change.edits.push_back(policy_addition(origin, owner, name, document));
      }
      change.edits.push_back(policy_attachment(origin, owner, name, place));
    }
  }
  if (!problems.empty()) return problems;
  return change;
}

Result<Change> new_endpoint(const AccountDocuments& account,
                            const EndpointRequest& request) {
  const auto vpcs = account.named(request.vpc, "Vpc");
  if (vpcs.empty()) {
    return not_found(account, "--endpoint " + request.service, "VPC", request.vpc);
  }
  return EndpointMaker(account, request, vpcs.front()).change();
}

}  // namespace pullproof::changes
