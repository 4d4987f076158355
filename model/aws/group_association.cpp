#include "model/aws/group_association.h"

namespace pullproof::aws {

GroupAssociation GroupAssociation::parse(Cursor& in) {
  GroupAssociation association;
  fill_common(association, in);
  association.group = SecurityGroupId(in.text("GroupId"));
  association.vpc_id = VpcId(in.text("VpcId"));
  association.state = in.text_or("State", "");
  association.key = key_of(association.group, association.vpc_id);
  in.skip({"VpcOwnerId", "GroupOwnerId", "StateReason"});
  return association;
}

}  // namespace pullproof::aws
