#include <nlohmann/json.hpp>

#include "model/changes/document_edits.h"
#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

}  // namespace

void default_vpc_facts(const Values& values, Facts& facts) {
  std::string id = values.text("id");
  for (const auto& place : values.account().all("Vpc", values.scope())) {
    const bool is_it =
        id.empty() && changes::is_set(values.account().at(place), "IsDefault");
    if (is_it) id = place.id;
  }
  // AWS: VPC user guide, "Default VPCs": both are on, and nobody is in a new one.
  const bool is_left_so = values.flag_or_mark("enable_dns_support", true) == true &&
                          values.flag_or_mark("enable_dns_hostnames", true) == true;
  if (id.empty() && is_left_so) return;
  if (id.empty()) {
    return facts.doubt(nullptr,
                       "a default VPC is made where there is none; what it is "
                       "made of is known only after apply");
  }
  struct Attribute {
    const char* name;
    const char* type;
    const char* key;
  };
  for (const auto& [name, type, key] :
       {Attribute{"enable_dns_support", "VpcDnsSupport", "EnableDnsSupport"},
        Attribute{"enable_dns_hostnames", "VpcDnsHostnames", "EnableDnsHostnames"}}) {
    if (values.get(name).is_null()) continue;
    const Json told = {{"VpcId", id},
                       {key, {{"Value", values.flag_or_mark(name, true)}}}};
    // Terraform: aws_default_vpc: it stays once Terraform lets go of it.
    facts.document(type, id, told, told);
  }
}

void default_subnet_facts(const Values& values, Facts& facts) {
  std::string id = values.text("id");
  const std::string zone = values.text("availability_zone");
  for (const auto& place : values.account().all("Subnet", values.scope())) {
    const Json& row = values.account().at(place);
    const bool is_it = id.empty() && changes::is_set(row, "DefaultForAz") &&
                       text_member(row, "AvailabilityZone") == zone;
    if (is_it) id = place.id;
  }
  if (id.empty()) {
    return facts.doubt(nullptr,
                       "a default subnet is made where there is none; what it "
                       "is made of is known only after apply");
  }
  Json told = Json::object();
  for (const auto& [name, key] :
       {std::pair("map_public_ip_on_launch", "MapPublicIpOnLaunch"),
        std::pair("enable_dns64", "EnableDns64")}) {
    if (!values.get(name).is_null()) told[key] = values.flag_or_mark(name, false);
  }
  facts.member("Subnet", id, told, nullptr);
}

}  // namespace pullproof::cli::terraform
