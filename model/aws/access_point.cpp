#include "model/aws/access_point.h"

namespace pullproof::aws {

AccessPoint AccessPoint::parse(Cursor& in) {
  AccessPoint point;
  fill_common(point, in);
  point.access_point_id = in.text("AccessPointId");
  point.arn = in.text_or("AccessPointArn", "");
  point.file_system_id = in.text("FileSystemId");
  point.state = in.text_or("LifeCycleState", "");
  point.path = "/";
  if (auto root = in.object("RootDirectory")) {
    point.path = root->text_or("Path", "/");
    point.creates_directory = root->has("CreationInfo");
    root->skip({"CreationInfo"});
  }
  in.skip({"ClientToken", "Name", "Tags", "PosixUser", "OwnerId"});
  return point;
}

}  // namespace pullproof::aws
