#include <vector>

#include <fmt/format.h>

#include "bench/account/random.h"
#include "bench/estate/vpc.h"

namespace pullproof::bench {
namespace {

constexpr std::uint64_t kHttps = 443;
constexpr std::uint64_t kDatabase = 5432;
constexpr std::uint64_t kClosed = 9999;

/// Asks one kind of question after another, each about VPCs chosen at random.
class Questions {
 public:
  explicit Questions(const EstateOptions& options)
      : options_(options), random_(options.seed) {}

  [[nodiscard]] EstateQuery inside_vpc() {
    const auto vpc = any();
    return {"inside-vpc", task(vpc), instance(vpc), kHttps};
  }
  [[nodiscard]] EstateQuery by_group() {
    const auto vpc = any();
    return {"by-group", task(vpc), instance(vpc), kDatabase};
  }
  [[nodiscard]] EstateQuery across() {
    const auto from = healthy();
    return {"across", task(from), address(healthy_but(from)), kHttps};
  }
  [[nodiscard]] EstateQuery peered() {
    const auto from = made(random_.below(2) == 0 ? Make::Requester : Make::Accepter);
    const bool requests = from.make() == Make::Requester;
    const auto to = from.other(requests ? from.number() + 1 : from.number() - 1);
    return {"peered", address(from), instance(to), kHttps};
  }
  [[nodiscard]] EstateQuery nat() {
    return {"nat",
            task(one_of(
                {Make::Plain, Make::AlsoPlain, Make::Blackhole, Make::OtherRegion})),
            internet(), kHttps};
  }
  [[nodiscard]] EstateQuery nat_of_hub() {
    return {"nat-of-hub", task(made(Make::ThroughHub)), internet(), kHttps};
  }
  [[nodiscard]] EstateQuery internet_gateway() {
    return {"internet-gateway", any().id("i", kFirstInstance), internet(), kHttps};
  }
  [[nodiscard]] EstateQuery gateway_endpoint() {
    const auto vpc = any();
    return {"gateway-endpoint", task(vpc), vpc.id("vpce", 0), kHttps};
  }
  [[nodiscard]] EstateQuery interface_endpoint() {
    const auto vpc = any();
    return {"interface-endpoint", task(vpc),
            vpc.id("vpce", 1 + random_.below(kEndpointServices)), kHttps};
  }
  [[nodiscard]] EstateQuery closed_port() {
    const auto from = healthy();
    return {"closed-port", task(from), instance(healthy_but(from)), kClosed,
            "ENI_SG_RULES_MISMATCH"};
  }
  /// AWS: a rule that names a group is about interfaces, not about whoever is in a
  /// group of that name elsewhere.
  [[nodiscard]] EstateQuery group_of_another_vpc() {
    const auto from = healthy();
    return {"group-of-another-vpc", task(from), instance(healthy_but(from)), kDatabase,
            "ENI_SG_RULES_MISMATCH"};
  }
  [[nodiscard]] EstateQuery batch_to_endpoint() {
    const auto vpc = any();
    return {"batch-to-endpoint", batch_task(vpc), vpc.id("vpce", 1), kHttps,
            "ENI_SG_RULES_MISMATCH"};
  }
  [[nodiscard]] EstateQuery no_return_route() {
    return {"no-return-route", task(healthy()), instance(made(Make::NoReturnRoute)),
            kHttps, "NO_ROUTE_TO_DESTINATION"};
  }
  [[nodiscard]] EstateQuery blackhole() {
    return {"blackhole", task(healthy()), address(made(Make::Blackhole)), kHttps,
            "TGW_RTB_BAD_STATE_ROUTE"};
  }
  [[nodiscard]] EstateQuery zone_out() {
    return {"zone-out", in_second_zone(made(Make::OneZone)), instance(healthy()),
            kHttps, "TGW_ROUTE_AZ_RESTRICTION"};
  }
  [[nodiscard]] EstateQuery zone_back() {
    return {"zone-back", task(healthy()), in_second_zone(made(Make::OneZone)), kHttps,
            "TGW_ROUTE_AZ_RESTRICTION"};
  }
  [[nodiscard]] EstateQuery closed_subnet() {
    return {"closed-subnet", task_in(0, healthy()),
            in_second_zone(made(Make::ClosedSubnet)), kHttps, "SUBNET_ACL_RESTRICTION"};
  }
  /// AWS: what comes out of the gateway in the interface's own subnet meets no ACL.
  [[nodiscard]] EstateQuery past_closed_subnet() {
    return {"past-closed-subnet", task_in(1, healthy()),
            in_second_zone(made(Make::ClosedSubnet)), kHttps};
  }
  [[nodiscard]] EstateQuery to_other_region() {
    return {"to-other-region", task(healthy()), instance(made(Make::OtherRegion)),
            kHttps, "TGW_RTB_BAD_STATE_ROUTE"};
  }
  [[nodiscard]] EstateQuery from_other_region() {
    return {"from-other-region", task(made(Make::OtherRegion)), instance(healthy()),
            kHttps, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"};
  }
  [[nodiscard]] EstateQuery no_public_address() {
    return {"no-public-address", any().id("i", kFirstInstance + 1), internet(), kHttps,
            "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"};
  }

 private:
  [[nodiscard]] EstateVpc any() { return {options_, random_.below(options_.vpcs)}; }
  [[nodiscard]] EstateVpc made(Make make) {
    const std::size_t tens = random_.below(options_.vpcs / kMakes);
    return {options_, tens * kMakes + static_cast<std::size_t>(make)};
  }
  [[nodiscard]] EstateVpc one_of(const std::vector<Make>& makes) {
    return made(makes[random_.below(makes.size())]);
  }
  [[nodiscard]] EstateVpc healthy() {
    return one_of({Make::Plain, Make::AlsoPlain, Make::ThroughHub, Make::Requester,
                   Make::Accepter});
  }
  [[nodiscard]] EstateVpc healthy_but(const EstateVpc& vpc) {
    auto other = healthy();
    while (other.number() == vpc.number()) other = healthy();
    return other;
  }

  /// Of any service but the last, whose group is another one.
  [[nodiscard]] std::string task(const EstateVpc& vpc) {
    std::size_t index = kFirstTask;
    do {
      index = kFirstTask + random_.below(kInterfaces - kFirstTask);
    } while (vpc.interface(index).service == kServices - 1);
    return vpc.id("eni", index);
  }
  [[nodiscard]] std::string task_in(std::size_t zone, const EstateVpc& vpc) {
    // From one task to the next it is the next service, in the other zone.
    return vpc.id("eni", kFirstTask + zone + 2 * random_.below(2));
  }
  [[nodiscard]] std::string batch_task(const EstateVpc& vpc) {
    std::size_t index = kFirstTask;
    while (vpc.interface(index).service != kServices - 1) ++index;
    return vpc.id("eni", index);
  }
  [[nodiscard]] std::size_t private_instance() {
    return kFirstPrivateInstance +
           random_.below(kFirstAttachment - kFirstPrivateInstance);
  }
  [[nodiscard]] std::string instance(const EstateVpc& vpc) {
    return vpc.id("i", private_instance());
  }
  [[nodiscard]] std::string address(const EstateVpc& vpc) {
    return vpc.address(vpc.interface(private_instance()));
  }
  [[nodiscard]] std::string in_second_zone(const EstateVpc& vpc) {
    constexpr std::size_t kPairs = (kFirstAttachment - kFirstPrivateInstance) / 2;
    return vpc.id("i", kFirstPrivateInstance + 1 + 2 * random_.below(kPairs));
  }
  [[nodiscard]] std::string internet() {
    return fmt::format("198.41.{}.{}", random_.below(256), random_.below(256));
  }

  EstateOptions options_;
  Random random_;
};

using Question = EstateQuery (Questions::*)();
constexpr Question kQuestions[] = {
    &Questions::inside_vpc,
    &Questions::by_group,
    &Questions::across,
    &Questions::peered,
    &Questions::nat,
    &Questions::nat_of_hub,
    &Questions::internet_gateway,
    &Questions::gateway_endpoint,
    &Questions::interface_endpoint,
    &Questions::closed_port,
    &Questions::group_of_another_vpc,
    &Questions::batch_to_endpoint,
    &Questions::no_return_route,
    &Questions::blackhole,
    &Questions::zone_out,
    &Questions::zone_back,
    &Questions::closed_subnet,
    &Questions::past_closed_subnet,
    &Questions::to_other_region,
    &Questions::from_other_region,
    &Questions::no_public_address,
};

}  // namespace

std::vector<EstateQuery> mixed_queries(const EstateOptions& options,
                                       std::size_t count) {
  Questions questions(options);
  std::vector<EstateQuery> all;
  all.reserve(count);
  while (all.size() < count) {
    all.push_back((questions.*kQuestions[all.size() % std::size(kQuestions)])());
  }
  return all;
}

std::vector<EstateQuery> service_endpoint_pairs(const EstateOptions& options) {
  std::vector<EstateQuery> all;
  for (std::size_t number = 0; number < options.vpcs; ++number) {
    const EstateVpc vpc(options, number);
    for (std::size_t task = kFirstTask; task < kFirstTask + kServices; ++task) {
      const bool is_batch = vpc.interface(task).service == kServices - 1;
      for (std::size_t i = 0; i <= kEndpointServices; ++i) {
        all.push_back({.kind = "service-endpoint",
                       .from = vpc.id("eni", task),
                       .to = vpc.id("vpce", i),
                       .port = kHttps,
                       .code = is_batch && i != 0 ? "ENI_SG_RULES_MISMATCH" : ""});
      }
    }
  }
  return all;
}

}  // namespace pullproof::bench
