#include "model/gates/dns_forwarding.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "model/aws/network_index.h"
#include "model/gates/name_servers.h"

namespace pullproof::gates {
namespace {

using aws::ResolverEndpoint;
using aws::ResolverEndpointAddresses;

class Lookup {
 public:
  Lookup(const aws::ResolverRule& rule, const Context& context)
      : rule_(rule), context_(context) {}

  ForwardingAnswer answer() {
    if (!find_outbound() || !find_inbound() || !vpc_answers()) {
      return {std::nullopt, question_};
    }
    return {std::move(found_), {}};
  }

 private:
  bool open(std::string call, std::string why) {
    question_ = {.call = std::move(call), .why = std::move(why)};
    return false;
  }

  /// As its owner prints the rule: whoever shares it may see less.
  [[nodiscard]] const aws::ResolverRule& own_rule() const {
    if (rule_.owner_id.empty()) return rule_;
    const auto* own = context_.account.find<aws::ResolverRule>(
        {rule_.owner_id, rule_.scope.region}, rule_.id());
    return own == nullptr ? rule_ : *own;
  }

  bool find_outbound() {
    const auto& rule = own_rule();
    const auto* endpoint =
        context_.account.find<ResolverEndpoint>(rule.scope, rule.endpoint_id);
    if (endpoint == nullptr) {
      return open(std::string(ResolverEndpoint::kCall),
                  fmt::format("resolver rule {} forwards to {} through an outbound "
                              "endpoint that is not in the snapshot",
                              rule.id(), first_target()));
    }
    if (endpoint->direction != "OUTBOUND" || endpoint->status != "OPERATIONAL") {
      return open("", fmt::format("resolver rule {} forwards through {}, of direction "
                                  "`{}` in state `{}`",
                                  rule.id(), endpoint->id(), endpoint->direction,
                                  endpoint->status));
    }
    if (!endpoint->takes_queries) {
      return open("", fmt::format("resolver rule {} forwards through {}, which does "
                                  "not send queries to port 53",
                                  rule.id(), endpoint->id()));
    }
    found_.vpc =
        context_.account.find<aws::Vpc>(endpoint->scope, endpoint->vpc_id.text);
    if (found_.vpc == nullptr) {
      return open(std::string(aws::Vpc::kCall),
                  fmt::format("{}, the VPC of {}, is not in the snapshot",
                              endpoint->vpc_id.text, endpoint->id()));
    }
    const auto* list = context_.account.find<ResolverEndpointAddresses>(endpoint->scope,
                                                                        endpoint->id());
    if (list == nullptr || list->addresses.empty()) {
      return open(
          fmt::format("{}/{}", ResolverEndpointAddresses::kCall, endpoint->id()),
          fmt::format("the addresses of {} are not in the snapshot", endpoint->id()));
    }
    if (!list->all_attached) {
      return open("", fmt::format("an address of {} is not in state `ATTACHED`",
                                  endpoint->id()));
    }
    return std::all_of(list->addresses.begin(), list->addresses.end(),
                       [&](const Address& address) {
                         return add_interface(found_.outbound, *endpoint, address);
                       });
  }

  bool find_inbound() {
    const auto& rule = own_rule();
    for (const std::string& text : rule.targets) {
      const auto address = Address::parse(text);
      const auto* endpoint = address && rule.targets_take_dns
                                 ? inbound_endpoint_at(*address, *found_.vpc, context_)
                                 : nullptr;
      if (endpoint == nullptr) {
        return open(call_about_targets(),
                    fmt::format("resolver rule {} forwards to {}, and what that "
                                "answers is not known",
                                rule.id(), text));
      }
      if (!add_interface(found_.inbound, *endpoint, *address)) return false;
    }
    return !rule.targets.empty() ||
           open("", fmt::format("resolver rule {} names no target", rule.id()));
  }

  /// The interfaces tell groups and subnets.
  bool add_interface(std::vector<Forwarding::End>& to, const ResolverEndpoint& endpoint,
                     const Address& address) {
    const auto having =
        context_.network->interfaces_at(found_.vpc->scope, found_.vpc->vpc_id, address);
    if (having.size() != 1 || having.front()->groups.empty()) {
      return open(std::string(aws::NetworkInterface::kCall),
                  fmt::format("which interface of {} has the address {} of a resolver "
                              "endpoint is not known",
                              found_.vpc->id(), address.text()));
    }
    const auto& interface = *having.front();
    if (const char* what = contradiction(interface, endpoint); what != nullptr) {
      return open(std::string(aws::NetworkInterface::kCall),
                  fmt::format("{} has the address {} of {}, and {}", interface.id(),
                              address.text(), endpoint.id(), what));
    }
    to.push_back({&interface, address});
    return true;
  }

  /// What the interface of an endpoint cannot be; null for nothing.
  static const char* contradiction(const aws::NetworkInterface& interface,
                                   const ResolverEndpoint& endpoint) {
    if (interface.is_detached) return "is attached to nothing";
    if (!interface.instance_id.empty()) return "is an instance's";
    const std::set<SecurityGroupId> own(interface.groups.begin(),
                                        interface.groups.end());
    const std::set<SecurityGroupId> told(endpoint.groups.begin(),
                                         endpoint.groups.end());
    return told.empty() || own == told ? nullptr : "has other groups";
  }

  bool vpc_answers() {
    const aws::Vpc& vpc = *found_.vpc;
    if (has_names_for_inbound_only(vpc, context_)) {
      return open("", fmt::format("{} has names for inbound resolver endpoints alone",
                                  vpc.id()));
    }
    return true;
  }

  [[nodiscard]] std::string first_target() const {
    return rule_.targets.empty() ? "another server" : rule_.targets.front();
  }

  [[nodiscard]] std::string call_about_targets() const {
    const std::string call(ResolverEndpoint::kCall);
    return context_.account.calls().seen(own_rule().scope, call) ? "" : call;
  }

  const aws::ResolverRule& rule_;
  const Context& context_;
  Forwarding found_;
  Unknown question_;
};

}  // namespace

ForwardingAnswer forwarding_of(const aws::ResolverRule& rule, const Context& context) {
  return Lookup(rule, context).answer();
}

}  // namespace pullproof::gates
