#include "model/reach_end.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/aws/document_context.h"
#include "model/client_ports.h"
#include "model/gates/endpoint_state.h"
#include "model/gates/internet_gateway.h"
#include "model/gates/name_servers.h"
#include "model/gates/prefix_set.h"
#include "model/hop_words.h"
#include "model/reach_place.h"

namespace pullproof::model {
namespace {

/// Of a system that was not seen.
constexpr Interval kEitherPorts = {kLinuxPorts.first, kWindowsPorts.last};

class EndFinder {
 public:
  EndFinder(const gates::Context& context, const NamedEnd& end, Family family)
      : context_(context),
        text_(end.text),
        named_(parse_place(end.text)),
        vpc_(parse_place(end.vpc)),
        option_(end.option),
        family_(family) {}

  Result<FoundEnds> find() {
    const std::string& id = named_.id;
    if (id.starts_with("eni-")) {
      add_named<aws::NetworkInterface>([this](const auto& row) { add(row); });
    } else if (id.starts_with("i-")) {
      add_named<aws::Instance>([this](const auto& row) { add_instance(row); });
    } else if (id.starts_with("vpce-")) {
      add_named<aws::VpcEndpoint>([this](const auto& row) { add_endpoint(row); });
    } else if (id.starts_with("nat-")) {
      add_named<aws::NatGateway>([this](const auto& row) { add_nat_gateway(row); });
    } else if (is_task(id)) {
      add_task();
    } else if (const auto address = Address::parse(text_)) {
      add_address(*address);
    } else if (is_load_balancer(id)) {
      add_load_balancer();
    } else {
      problem(fmt::format(
          "expected as `{}` an interface, instance, endpoint or NAT gateway "
          "(`eni-1`, `i-1`, `vpce-1`, `nat-1`, or `ACCOUNT/eni-1` where several have "
          "the id), a task's id or ARN, a load balancer's name or ARN, or an address, "
          "found {}",
          option_, aws::in_backticks(text_)));
    }
    if (!problems_.empty()) return std::move(problems_);
    if (found_.closed && !found_.ends.empty()) {
      found_.lacks_family = false;
      leave_open("", fmt::format("packets come to some interfaces of {} only", text_));
    }
    return std::move(found_);
  }

 private:
  void problem(std::string message) {
    problems_.push_back({"command line", "", std::move(message)});
  }

  /// Two accounts or regions may have the id.
  template <class T, class Add>
  void add_named(const Add& add_row) {
    const auto rows = context_.account.table<T>().all_with(named_.id, named_.scope);
    if (rows.empty()) {
      leave_open(T::kCall, fmt::format("{} is not in the snapshot", text_));
    } else if (rows.size() > 1) {
      leave_open(
          "", fmt::format("several resources of the snapshot are {}: say which "
                          "as {}/{}",
                          text_, account_and_region(rows.front()->scope), named_.id));
    } else {
      add_row(*rows.front());
    }
  }

  [[nodiscard]] const char* family_name() const {
    return family_ == Family::Ipv4 ? "IPv4" : "IPv6";
  }

  /// An address that was asked for is of the other family.
  void lack_family() {
    found_.lacks_family = true;
    leave_open("", fmt::format("{} is no {} address", text_, family_name()));
  }

  void lack_family(const std::string& id, const aws::Source& source) {
    found_.lacks_family = true;
    close({.packet = {}, .id = id, .family = family_, .source = source});
  }

  void close(gates::ClosedEndPlace place) { found_.closed = std::move(place); }

  void leave_open(std::string_view call, std::string why) {
    found_.unknown = Unknown{.call = std::string(call), .why = std::move(why)};
  }

  void add_interface(const InterfaceId& id, const aws::Scope& near) {
    const auto* interface = context_.account.find<aws::NetworkInterface>(near, id.text);
    if (interface == nullptr) {
      leave_open(aws::NetworkInterface::kCall,
                 fmt::format("interface {} is not in the snapshot", id.text));
      return;
    }
    add(*interface);
  }

  void add(const aws::NetworkInterface& interface) {
    const auto address = interface.first_address(family_);
    if (!address) {
      lack_family(interface.id(), interface.source);
      return;
    }
    add(interface, *address);
  }

  void add(const aws::NetworkInterface& interface, const Address& address) {
    if (contradicts(interface, address)) return;
    const auto* instance = context_.account.find<aws::Instance>(
        interface.scope, interface.instance_id.text);
    if (instance != nullptr && !runs(*instance)) return;
    const auto* subnet =
        context_.account.find<aws::Subnet>(interface.scope, interface.subnet_id.text);
    ReachEnd end{.id = text_,
                 .name = interface.id(),
                 // A shared subnet's is its owner's.
                 .scope = subnet == nullptr ? interface.scope : subnet->scope,
                 .vpc = interface.vpc_id,
                 .subnet = interface.subnet_id,
                 .addresses = IntervalSet::single(address.value),
                 .family = address.family};
    end.public_address = public_address_of(context_, interface, address);
    end.public_question = public_question_of(context_, interface, address);
    end.address_fact = gates::fact_about(
        interface.id(), interface.source,
        end.public_address ? "it has the public address " + end.public_address->text()
                           : "it has no public address");
    end.groups = interface.groups;
    end.has_groups = !interface.groups.empty();
    if (const auto question = question_about(context_, interface)) {
      found_.unknown = question;
      return;
    }
    const auto ports = ports_of(context_, interface);
    end.are_ports_known = ports.has_value();
    end.client_ports = ports.value_or(kEitherPorts);
    if (interface.interface_type == "vpc_endpoint") {
      end.endpoint = gates::endpoint_with(context_, interface);
    }
    end.nat = nat_of(interface);
    found_.ends.push_back(std::move(end));
  }

  /// Facts that cannot all be true leave open what is.
  bool contradicts(const aws::NetworkInterface& interface, const Address& address) {
    const auto* subnet =
        context_.account.find<aws::Subnet>(interface.scope, interface.subnet_id.text);
    if (subnet == nullptr) {
      leave_open(aws::Subnet::kCall,
                 fmt::format("subnet {} of {} is not in the snapshot",
                             interface.subnet_id.text, interface.id()));
    } else if (const auto question = dispute_about(context_, interface, *subnet)) {
      found_.unknown = question;
    } else if (!holds(*subnet, address)) {
      leave_open(aws::NetworkInterface::kCall,
                 fmt::format("the address {} of {} is not in its subnet {}",
                             address.text(), interface.id(), subnet->id()));
    } else if (address.family == Family::Ipv6 &&
               is_outside_of_vpc(interface, address)) {
      leave_open(aws::Vpc::kCall,
                 fmt::format("the address {} of {} is in no block of {}",
                             address.text(), interface.id(), interface.vpc_id.text));
    } else if (address.family == Family::Ipv4 &&
               public_ipv4().contains(address.value)) {
      leave_open("", fmt::format("the private address {} of {} is a public one",
                                 address.text(), interface.id()));
    }
    return found_.unknown.has_value();
  }

  [[nodiscard]] bool is_outside_of_vpc(const aws::NetworkInterface& interface,
                                       const Address& address) const {
    const auto* vpc =
        context_.account.find<aws::Vpc>(interface.scope, interface.vpc_id.text);
    return vpc != nullptr &&
           !addresses_of(vpc->cidrs, address.family).contains(address.value);
  }

  static bool holds(const aws::Subnet& subnet, const Address& address) {
    const auto& block = address.family == Family::Ipv4 ? subnet.cidr : subnet.ipv6_cidr;
    return block && block->contains(address);
  }

  [[nodiscard]] const aws::NatGateway* nat_of(
      const aws::NetworkInterface& interface) const {
    if (interface.interface_type != "nat_gateway") return nullptr;
    return context_.network->nat_gateway_of(interface.scope, interface.interface_id);
  }

  /// AWS: EC2 user guide, "Instance lifecycle".
  [[nodiscard]] bool runs(const aws::Instance& instance) {
    if (instance.state.empty() || instance.state == "running") return true;
    if (instance.state == "stopped" || instance.state == "terminated") {
      close({.packet = {},
             .id = instance.id(),
             .why = gates::ClosedEndPlace::Why::NotRunning,
             .state = instance.state,
             .source = instance.source});
    } else {
      leave_open("", fmt::format("instance {} is in state `{}`", instance.id(),
                                 instance.state));
    }
    return false;
  }

  void add_instance(const aws::Instance& instance) {
    if (!runs(instance)) return;
    const auto* interface =
        context_.network->primary_interface(instance.scope, instance.instance_id);
    if (interface == nullptr) {
      leave_open(
          aws::NetworkInterface::kCall,
          fmt::format("the primary interface of {} is not in the snapshot", text_));
      return;
    }
    add(*interface);
  }

  /// An ARN, or the 32 digits that it ends with.
  static bool is_task(const std::string& text) {
    if (text.starts_with("arn:")) return text.find(":task/") != std::string::npos;
    return text.size() == 32 &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
  }

  void add_task() {
    const auto* task = named_.id.starts_with("arn:")
                           ? context_.account.find<aws::RunningTask>({}, named_.id)
                           : context_.network->task(named_.id);
    if (task == nullptr) {
      leave_open(aws::RunningTask::kCall,
                 fmt::format("task {} is not in the snapshot, or several are", text_));
    } else if (task->status == "STOPPED") {
      leave_open("", fmt::format("task {} is in state `{}`", text_, task->status));
    } else if (!task->interface_id.empty()) {
      add_interface(task->interface_id, task->scope);
      for (auto& end : found_.ends) take_ports_of(*task, end);
    } else {
      add_host_of(*task);
    }
  }

  void take_ports_of(const aws::RunningTask& task, ReachEnd& end) const {
    if (task.platform_family.empty()) return;
    end.client_ports = task.platform_family.starts_with("Windows")
                           ? kWindowsPorts
                           : linux_ports(context_.switches);
    end.are_ports_known = true;
  }

  /// A task in network mode host or bridge is where its instance is.
  void add_host_of(const aws::RunningTask& task) {
    const auto* host = context_.account.find<aws::ContainerInstance>(
        task.scope, task.container_instance);
    const auto* interface = host == nullptr ? nullptr
                                            : context_.network->primary_interface(
                                                  host->scope, host->instance_id);
    if (interface == nullptr) {
      leave_open(host == nullptr ? aws::ContainerInstance::kCall
                                 : aws::NetworkInterface::kCall,
                 fmt::format("the interface of task {} is not in the snapshot", text_));
      return;
    }
    add(*interface);
  }

  void add_endpoint(const aws::VpcEndpoint& endpoint) {
    if (endpoint.type == aws::VpcEndpoint::Type::Gateway) {
      add_gateway(endpoint);
    } else if (endpoint.interfaces.empty()) {
      leave_open(aws::VpcEndpoint::kCall, fmt::format("{} has no interface", text_));
    } else {
      for (const auto& id : endpoint.interfaces) add_interface(id, endpoint.scope);
    }
  }

  /// A bare word is only a load balancer's if the snapshot has it.
  [[nodiscard]] bool is_load_balancer(const std::string& text) const {
    return text.find(":loadbalancer/") != std::string::npos ||
           !balancers_named(context_, named_).empty();
  }

  /// Clients may get the address of any of its interfaces.
  void add_load_balancer() {
    const auto named = balancers_named(context_, named_);
    if (named.size() != 1) {
      leave_open(named.empty() ? aws::LoadBalancer::kCall : "",
                 fmt::format("{} of the snapshot {} {}",
                             named.empty() ? "no load balancer" : "several",
                             named.empty() ? "is" : "load balancers are", text_));
      return;
    }
    const aws::LoadBalancer& balancer = *named.front();
    const auto& interfaces = context_.network->interfaces_of(balancer);
    if (balancer.state != "active") {
      leave_open("", fmt::format("load balancer {} is in state `{}`", balancer.name,
                                 balancer.state));
    } else if (balancer.type == "network" && std::string_view(option_) == "from") {
      // AWS: Network Load Balancers guide, "Client IP preservation".
      leave_open("", fmt::format("whose address packets from {} carry depends on its "
                                 "target groups, which are not modelled yet",
                                 balancer.name));
    } else if (interfaces.empty() || lacks_interface(balancer, interfaces)) {
      leave_open(aws::NetworkInterface::kCall,
                 fmt::format("{} interfaces of {} are in the snapshot",
                             interfaces.empty() ? "no" : "not all", balancer.name));
    } else {
      for (const auto* interface : interfaces) add(*interface);
    }
  }

  /// Whatever its service's prefix list holds.
  void add_gateway(const aws::VpcEndpoint& endpoint) {
    if (family_ != Family::Ipv4) {
      leave_open("", fmt::format("what IPv6 packets to gateway endpoint {} meet is not "
                                 "modelled yet",
                                 text_));
      return;
    }
    const auto* list =
        context_.network->service_prefix_list(endpoint.scope, endpoint.service_name);
    ReachEnd end{.id = text_,
                 .name = text_,
                 .scope = endpoint.scope,
                 .vpc = {},
                 .subnet = {},
                 .addresses = {}};
    end.gateway = &endpoint;
    if (list != nullptr) {
      const auto set =
          gates::prefix_set(context_, endpoint.scope, list->prefix_list_id);
      if (set.blocks != nullptr)
        end.addresses = addresses_of(*set.blocks, Family::Ipv4);
    }
    // Without entries the list stands for some public addresses.
    if (list == nullptr) {
      leave_open(aws::PrefixList::kCall,
                 fmt::format("the prefix list of {} is not in the snapshot",
                             endpoint.service_name));
      return;
    }
    found_.ends.push_back(std::move(end));
  }

  void add_nat_gateway(const aws::NatGateway& gateway) {
    if (family_ != Family::Ipv4) {
      lack_family(gateway.id(), gateway.source);
      return;
    }
    if (gateway.regional && std::string_view(option_) == "to") {
      close({.packet = {},
             .id = gateway.id(),
             .why = gates::ClosedEndPlace::Why::NatGateway,
             .source = gateway.source});
      return;
    }
    for (const auto& address : gateway.addresses) {
      if (!address.private_address || !address.usable) continue;
      ReachEnd end{.id = text_,
                   .name = text_,
                   .scope = gateway.scope,
                   .vpc = gateway.vpc_id,
                   .subnet = gateway.subnet_id,
                   .addresses = IntervalSet::single(address.private_address->value)};
      end.public_address = address.public_address;
      end.nat = &gateway;
      end.client_ports = kManagedPorts;
      end.address_fact = gates::fact_about(
          text_, gateway.source,
          end.public_address ? "it has a public address" : "it has no public address");
      found_.ends.push_back(std::move(end));
    }
    if (found_.ends.empty()) {
      leave_open(aws::NatGateway::kCall,
                 fmt::format("NAT gateway {} has no private address", text_));
    }
  }

  void add_address(const Address& address) {
    if (address.family != family_) {
      lack_family();
      return;
    }
    if (is_link_local(address)) {
      add_link_local(address);
      return;
    }
    if (nat64_block().contains(address)) {
      add_behind_nat64(address);
      return;
    }
    // IPv6 addresses of VPCs are public ones.
    const bool is_vpcs = !context_.network->vpcs_with(address).empty();
    const bool is_outside =
        address.family == Family::Ipv4
            ? public_ipv4().contains(address.value) && (!is_vpcs || !is_in_vpc(address))
            : !is_vpcs && public_ipv6().contains(address.value);
    if (is_outside) {
      add_public(address);
    } else {
      add_private(address);
    }
  }

  /// AWS: VPC user guide, "Configure route tables": nothing in 169.254.168.0/22 is ever
  /// forwarded; IPv4 link-local addresses are in no VPC (RFC 3927).
  static bool is_link_local(const Address& address) {
    static const Cidr kBlock = *Cidr::parse("169.254.0.0/16");
    return kBlock.contains(address);
  }

  void add_link_local(const Address& address) {
    static const Address kTime = *Address::parse("169.254.169.123");
    static const Address kMetadata = *Address::parse("169.254.169.254");
    if (gates::is_amazon_resolver(address)) {
      add_amazon({.name = "the DNS resolver", .needs_dns = true}, address, {});
    } else if (address == kTime) {
      add_amazon({.name = "the time service", .port = 123, .takes_tcp = false}, address,
                 {});
    } else if (address == kMetadata) {
      add_amazon({.name = "the instance metadata service",
                  .port = 80,
                  .takes_udp = false,
                  .is_for_instances = true},
                 address, {});
    } else {
      leave_open("",
                 fmt::format("{} is link-local, so no route leads to it, and whether "
                             "Amazon answers there is not documented for everybody",
                             text_));
    }
  }

  void add_amazon(AmazonService service, const Address& address, const Position& in) {
    if (std::string_view(option_) == "from") {
      leave_open("", fmt::format("{} opens no connections that are documented", text_));
      return;
    }
    ReachEnd end{.id = text_,
                 .name = text_,
                 .scope = in.scope,
                 .vpc = in.vpc,
                 .subnet = {},
                 .addresses = IntervalSet::single(address.value)};
    end.amazon = std::move(service);
    found_.ends.push_back(std::move(end));
  }

  /// An interface has it as its own address in its VPC.
  [[nodiscard]] bool is_in_vpc(const Address& address) const {
    const auto vpcs = context_.network->vpcs_with(address);
    return std::any_of(vpcs.begin(), vpcs.end(), [&](const aws::Vpc* vpc) {
      return !context_.network->interfaces_at(vpc->scope, vpc->vpc_id, address).empty();
    });
  }

  /// AWS: VPC user guide, "DNS64 and NAT64".
  void add_behind_nat64(const Address& address) {
    const IntervalSet ipv4 = from_nat64(IntervalSet::single(address.value));
    const Address behind{.family = Family::Ipv4,
                         .value = ipv4.intervals().front().first};
    const bool is_outside = public_ipv4().contains(behind.value) &&
                            context_.network->interfaces_with(behind).empty();
    if (is_outside) {
      add_outside(address, false);
      return;
    }
    leave_open("", fmt::format("{} stands for {}, and what NAT64 makes of addresses of "
                               "VPCs is not modelled",
                               text_, behind.text()));
  }

  void add_public(const Address& address) {
    static const std::vector<const aws::NetworkInterface*> kNone;
    const auto& own = address.family == Family::Ipv4
                          ? context_.network->interfaces_with(address)
                          : kNone;
    if (own.empty()) {
      add_outside(address, false);
    } else if (const auto question = gates::contested_address(context_, address)) {
      found_.unknown = question;
    } else {
      add(*own.front(), private_address_of(*own.front(), address));
      for (auto& end : found_.ends) end.by_public_address = true;
    }
  }

  void add_outside(const Address& address, bool is_beyond) {
    found_.ends.push_back({.id = text_,
                           .name = text_,
                           .scope = {},
                           .vpc = {},
                           .subnet = {},
                           .addresses = IntervalSet::single(address.value),
                           .client_ports = kManagedPorts,
                           .family = address.family,
                           .is_beyond = is_beyond});
  }

  /// Requires: the interface has the public address.
  static Address private_address_of(const aws::NetworkInterface& interface,
                                    const Address& address) {
    for (const auto& [own, other] : interface.more_public_addresses) {
      if (other == address) return own;
    }
    return interface.primary_ipv4().value_or(address);
  }

  /// Private, or at least of some host: RFC 6890.
  static bool is_unicast(const Address& address) {
    static const IntervalSet kNone = [] {
      IntervalSet all;
      for (const char* block : {"0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"}) {
        all = all.united(Cidr::parse(block)->addresses());
      }
      return all;
    }();
    static const Cidr kMulticast = *Cidr::parse("ff00::/8");
    return address.family == Family::Ipv4
               ? !kNone.contains(address.value)
               : !kMulticast.contains(address) && address.value > 1;
  }

  void add_private(const Address& address) {
    const auto having = vpcs_having(context_, address, vpc_);
    if (having.size() > 1) {
      problem(fmt::format("{} is an address of several VPCs ({}): say which with --vpc",
                          text_, names_of(having)));
      return;
    }
    const bool is_target = std::string_view(option_) == "to";
    if (having.empty() && is_target && !is_unicast(address)) {
      leave_open("", fmt::format("{} is no address of one host", text_));
      return;
    }
    if (having.empty() && is_target && vpc_.id.empty()) {
      add_outside(address, true);
      return;
    }
    if (having.empty()) {
      leave_open(aws::Vpc::kCall,
                 fmt::format("no VPC of the snapshot{} has {}",
                             vpc_.id.empty() ? "" : " " + vpc_.id, text_));
      return;
    }
    const auto& vpc = *having.front();
    const auto with_it =
        context_.network->interfaces_at(vpc.scope, vpc.vpc_id, address);
    if (with_it.empty() && gates::is_amazon_resolver(address, vpc)) {
      add_amazon({.name = "the DNS resolver of " + vpc.id(), .needs_dns = true},
                 address, {vpc.scope, vpc.vpc_id, {}});
      return;
    }
    if (with_it.size() != 1) {
      leave_open(aws::NetworkInterface::kCall,
                 fmt::format("{} in {} {} the address {}",
                             with_it.empty() ? "no interface" : "several interfaces",
                             vpc.id(), with_it.empty() ? "has" : "have", text_));
      return;
    }
    add(*with_it.front(), address);
    for (auto& end : found_.ends) end.by_private_address = true;
  }

  const gates::Context& context_;
  const std::string& text_;
  NamedPlace named_;
  NamedPlace vpc_;
  const char* option_;
  Family family_;
  FoundEnds found_;
  Problems problems_;
};

}  // namespace

Result<FoundEnds> reach_ends(const gates::Context& context, const NamedEnd& end,
                             Family family) {
  return EndFinder(context, end, family).find();
}

}  // namespace pullproof::model
