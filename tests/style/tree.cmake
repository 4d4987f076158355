# Checks the shape of the tree: what stands at the top, how long files and lines are, and
# that no `TODO` lacks an issue. Run as: cmake -DROOT=... -P tree.cmake
cmake_minimum_required(VERSION 3.25)

set(at_the_top CMakeLists.txt CMakePresets.json README.md bench dev model scenarios solver
    src tests)
set(wrong "")
file(GLOB top RELATIVE ${ROOT} ${ROOT}/*)
foreach(entry IN LISTS top)
  if(NOT entry IN_LIST at_the_top AND NOT entry MATCHES "^(\\.|build)")
    string(APPEND wrong "${entry}: does not belong at the top\n")
  endif()
endforeach()
file(GLOB_RECURSE files RELATIVE ${ROOT}
     ${ROOT}/model/*.h ${ROOT}/model/*.cpp ${ROOT}/solver/*.h ${ROOT}/solver/*.cpp
     ${ROOT}/src/*.h ${ROOT}/src/*.cpp ${ROOT}/tests/*.h ${ROOT}/tests/*.cpp
     ${ROOT}/bench/*.h ${ROOT}/bench/*.cpp)
foreach(file IN LISTS files)
  file(READ ${ROOT}/${file} text)
  string(REGEX MATCHALL "\n" newlines "${text}")
  list(LENGTH newlines lines)
  if(lines GREATER 700)
    string(APPEND wrong "${file}: ${lines} lines; split it\n")
  endif()
  if(text MATCHES "TODO" AND NOT text MATCHES "TODO\\(#[0-9]+\\)")
    string(APPEND wrong "${file}: a TODO without an issue\n")
  endif()
  if(file MATCHES "\\.h$" AND NOT text MATCHES "^// ")
    string(APPEND wrong "${file}: a header opens with what it is for\n")
  endif()
endforeach()
if(wrong)
  message(FATAL_ERROR "\n${wrong}")
endif()
