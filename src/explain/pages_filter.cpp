// Names, groups, ACLs, and what endpoints carry.
#include "src/explain/page_tables.h"

namespace pullproof::cli {
namespace {

constexpr Page kPagesOfFilter[] = {
    {.code = "DNS_ANSWER_OF_OTHER_SERVICE",
     .title = "a private zone leads the name to an endpoint of another service",
     .meaning = "The name resolves to a VPC endpoint that is not for the service the "
                "name belongs to. The connection opens and TLS fails: `x509: "
                "certificate is valid for ..., not ...`.",
     .rule = "A private hosted zone of the VPC answers for its domain and what is "
             "below, and public DNS is not asked. An interface endpoint shows the "
             "certificate of its own service only.",
     .source = "Route 53 developer guide, \"Considerations when working with a private "
               "hosted zone\"",
     .console = "Route 53 > Hosted zones > (zone) > Records",
     .command = "aws route53 list-resource-record-sets --hosted-zone-id <zone>",
     .repair = "Let the record lead to the endpoint of the right service. Or delete "
               "the zone, and turn on private DNS of the right endpoint.",
     .scenario = ""},
    {.code = "DNS_FIREWALL_BLOCKS_NAME",
     .title = "DNS Firewall blocks the name",
     .meaning = "A DNS Firewall rule group of the VPC blocks the query for a name of "
                "ECR or S3. ECS shows a look-up that failed, most often `no such "
                "host`, and nothing of a firewall.",
     .rule =
         "Rule groups are asked in the order of their priority, then their rules; the "
         "first rule that matches decides, and what none matches passes. In a domain "
         "list, `*.name` is what lies below the name, not the name itself. A rule also "
         "looks at the names that an answer leads to, unless it trusts redirection.",
     .source = "Route 53 developer guide, \"Rule groups and rules in DNS Firewall\"",
     .console = "VPC > DNS firewall > Rule groups > (group) > Rules",
     .command = "aws route53resolver list-firewall-rules --firewall-rule-group-id "
                "<rule-group>",
     .repair = "Allow api.ecr.<region>.amazonaws.com, *.dkr.ecr.<region>.amazonaws.com "
               "and prod-<region>-starport-layer-bucket.s3.<region>.amazonaws.com in a "
               "rule before the one that blocks.",
     .scenario = "dns-firewall-blocks-ecr"},
    {.code = "DNS_NAME_NOT_FOUND",
     .title = "a private zone answers for the name and has no record for it",
     .meaning = "A private hosted zone covers the name and has no record for it, so "
                "that the name does not exist in the VPC. ECS shows `no such host`, "
                "though public DNS knows the name.",
     .rule = "The private zone with the most specific name that matches answers. Where "
             "it has no record for the name and type the answer is NXDOMAIN, and "
             "public DNS is not asked. Registries have the names "
             "<account>.dkr.ecr.<region>.amazonaws.com, so a zone for "
             "dkr.ecr.<region>.amazonaws.com needs a wildcard record.",
     .source = "Route 53 developer guide, \"Considerations when working with a private "
               "hosted zone\"",
     .console = "Route 53 > Hosted zones > (zone) > Records",
     .command = "aws route53 list-resource-record-sets --hosted-zone-id <zone>",
     .repair =
         "Add records of type A that lead to the endpoint, for the zone's own name and "
         "for * below it. Or delete the zone, and turn on private DNS of the endpoint.",
     .scenario = "private-zone-without-wildcard"},
    {.code = "DNS_NAME_WITHOUT_IPV6_ADDRESS",
     .title = "the name has no IPv6 address, and the subnet has no IPv4",
     .meaning = "The task is in an IPv6-only subnet without DNS64, and the host has "
                "IPv4 addresses only. The look-up gives no address that the task can "
                "use, and the pull ends there.",
     .rule = "The registry has IPv4 addresses only as "
             "<account>.dkr.ecr.<region>.amazonaws.com, and addresses of both families "
             "as <account>.dkr-ecr.<region>.on.aws. With DNS64 on, the resolver makes "
             "addresses in 64:ff9b::/96 out of IPv4 ones, and a route must take those "
             "to a NAT gateway.",
     .source = "VPC user guide, \"DNS64 and NAT64\"",
     .console = "VPC > Subnets > (subnet) > Details: DNS64; ECS > Task definitions > "
                "(family) > (revision) > Containers: Image",
     .command = "aws ec2 describe-subnets --subnet-ids <subnet>",
     .repair =
         "Name the image <account>.dkr-ecr.<region>.on.aws/<repository>. For other "
         "hosts turn on DNS64 of the subnet, and route 64:ff9b::/96 to a NAT gateway.",
     .scenario = "ipv6-only-subnet-without-dual-stack-name"},
    {.code = "DNS_SUPPORT_DISABLED",
     .title = "the resolver of the VPC is switched off",
     .meaning = "The VPC's attribute enableDnsSupport is off, so Amazon's resolver "
                "does not answer there and no name resolves. ECS shows a look-up that "
                "failed, before any connection.",
     .rule = "Amazon's resolver, at the VPC's base address plus two and at "
             "169.254.169.253, answers only while enableDnsSupport is on. Private "
             "names of endpoints and private zones need enableDnsHostnames, too. "
             "Groups and ACLs never filter queries to that resolver.",
     .source = "VPC user guide, \"DNS attributes for your VPC\"",
     .console = "VPC > Your VPCs > (VPC) > Details: DNS resolution",
     .command =
         "aws ec2 describe-vpc-attribute --vpc-id <vpc> --attribute enableDnsSupport",
     .repair = "Turn on enableDnsSupport of the VPC, and enableDnsHostnames where "
               "endpoints have private DNS.",
     .scenario = "vpc-dns-support-off"},
    {.code = "ENI_SG_RULES_MISMATCH",
     .title = "no rule of the security groups matches the traffic",
     .meaning =
         "The groups of the task, of its instance or of the endpoint have rules, and "
         "none lets the connection pass. It is dropped without an answer, and ECS "
         "shows a timeout; a private address in it points to the way to an endpoint.",
     .rule = "Groups only allow, the rules of all groups of an interface count "
             "together, and replies need no rule. A rule that names a group means the "
             "private addresses of its members. S3 has public addresses, through a "
             "gateway endpoint, too: an outbound rule must name S3's prefix list or "
             "cover them all. A task on EC2 pulls through the primary interface of its "
             "instance, with the groups of that.",
     .source = "VPC user guide, \"Security group rules\"",
     .console = "VPC > Security groups > (group) > Inbound rules, Outbound rules",
     .command =
         "aws ec2 describe-security-group-rules --filters Name=group-id,Values=<group>",
     .repair = "Allow outbound TCP 443 to the endpoints and to S3's prefix list, or to "
               "0.0.0.0/0, in a group of the task or the instance. Allow inbound TCP "
               "443 from there in a group of the endpoint.",
     .scenario = "task-group-without-443"},
    {.code = "SG_HAS_NO_RULES",
     .title = "the security groups have no rule in this direction",
     .meaning = "No group of the interface has an outbound rule or, at an endpoint, an "
                "inbound one. Every connection in that direction is dropped without an "
                "answer, and ECS shows a timeout.",
     .rule = "What no rule allows is dropped. A new group has a rule that allows "
             "everything outbound, which AWS adds and some tools remove again, and no "
             "inbound rule.",
     .source = "VPC user guide, \"Security group rules\"",
     .console = "VPC > Security groups > (group) > Inbound rules, Outbound rules",
     .command =
         "aws ec2 describe-security-group-rules --filters Name=group-id,Values=<group>",
     .repair = "Add an outbound rule for TCP 443 to a group of the task or the "
               "instance, or an inbound one from there to a group of the endpoint.",
     .scenario = "task-group-egress-empty"},
    {.code = "SG_REFERENCES_NOT_PRESERVED",
     .title = "a rule names a group, and the way does not keep groups",
     .meaning = "An inbound rule names the sender's group, and the packets pass a NAT "
                "gateway, a firewall or an appliance on their way. The receiver takes "
                "them for packets of no group and drops them; ECS shows a timeout.",
     .rule =
         "A rule that names a group means the private addresses of its members. What a "
         "middlebox passes on has lost its group, so such a rule does not match it.",
     .source = "VPC user guide, \"Security group rules\"",
     .console = "VPC > Security groups > (group) > Inbound rules: Source",
     .command =
         "aws ec2 describe-security-group-rules --filters Name=group-id,Values=<group>",
     .repair = "Allow the traffic by address instead: the blocks of the senders' "
               "subnets, or the NAT gateway's private address.",
     .scenario = ""},
    {.code = "SG_REFERENCING_SUPPORT",
     .title = "the transit gateway does not pass on security groups",
     .meaning = "An inbound rule names a group of another VPC, and the transit gateway "
                "between them has security group referencing off. The rule does not "
                "match, and ECS shows a timeout to a private address.",
     .rule = "Groups of another VPC count across a transit gateway only with "
             "SecurityGroupReferencingSupport on for the gateway and for the "
             "attachments of both VPCs. For a gateway it is off by default.",
     .source = "Transit Gateway guide, \"Amazon VPC attachments\"",
     .console = "VPC > Transit gateways > (gateway) > Details: Security Group "
                "Referencing support",
     .command = "aws ec2 describe-transit-gateways --transit-gateway-ids <gateway>",
     .repair = "Turn on SecurityGroupReferencingSupport for the gateway and both "
               "attachments. Or allow the traffic by the blocks of the other VPC.",
     .scenario = ""},
    {.code = "SUBNET_ACL_RESTRICTION",
     .title = "the network ACL of a subnet does not let the packet or its reply pass",
     .meaning = "The ACL of the subnet of the task, the endpoint or the NAT gateway "
                "denies one direction. Packet or reply vanishes, and ECS shows a "
                "timeout; where some ports or addresses are denied, some pulls fail.",
     .rule = "Entries apply in the order of their numbers: the first that matches "
             "decides, and what none matches is denied. Replies are packets like any "
             "other and go to the client's port: 32768-60999 on Linux, 49152-65535 on "
             "Windows, 1024-65535 at a NAT gateway. ACLs see S3's public addresses, "
             "through a gateway endpoint, too, and cannot name a prefix list. Traffic "
             "inside one subnet passes no ACL.",
     .source = "VPC user guide, \"Network ACL basics\"",
     .console = "VPC > Network ACLs > (ACL) > Inbound rules, Outbound rules",
     .command = "aws ec2 describe-network-acls --filters "
                "Name=association.subnet-id,Values=<subnet>",
     .repair =
         "In the task's subnet allow outbound TCP 443 and inbound TCP 1024-65535, "
         "before any entry that denies them. In an endpoint's subnet allow inbound 443 "
         "and outbound 1024-65535, in a NAT gateway's subnet all four.",
     .scenario = "acl-inbound-ephemeral-missing"},
    {.code = "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
     .title = "a gateway endpoint does not carry the protocol",
     .meaning = "A reach query asks for a protocol other than TCP through a gateway "
                "endpoint. Pulls use TCP and do not meet this.",
     .rule = "Gateway endpoints accept TCP and ICMP echo requests only, and send TCP "
             "and echo replies only.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "VPC > Endpoints > (endpoint) > Details",
     .command = "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids <endpoint>",
     .repair = "Use TCP.",
     .scenario = ""},
    {.code = "VPCE_NOT_FOR_ECR_LAYERS",
     .title = "layers do not come through this interface endpoint for S3",
     .meaning =
         "You have said `--assume s3-interface-endpoint=refused`, and the name of the "
         "layers' bucket resolves to an interface endpoint for S3.",
     .rule = "The ECS guide of 2021 to 2023 says that interface endpoints for S3 can't "
             "be used with Amazon ECR; layers are plain objects of S3, and nothing "
             "else refuses "
             "them there, so that it is taken to work unless you say otherwise.",
     .source =
         "ECS developer guide, \"Amazon ECS interface VPC endpoints\", until 2023",
     .console = "VPC > Endpoints > (endpoint) > Details",
     .command = "aws ec2 describe-vpc-endpoints --filters "
                "Name=service-name,Values=com.amazonaws.<region>.s3",
     .repair =
         "Add a gateway endpoint for S3 to the route tables of the tasks, and turn "
         "the interface endpoint's private DNS off.",
     .scenario = ""},
    {.code = "VPCE_INTRA_VPC_TRAFFIC",
     .title = "a VPC endpoint opens no connection of its own",
     .meaning =
         "A reach query names a VPC endpoint as the source. Pulls do not meet this.",
     .rule = "The service behind an endpoint answers the connections that others open, "
             "and opens none into the VPC.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "VPC > Endpoints > (endpoint) > Details",
     .command = "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids <endpoint>",
     .repair = "Ask for the way in the other direction, to the endpoint.",
     .scenario = ""},
};

}  // namespace

constinit const std::span<const Page> kFilterPages = kPagesOfFilter;

}  // namespace pullproof::cli
