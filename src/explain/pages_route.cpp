// Routes, gateways, NAT, transit gateways, peering, block public access, firewalls.
#include "src/explain/page_tables.h"

namespace pullproof::cli {
namespace {

constexpr Page kPagesOfRoute[] = {
    {.code = "BAD_STATE",
     .title = "a gateway, an endpoint or a connection on the way is not in service",
     .meaning =
         "A route leads to something that exists and carries nothing: a NAT gateway "
         "that failed, a peering connection that nobody accepted, an endpoint that is "
         "being deleted, or a transit gateway without an attachment of the VPC. "
         "Packets vanish there, and ECS shows a timeout, `dial tcp ...: i/o timeout`.",
     .rule = "NAT gateways, VPC endpoints and transit gateways carry traffic in state "
             "`available` only, peering connections in state `active`, appliances "
             "while their instance runs. A route may still be `active` while its "
             "target is out of service, and AWS then tries no other route.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "VPC > NAT gateways, Endpoints, Peering connections or Transit gateway "
                "attachments > (resource) > Details: State",
     .command = "aws ec2 describe-nat-gateways --nat-gateway-ids <nat>",
     .repair = "Accept, start or create again what the finding blames, and point the "
               "routes to it. A failed NAT gateway does not recover: FailureMessage "
               "tells why it failed, and a new one must take its place.",
     .scenario = "nat-gateway-failed"},
    {.code = "BAD_STATE_ATTACHMENT",
     .title =
         "a gateway is not attached to the VPC, or its attachment is not in service",
     .meaning =
         "The route leads to an internet gateway or a virtual private gateway that is "
         "not attached to the VPC, or into a transit gateway through an attachment "
         "that is not `available`. Nothing is carried, and ECS shows a timeout.",
     .rule = "An internet gateway or a virtual private gateway serves only the VPC "
             "that it is attached to. A route to one that is not attached is a "
             "blackhole. A transit gateway takes packets of a VPC only through an "
             "attachment in state `available`.",
     .source = "VPC user guide, \"Internet gateways\"",
     .console = "VPC > Internet gateways > (gateway) > Details: State and VPC ID",
     .command = "aws ec2 describe-internet-gateways --internet-gateway-ids <gateway>",
     .repair =
         "Attach the gateway to the VPC again, or point the route to a gateway that is "
         "attached. Accept the transit gateway's attachment, or create it again.",
     .scenario = "internet-gateway-detached"},
    {.code = "BAD_STATE_ROUTE",
     .title = "the route that takes the packet is a blackhole",
     .meaning = "The most specific route to the destination leads to something that is "
                "gone, such as a NAT gateway that was deleted. Packets are dropped "
                "without an answer, and ECS shows a timeout.",
     .rule = "The longest prefix that matches decides, and a blackhole route that wins "
             "drops: there is no second choice. A route becomes a blackhole when its "
             "target is deleted or detached.",
     .source = "VPC user guide, \"Configure route tables\"",
     .console = "VPC > Route tables > (table) > Routes: Status",
     .command = "aws ec2 describe-route-tables --route-table-ids <table>",
     .repair = "Point the route to a target that exists. Or delete it, so that the "
               "next best route takes the packet.",
     .scenario = "private-subnet-nat-deleted"},
    {.code = "ENI_SOURCE_DEST_CHECK_RESTRICTION",
     .title = "an appliance's interface drops packets that are not for itself",
     .meaning = "A route leads to the network interface of an appliance or a NAT "
                "instance, whose source/destination check is on. The interface drops "
                "what it should pass on, and ECS shows a timeout.",
     .rule = "With the check on, an interface takes only packets to an address of its "
             "own, and sends only packets from one. The check is on until somebody "
             "turns it off.",
     .source = "EC2 user guide, \"Source/destination checking\"",
     .console = "EC2 > Network interfaces > (interface) > Details: Source/dest. check",
     .command = "aws ec2 describe-network-interface-attribute --network-interface-id "
                "<interface> --attribute sourceDestCheck",
     .repair = "Turn off the source/destination check of each interface through which "
               "the appliance passes packets on.",
     .scenario = ""},
    {.code = "FIREWALL_ASYMMETRIC_ROUTING",
     .title = "a network firewall sees one direction of the connection only",
     .meaning =
         "The task's packets pass the firewall and the replies do not, or the other "
         "way round. The firewall lacks the beginning of the connection and drops the "
         "rest, so ECS shows a timeout though every route leads somewhere.",
     .rule = "The stateful engine must see both directions of a connection. Unless its "
             "stream exception policy is CONTINUE, it drops or rejects TCP packets of "
             "which it has not seen the beginning. Without appliance mode, a transit "
             "gateway keeps packets in the zone that they come from, so a reply may "
             "meet the firewall's endpoint in another zone.",
     .source = "Network Firewall developer guide, \"Avoiding asymmetric routing\"",
     .console = "VPC > Route tables > (table) > Routes; VPC > Transit gateway "
                "attachments > (attachment) > Details: Appliance mode support",
     .command = "aws ec2 describe-route-tables --filters Name=vpc-id,Values=<vpc>",
     .repair = "Route both directions through the same firewall endpoint, in the "
               "tables of the task's subnets and in that of the gateway by which "
               "replies come in. Behind a transit gateway, turn on appliance mode of "
               "the inspection VPC's attachment.",
     .scenario = "firewall-sees-one-direction"},
    {.code = "FIREWALL_RULES_RESTRICTION",
     .title = "the rules of a network firewall drop the connection",
     .meaning =
         "AWS Network Firewall drops the packets, or the TLS hello that names the "
         "host. Often an allow list holds ECR's names and lacks the S3 host of the "
         "layers: token and manifest arrive, and the layers end in a timeout.",
     .rule = "Stateless rules judge each packet; what they forward, the stateful rules "
             "judge as a connection. In strict order the first rule that matches "
             "decides, and the default actions come last; in default action order all "
             "pass rules come before all drop rules. A domain list compares the server "
             "name of the TLS hello, and one that allows drops every other name.",
     .source = "Network Firewall developer guide, \"Stateful domain list rule groups\"",
     .console = "VPC > Network Firewall > Firewall policies > (policy) > (rule group)",
     .command =
         "aws network-firewall describe-rule-group --rule-group-arn <rule-group-arn>",
     .repair =
         "Pass TCP 443 to api.ecr.<region>.amazonaws.com, "
         "<account>.dkr.ecr.<region>.amazonaws.com and "
         "prod-<region>-starport-layer-bucket.s3.<region>.amazonaws.com. Or reach ECR "
         "and S3 through endpoints in the task's own VPC, past the firewall.",
     .scenario = "firewall-allow-list-lacks-s3"},
    {.code = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
     .title = "an internet gateway gets packets to a private address",
     .meaning = "No route of the table is for the private address, so the default "
                "route takes the packet to an internet gateway, which drops it. This "
                "happens to replies into another VPC, and where a private zone "
                "resolves a name to another VPC's addresses. ECS shows a timeout.",
     .rule = "Internet gateways reject outbound packets to the addresses of RFC 1918: "
             "10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16. Another VPC is reached by "
             "a route of its own, through a peering connection or a transit gateway.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "VPC > Route tables > (table) > Routes",
     .command = "aws ec2 describe-route-tables --route-table-ids <table>",
     .repair = "Add a route to the other VPC's block, through the peering connection "
               "or the transit gateway that joins the two. If the name should not "
               "resolve to that address, mend the private zone that answers for it.",
     .scenario = "transit-gateway-return-route-missing"},
    {.code = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS",
     .title = "an internet gateway gets packets to a shared address",
     .meaning = "The default route takes packets to an address in 100.64.0.0/10 to an "
                "internet gateway, which drops them. VPCs with a block from that space "
                "meet it where a route between them is missing; ECS shows a timeout.",
     .rule = "Internet gateways reject outbound packets to the shared address space of "
             "RFC 6598, 100.64.0.0/10. Another VPC is reached by a route of its own, "
             "through a peering connection or a transit gateway.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "VPC > Route tables > (table) > Routes",
     .command = "aws ec2 describe-route-tables --route-table-ids <table>",
     .repair = "Add a route to the other VPC's block, through the peering connection "
               "or the transit gateway that joins the two.",
     .scenario = ""},
    {.code = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
     .title = "the interface has no public address to be reached at",
     .meaning = "A reach query asks for the way from the internet to an interface "
                "without a public address, and nothing out there can name it. Pulls do "
                "not need one: the task opens its connections itself.",
     .rule = "An internet gateway accepts inbound packets only to the public address "
             "of an interface in its VPC. For IPv4 it translates that address into the "
             "private one; an IPv6 address is the interface's own.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "EC2 > Network interfaces > (interface) > Details: Public IPv4 address",
     .command =
         "aws ec2 describe-network-interfaces --network-interface-ids <interface>",
     .repair = "Give the interface a public address, or put a load balancer before it.",
     .scenario = ""},
    {.code = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
     .title = "the route leads to an internet gateway, and the interface has no public "
              "address",
     .meaning =
         "The subnet's default route leads to an internet gateway, and the interface "
         "that pulls has no public address, so the gateway carries nothing for it. ECS "
         "shows a timeout to a public address while it gets the registry's token.",
     .rule = "An internet gateway translates an interface's private IPv4 address into "
             "its public one, and carries nothing for an interface without one. A "
             "Fargate task has one with assignPublicIp ENABLED only. A task on EC2 "
             "pulls from the primary interface of its instance, whatever its network "
             "mode, and its own interface never has a public address.",
     .source = "VPC user guide, \"Internet gateways\"",
     .console = "ECS > Clusters > (cluster) > Services > (service) > Configuration and "
                "networking: Auto-assign public IP",
     .command = "aws ecs describe-services --cluster <cluster> --services <service>",
     .repair = "Set assignPublicIp to ENABLED, or move the task to subnets whose "
               "default route leads to a NAT gateway. Or give the VPC endpoints for "
               "ecr.api, ecr.dkr and S3.",
     .scenario = "public-subnet-without-public-ip"},
    {.code = "NAT_GATEWAY_WITHOUT_PUBLIC_ADDRESS",
     .title = "the NAT gateway has no Elastic IP address",
     .meaning = "The default route leads to a public NAT gateway that has no Elastic "
                "IP address, so that nothing gets to the internet through it. ECS "
                "shows a timeout.",
     .rule = "A public NAT gateway replaces the sender's address with its own, and the "
             "internet gateway replaces that with the Elastic IP address. Without one "
             "there is no way to the internet.",
     .source = "VPC user guide, \"NAT gateways\"",
     .console = "VPC > NAT gateways > (gateway) > Details: Primary public IPv4 address",
     .command = "aws ec2 describe-nat-gateways --nat-gateway-ids <nat>",
     .repair =
         "Create a public NAT gateway with an Elastic IP address in a subnet whose "
         "default route leads to an internet gateway, and point the route to it.",
     .scenario = "nat-gateway-without-address"},
    {.code = "NGW_PRIVATE_TO_INTERNET",
     .title = "a private NAT gateway is used as the way to the internet",
     .meaning = "The default route leads to a NAT gateway of connectivity type "
                "private. It is in service, and what it sends to the internet is "
                "dropped; ECS shows a timeout.",
     .rule = "A private NAT gateway is for other VPCs and networks of one's own, has "
             "no Elastic IP address, and an internet gateway drops what it sends. The "
             "connectivity type of a NAT gateway cannot be changed.",
     .source = "VPC user guide, \"NAT gateways\"",
     .console = "VPC > NAT gateways > (gateway) > Details: Connectivity type",
     .command = "aws ec2 describe-nat-gateways --nat-gateway-ids <nat>",
     .repair = "Create a public NAT gateway with an Elastic IP address, and point the "
               "default route to it.",
     .scenario = "nat-gateway-private"},
    {.code = "NO_POSSIBLE_DESTINATION",
     .title = "a NAT gateway answers nothing itself",
     .meaning = "A reach query names a NAT gateway as its destination, and no "
                "connection ends there. Pulls do not meet this.",
     .rule = "A NAT gateway translates what is sent through it and passes it on. It "
             "accepts no connection that is opened to its own addresses.",
     .source = "VPC user guide, \"NAT gateways\"",
     .console = "VPC > NAT gateways > (gateway) > Details",
     .command = "aws ec2 describe-nat-gateways --nat-gateway-ids <nat>",
     .repair = "Ask for the way through the gateway, to the address where the packets "
               "are to go.",
     .scenario = ""},
    {.code = "NO_ROUTE_TO_DESTINATION",
     .title = "the route table has no route that leads to the destination",
     .meaning = "Nothing in the subnet's route table takes the packet, or its reply, "
                "to where it is to go: there is no default route, no route to S3, or "
                "one that leads somewhere else. ECS shows a timeout while it gets the "
                "token, the manifest or the layers.",
     .rule = "The longest prefix that matches decides; a subnet without an association "
             "uses the VPC's main table. ECR's names lead to public addresses unless "
             "an endpoint with private DNS answers for them. Layers come from S3's "
             "public addresses; a gateway endpoint takes packets to them only from "
             "subnets of its VPC whose table it is associated with. A NAT gateway "
             "needs a route to an internet gateway in the table of its own subnet.",
     .source = "VPC user guide, \"Configure route tables\"",
     .console = "VPC > Route tables > (table) > Routes, Subnet associations",
     .command = "aws ec2 describe-route-tables --route-table-ids <table>",
     .repair = "Add the route: 0.0.0.0/0 to a NAT gateway, or to an internet gateway "
               "where the interface has a public address. Or create endpoints for "
               "ecr.api and ecr.dkr with private DNS, and a gateway endpoint for S3 in "
               "every route table that the tasks use.",
     .scenario = "nat-route-missing"},
    {.code = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
     .title = "a peering connection is used as a way through another VPC",
     .meaning = "A route sends packets into a peering connection that are not from one "
                "of its two VPCs to the other, such as packets to S3 or to a third "
                "VPC. The connection drops them, and ECS shows a timeout.",
     .rule = "Peering carries packets from an address of one VPC to an address of the "
             "other, and leads no further. The other VPC's internet gateway, NAT "
             "gateway, gateway endpoints and VPN cannot be used through it.",
     .source = "VPC peering guide, \"VPC peering limitations\"",
     .console = "VPC > Peering connections > (connection) > Details: Requester CIDRs, "
                "Accepter CIDRs",
     .command = "aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids "
                "<peering>",
     .repair = "Give the task's VPC a NAT gateway or VPC endpoints of its own. Or join "
               "the VPCs by a transit gateway, which leads further.",
     .scenario = ""},
    {.code = "PROTOCOL_RESTRICTION",
     .title = "a NAT gateway does not carry the protocol",
     .meaning = "A reach query asks for a protocol other than TCP, UDP and ICMP "
                "through a NAT gateway. Pulls use TCP and do not meet this.",
     .rule = "NAT gateways support TCP, UDP and ICMP. They carry packets of no other "
             "protocol.",
     .source = "VPC user guide, \"NAT gateways\"",
     .console = "VPC > NAT gateways > (gateway) > Details",
     .command = "aws ec2 describe-nat-gateways --nat-gateway-ids <nat>",
     .repair = "Use TCP, UDP or ICMP, or a way without a NAT gateway.",
     .scenario = ""},
    {.code = "REGIONAL_NGW_ROUTE_AZ_RESTRICTION",
     .title = "the regional NAT gateway does not serve the zone of the packet",
     .meaning =
         "The default route leads to a regional NAT gateway that is not registered in "
         "the Availability Zone of the task. Tasks in that zone get a timeout and "
         "tasks in others pull, so the service fails now and then.",
     .rule = "A regional NAT gateway takes packets from the zones in which it has an "
             "Elastic IP address. One that adds zones by itself sends a new zone's "
             "packets through another zone until it has added it. One that does not "
             "takes nothing from other zones.",
     .source =
         "VPC user guide, \"Regional NAT gateways for automatic multi-AZ expansion\"",
     .console = "VPC > NAT gateways > (gateway) > Details",
     .command = "aws ec2 describe-nat-gateways --nat-gateway-ids <nat>",
     .repair = "Associate an Elastic IP address with the gateway in the zone that it "
               "lacks, or create one that adds zones by itself.",
     .scenario = "regional-nat-zone-not-registered"},
    {.code = "ROUTE_LOOP",
     .title = "the routes lead the packet back to where it has been",
     .meaning = "A route table sends packets back into what they came out of: most "
                "often, the NAT gateway is in a subnet whose default route leads to a "
                "NAT gateway. The packets never get out, and ECS shows a timeout.",
     .rule = "What a NAT gateway sends is routed by the table of its own subnet. A "
             "transit gateway routes by the table that the packet's attachment is "
             "associated with. Neither knows where the packet has been.",
     .source = "VPC user guide, \"NAT gateways\"",
     .console = "VPC > Subnets > (subnet of the NAT gateway) > Route table",
     .command = "aws ec2 describe-route-tables --filters "
                "Name=route.nat-gateway-id,Values=<nat>",
     .repair = "Put the NAT gateway in a subnet whose default route leads to an "
               "internet gateway. Between VPCs, let one of the tables on the way lead "
               "to the destination.",
     .scenario = "nat-gateway-routes-to-itself"},
    {.code = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
     .title = "the transit gateway attachment is associated with no route table",
     .meaning = "Packets come into the transit gateway through an attachment that has "
                "no route table, so that it does not know where they are to go. It "
                "drops them, and ECS shows a timeout.",
     .rule = "An attachment is associated with one route table of the gateway at most, "
             "and that table routes what comes in through the attachment. Where the "
             "gateway's default association is off, the association must be made for "
             "each attachment.",
     .source = "Transit Gateway guide, \"Transit gateway route tables\"",
     .console = "VPC > Transit gateway attachments > (attachment) > Details: "
                "Associated route table ID",
     .command = "aws ec2 describe-transit-gateway-attachments "
                "--transit-gateway-attachment-ids <attachment>",
     .repair = "Associate the attachment with a route table that has a route to the "
               "destination.",
     .scenario = ""},
    {.code = "TGW_ROUTE_AZ_RESTRICTION",
     .title = "the transit gateway attachment has no subnet in the zone of the packet",
     .meaning =
         "The VPC's attachment has no subnet in the Availability Zone of the task, so "
         "packets from there do not get into the transit gateway. Tasks in that zone "
         "get a timeout and tasks in others pull, so the service fails now and then.",
     .rule = "A VPC's attachment has one subnet in each zone that was chosen for it. "
             "From other zones the transit gateway is not reached, though the subnet's "
             "route table has a route to it.",
     .source = "Transit Gateway guide, \"Amazon VPC attachments\"",
     .console =
         "VPC > Transit gateway attachments > (attachment) > Details: Subnet IDs",
     .command = "aws ec2 describe-transit-gateway-vpc-attachments "
                "--transit-gateway-attachment-ids <attachment>",
     .repair = "Add a subnet in the zone to the attachment, or take the zone's subnets "
               "out of the service.",
     .scenario = "transit-gateway-zone-without-attachment"},
    {.code = "TGW_RTB_BAD_STATE_ROUTE",
     .title = "the best route of the transit gateway's table is a blackhole",
     .meaning = "The most specific route of the transit gateway's table, to the "
                "destination or back to the task, is a blackhole. It drops the "
                "packets, and ECS shows a timeout.",
     .rule = "The longest prefix that matches decides, and a blackhole route that wins "
             "drops: there is no second choice. A static route becomes a blackhole "
             "when its attachment is deleted.",
     .source = "Transit Gateway guide, \"Transit gateway route tables\"",
     .console = "VPC > Transit gateway route tables > (table) > Routes: Route state",
     .command =
         "aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id "
         "<table> --filters Name=state,Values=blackhole",
     .repair = "Delete the blackhole route, or replace it with one to the attachment "
               "that leads to the destination.",
     .scenario = "transit-gateway-blackhole"},
    {.code = "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
     .title = "the transit gateway's route table has no route to the destination",
     .meaning = "The table that the packet's attachment is associated with has no "
                "route to the destination or, for replies, back to the task's VPC. The "
                "transit gateway drops the packet, and ECS shows a timeout.",
     .rule = "The table of the attachment through which the packet comes in decides; "
             "for replies that is the other side's. A VPC's blocks are in it if that "
             "VPC's attachment propagates to it, or as static routes. Routes to "
             "another transit gateway that is peered are static.",
     .source = "Transit Gateway guide, \"Transit gateway route tables\"",
     .console = "VPC > Transit gateway route tables > (table) > Routes",
     .command =
         "aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id "
         "<table> --filters Name=state,Values=active",
     .repair = "Add a static route to the destination in that table, or let the "
               "destination's attachment propagate to it. See that the way back has "
               "one, too.",
     .scenario = "transit-gateway-peering-route-missing"},
    {.code = "UNASSOCIATED_COMPONENT",
     .title = "an end of the way has no address of the family",
     .meaning = "A reach query names something that has no IPv4 address, or no IPv6 "
                "address, so no packet of that family comes from it or gets to it. "
                "Pulls do not meet this.",
     .rule = "A packet needs an address of its family at both ends. An interface in an "
             "IPv6-only subnet has no IPv4 address, and one has an IPv6 address only "
             "if it was assigned from its subnet's IPv6 block.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "EC2 > Network interfaces > (interface) > Details: Private IPv4 "
                "address, IPv6 addresses",
     .command =
         "aws ec2 describe-network-interfaces --network-interface-ids <interface>",
     .repair = "Assign an address of the family, or ask for the other one.",
     .scenario = ""},
    {.code = "UNKNOWN_RESOURCE",
     .title = "the way leads to something that the snapshot does not tell about",
     .meaning =
         "Nothing is refused: the way leads to what was not collected, or to what no "
         "AWS call tells about, such as an appliance, a VPN or enforced encryption "
         "controls. The answer is unknown, and is never given as proved.",
     .rule = "AWS tells how its own gateways are configured. What stands behind a "
             "virtual private gateway, a Direct Connect connection or an appliance is "
             "known to its owner only.",
     .source =
         "Reachability Analyzer guide, \"Reachability Analyzer explanation codes\"",
     .console = "VPC > Route tables > (table) > Routes: Target",
     .command = "aws ec2 describe-route-tables --route-table-ids <table>",
     .repair =
         "Collect the call that the answer names. If you know that the target carries "
         "packets on, and their replies back, vouch for it with --assume and its id.",
     .scenario = ""},
    {.code = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
     .title = "VPC Block Public Access stops the internet gateway",
     .meaning = "A setting of the Region keeps the VPC from the internet, although "
                "routes, groups and addresses are right. ECS shows a timeout; tasks "
                "that reach ECR and S3 through VPC endpoints still pull.",
     .rule =
         "Mode block-bidirectional stops internet gateways and egress-only internet "
         "gateways, and with them the NAT gateways behind. Mode block-ingress leaves "
         "NAT gateways and egress-only internet gateways, and stops what uses a public "
         "address of its own. An exclusion frees a VPC or a subnet: "
         "allow-bidirectional, or allow-egress where the mode is block-bidirectional.",
     .source = "VPC user guide, \"Block public access to VPCs and subnets\"",
     .console = "VPC > Settings > Block public access",
     .command = "aws ec2 describe-vpc-block-public-access-options --region <region>",
     .repair = "Exclude the VPC or its subnets, or turn the setting off; where a "
               "declarative policy of the organization sets it, change that. Or reach "
               "ECR and S3 through VPC endpoints.",
     .scenario = "block-public-access-both-ways"},
};

}  // namespace

constinit const std::span<const Page> kRoutePages = kPagesOfRoute;

}  // namespace pullproof::cli
