// One unsigned type wide enough for ports, IPv4 and IPv6 addresses.
#pragma once

namespace pullproof {

__extension__ using Number = unsigned __int128;

}  // namespace pullproof
