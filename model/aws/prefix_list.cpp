#include "model/aws/prefix_list.h"

namespace pullproof::aws {

PrefixList PrefixList::parse(Cursor& in) {
  PrefixList list;
  fill_common(list, in);
  list.prefix_list_id = PrefixListId(in.text("PrefixListId"));
  list.name = in.text_or("PrefixListName", "");
  list.owner_id = in.text_or("OwnerId", "");
  list.has_cidrs = in.has("Cidrs");
  list.cidrs = in.cidrs("Cidrs");
  in.skip({"AddressFamily", "State", "StateMessage", "PrefixListArn", "MaxEntries",
           "Version", "Tags", "IpamPrefixListResolverTargetId",
           "IpamPrefixListResolverSyncEnabled"});
  return list;
}

PrefixListEntries PrefixListEntries::parse(Cursor& in) {
  PrefixListEntries entries;
  fill_common(entries, in);
  entries.prefix_list_id = PrefixListId(in.context().parameter);
  for (Cursor& entry : in.objects(kSnapshotKey)) {
    entry.skip({"Description"});
    if (!entry.has("Cidr")) entry.problem("", "expected `Cidr`, found nothing");
    const auto cidr = entry.cidr("Cidr");
    if (cidr) entries.cidrs.push_back(*cidr);
  }
  return entries;
}

}  // namespace pullproof::aws
