# Installs the library into an empty folder, and builds and runs a program with it.
# Run as: cmake -DBUILD=... -DROOT=... -P install_and_use.cmake
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out
                  ERROR_VARIABLE out)
  if(code)
    message(FATAL_ERROR "${ARGN}\n${out}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

set(folder ${BUILD}/package-test)
file(REMOVE_RECURSE ${folder})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${folder}/prefix)
run(${CMAKE_COMMAND} -S ${ROOT}/tests/package -B ${folder}/build
    -DCMAKE_PREFIX_PATH=${folder}/prefix)
run(${CMAKE_COMMAND} --build ${folder}/build)
run(${folder}/build/consumer ${folder}/prefix/share/pullproof/scenarios/healthy)
if(NOT out MATCHES "web pulls")
  message(FATAL_ERROR "expected `web pulls`, got:\n${out}")
endif()
run(${folder}/prefix/bin/pullproof scenario check nat-route-missing)
