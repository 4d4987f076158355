#include "src/cloudformation/deletions.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

using changes::Edit;
using changes::text_member;

class Deleter {
 public:
  Deleter(Resources& resources, Draft& draft, std::string prefix, std::string file)
      : resources_(resources),
        draft_(draft),
        prefix_(std::move(prefix)),
        file_(std::move(file)) {}

  void run() {
    std::vector<std::pair<int, std::string>> gone;
    for (const auto& [logical, there] : resources_.stack().resources) {
      if (stays(logical, there)) continue;
      const Kind* kind = kind_of(there.type);
      // What refers to others goes before them.
      gone.emplace_back(kind == nullptr ? 0 : -kind->order, logical);
    }
    std::sort(gone.begin(), gone.end());
    for (const auto& [order, logical] : gone) {
      remove(logical, resources_.stack().resources.at(logical));
    }
    if (warned_.empty()) return;
    draft_.change.warnings.push_back(
        fmt::format("the template no longer says {}: deleted, unless the former "
                    "template's DeletionPolicy retains it",
                    fmt::join(warned_, ", ")));
  }

 private:
  bool stays(const std::string& logical, const PhysicalResource& there) {
    const Json& said = resources_.said(logical);
    if (said.is_null()) return false;
    const Json made = resources_.is_made(logical);
    if (is_unknown(made)) {
      ignore(logical, there.type, why_unknown(made), true);
      return true;
    }
    if (!made.get<bool>()) {
      return text_member(said, "DeletionPolicy").starts_with("Retain");
    }
    // Another type, or another name, is another resource.
    if (text_member(said, "Type") != there.type) return false;
    const Kind* kind = kind_of(there.type);
    return kind == nullptr || kind->shape.empty() || resources_.is_in_stack(logical) ||
           kind->type == "AWS::ECS::TaskDefinition" ||
           text_member(said, "UpdateReplacePolicy") == "Retain";
  }

  void remove(const std::string& logical, const PhysicalResource& there) {
    const Kind* kind = kind_of(there.type);
    warned_.push_back(prefix_ + logical);
    if (kind == nullptr) {
      const bool matters = may_matter(there.type);
      return ignore(logical, there.type,
                    matters ? "it is deleted, and its type is not read"
                            : "no pull hangs on its type",
                    matters);
    }
    if (!kind->shape.empty()) return remove_resource(logical, there, *kind);
    if (there.type == "AWS::EC2::Route") return drop_route(logical, there);
    if (there.type == "AWS::EC2::SubnetRouteTableAssociation") {
      return drop(logical, there, "RouteTable", "Associations",
                  "RouteTableAssociationId");
    }
    if (there.type == "AWS::EC2::SubnetNetworkAclAssociation") {
      return drop(logical, there, "NetworkAcl", "Associations",
                  "NetworkAclAssociationId");
    }
    if (there.type == "AWS::EC2::VPCGatewayAttachment") {
      return drop_attachment(logical, there);
    }
    const bool is_harmless =
        there.type == "AWS::EC2::EIP" || there.type == "AWS::S3::Bucket";
    ignore(logical, there.type, "it is deleted, and what it said is not known",
           !is_harmless);
  }

  void remove_resource(const std::string& logical, const PhysicalResource& there,
                       const Kind& kind) {
    std::string id = there.id;
    const bool is_by_arn =
        kind.shape == "Service" || kind.shape == "Policy" || kind.shape == "Secret";
    if (!is_by_arn && id.starts_with("arn:")) id = aws::last_part(id);
    const auto found = resources_.account().named(id, std::string_view(kind.shape));
    if (found.empty()) {
      return ignore(logical, there.type,
                    fmt::format("it is deleted, and `{}` is not in the snapshot", id),
                    false);
    }
    Edit gone = edit(Edit::Kind::Delete, logical, kind.shape, id);
    if (kind.shape == "Key" || kind.shape == "TaskDefinition") {
      // AWS keeps a key for days, and a deregistered revision goes on being used.
      gone.kind = Edit::Kind::Merge;
      Json state = Json::object();
      if (kind.shape == "Key") {
        state["KeyState"] = "PendingDeletion";
      } else {
        state["status"] = "INACTIVE";
      }
      gone.value = std::make_shared<const Json>(std::move(state));
    }
    draft_.change.edits.push_back(std::move(gone));
  }

  /// AWS prints "rtb-1|0.0.0.0/0" for routes; older stacks hold names that say nothing.
  void drop_route(const std::string& logical, const PhysicalResource& there) {
    const auto bar = there.id.find('|');
    const bool is_told = bar != std::string::npos && there.id.starts_with("rtb-");
    const std::string table = there.id.substr(0, bar);
    if (!is_told || resources_.account().named(table, "RouteTable").empty()) {
      return ignore(logical, there.type, "it is deleted, and its route is not known",
                    true);
    }
    const std::string to = there.id.substr(bar + 1);
    const char* member = to.starts_with("pl-") ? "DestinationPrefixListId"
                         : to.find(':') != std::string::npos
                             ? "DestinationIpv6CidrBlock"
                             : "DestinationCidrBlock";
    if (is_said_elsewhere(table, member, to)) return;
    drop_entry(logical, "RouteTable", table, "/Routes", member, to);
  }

  /// A route that moved to another logical id is not taken away.
  bool is_said_elsewhere(const std::string& table, const char* member,
                         const std::string& to) const {
    for (const Edit& each : draft_.change.edits) {
      if (each.kind == Edit::Kind::SetEntry && each.resource == table &&
          text_member(*each.match, member) == to) {
        return true;
      }
    }
    return false;
  }

  /// The entry of that list, wherever it is, whose `member` is the physical id.
  void drop(const std::string& logical, const PhysicalResource& there, const char* type,
            const char* list, const char* member) {
    const auto& account = resources_.account();
    for (const auto& place : account.all(type, resources_.environment().scope)) {
      const Json* entries = changes::list_member(account.at(place), list);
      for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
        if (text_member((*entries)[i], member) != there.id) continue;
        return drop_entry(logical, type, place.id, std::string("/") + list, member,
                          there.id);
      }
    }
    ignore(logical, there.type, "it is deleted, and it is not in the snapshot", true);
  }

  /// "IGW|vpc-1".
  void drop_attachment(const std::string& logical, const PhysicalResource& there) {
    const std::string vpc = there.id.substr(there.id.find('|') + 1);
    const auto& account = resources_.account();
    for (const auto& place :
         account.all("InternetGateway", resources_.environment().scope)) {
      const Json* entries = changes::list_member(account.at(place), "Attachments");
      for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
        if (text_member((*entries)[i], "VpcId") != vpc) continue;
        return drop_entry(logical, "InternetGateway", place.id, "/Attachments", "VpcId",
                          vpc);
      }
    }
    ignore(logical, there.type, "it is deleted, and it is not in the snapshot", true);
  }

  void drop_entry(const std::string& logical, std::string_view type,
                  const std::string& id, std::string list, const char* member,
                  const std::string& value) {
    Edit dropped = edit(Edit::Kind::DropEntry, logical, type, id);
    dropped.list = std::move(list);
    dropped.match = std::make_shared<const Json>(Json::object({{member, value}}));
    draft_.change.edits.push_back(std::move(dropped));
  }

  Edit edit(Edit::Kind kind, const std::string& logical, std::string_view type,
            const std::string& id) {
    Edit made;
    made.kind = kind;
    made.origin = prefix_ + logical;
    made.type = type;
    made.resource = id;
    made.scope = resources_.environment().scope;
    made.source = {.file = file_, .pointer = "/Resources"};
    return made;
  }

  void ignore(const std::string& logical, const std::string& type, std::string why,
              bool matters) {
    draft_.change.ignored.push_back({.origin = prefix_ + logical,
                                     .type = type,
                                     .why = std::move(why),
                                     .matters = matters,
                                     .scope = resources_.environment().scope});
  }

  Resources& resources_;
  Draft& draft_;
  std::string prefix_;
  std::string file_;
  std::vector<std::string> warned_;
};

}  // namespace

void delete_what_is_gone(Resources& resources, Draft& draft,
                         const std::string& origin_prefix, const std::string& file) {
  Deleter(resources, draft, origin_prefix, file).run();
}

}  // namespace pullproof::cli::cloudformation
