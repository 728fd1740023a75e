# The few shapes a target can have.

# Compiles the sources of `target` in groups of about the same size (see KEYS_UNITY). A group is small
# enough that editing one of its files costs seconds. Names in unnamed namespaces must therefore
# differ within a library, as the names in its headers do.
function(keys_unite target)
  if(NOT KEYS_UNITY)
    return()
  endif()
  list(LENGTH ARGN count)
  math(EXPR groups "(${count} + ${KEYS_UNITY_SOURCES} - 1) / ${KEYS_UNITY_SOURCES}")
  math(EXPR size "(${count} + ${groups} - 1) / ${groups}")
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${size})
endfunction()

# keys_library(NAME common_pg SRCS a.cc DEPS absl::status common_base)
# keys_library(NAME billing_personal_data HEADERS personal_data.h DEPS …)
# SRCS makes an archive. HEADERS names headers that have no source; CMake needs no list of them, lint does
# (scripts/lint/deps.mjs).
function(keys_library)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;HEADERS;DEPS" ${ARGN})
  if(ARG_SRCS)
    add_library(${ARG_NAME} STATIC ${ARG_SRCS})
    target_include_directories(${ARG_NAME} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${ARG_NAME} PUBLIC ${ARG_DEPS})
    keys_unite(${ARG_NAME} ${ARG_SRCS})
  else()
    add_library(${ARG_NAME} INTERFACE)
    target_include_directories(${ARG_NAME} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${ARG_NAME} INTERFACE ${ARG_DEPS})
  endif()
endfunction()

# keys_proto_library(NAME proto_catalog PROTOS keys/catalog/v1/catalog.proto DEPS proto_type [GRPC])
# Linked whole: from a plain static library the linker drops descriptors nobody names.
function(keys_proto_library)
  cmake_parse_arguments(ARG "GRPC" "NAME" "PROTOS;DEPS" ${ARGN})
  # Fuzz targets read messages and make no calls, so generating the gRPC services for them would cost
  # minutes of compile time for nothing.
  if(KEYS_FUZZ)
    set(ARG_GRPC FALSE)
  endif()
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  get_target_property(grpc_plugin gRPC::grpc_cpp_plugin LOCATION)
  set(sources)
  set_property(GLOBAL APPEND PROPERTY KEYS_PROTOS ${ARG_PROTOS})
  foreach(proto ${ARG_PROTOS})
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(made ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(flags --cpp_out=${out})
    if(ARG_GRPC)
      list(APPEND made ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      list(APPEND flags --grpc_out=${out} --plugin=protoc-gen-grpc=${grpc_plugin})
    endif()
    add_custom_command(
      OUTPUT ${made}
      COMMAND protobuf::protoc ${flags} -I ${CMAKE_SOURCE_DIR}/protos ${proto}
      DEPENDS ${CMAKE_SOURCE_DIR}/protos/${proto}
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/protos
      VERBATIM)
    list(APPEND sources ${made})
  endforeach()
  add_library(${ARG_NAME}_archive STATIC ${sources})
  # Every .pb.cc has these two static names.
  string(CONCAT before "#include \"google/protobuf/generated_message_reflection.h\"\n"
                       "#define KEYS_JOIN_TEXT(a, b) a##b\n"
                       "#define KEYS_JOIN(a, b) KEYS_JOIN_TEXT(a, b)\n"
                       "#define schemas KEYS_JOIN(schemas_, KEYS_UNIT)\n"
                       "#define file_default_instances KEYS_JOIN(file_default_instances_, KEYS_UNIT)")
  string(CONCAT after "#undef schemas\n#undef file_default_instances\n"
                      "#undef KEYS_JOIN\n#undef KEYS_JOIN_TEXT")
  set_target_properties(
    ${ARG_NAME}_archive
    PROPERTIES UNITY_BUILD ${KEYS_UNITY}
               UNITY_BUILD_BATCH_SIZE 0
               UNITY_BUILD_UNIQUE_ID KEYS_UNIT
               UNITY_BUILD_CODE_BEFORE_INCLUDE "${before}"
               UNITY_BUILD_CODE_AFTER_INCLUDE "${after}")
  target_include_directories(${ARG_NAME}_archive SYSTEM PUBLIC ${out})
  target_link_libraries(${ARG_NAME}_archive PUBLIC protobuf::libprotobuf)
  if(ARG_GRPC)
    target_link_libraries(${ARG_NAME}_archive PUBLIC gRPC::grpc++)
  endif()
  add_library(${ARG_NAME} INTERFACE)
  target_link_libraries(${ARG_NAME} INTERFACE
                        $<LINK_LIBRARY:WHOLE_ARCHIVE,${ARG_NAME}_archive> ${ARG_DEPS})
  target_include_directories(${ARG_NAME} SYSTEM INTERFACE ${out})
  foreach(dep ${ARG_DEPS})
    add_dependencies(${ARG_NAME}_archive ${dep}_archive)
  endforeach()
endfunction()

# A service calls only services of a lower rank; nothing calls upward. Lint reads the same file.
file(READ ${CMAKE_SOURCE_DIR}/services/ranks.json KEYS_RANKS)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS services/ranks.json)
string(JSON KEYS_SERVICE_COUNT LENGTH "${KEYS_RANKS}")
math(EXPR KEYS_LAST_SERVICE "${KEYS_SERVICE_COUNT} - 1")
set(KEYS_SERVICES)
foreach(index RANGE ${KEYS_LAST_SERVICE})
  string(JSON service MEMBER "${KEYS_RANKS}" ${index})
  string(JSON KEYS_RANK_${service} GET "${KEYS_RANKS}" ${service})
  list(APPEND KEYS_SERVICES ${service})
endforeach()

# add_service(NAME catalog RANK 1 CALLS analytics SRCS … DEPS …)
# Makes the library service_<name> and the program keys-<name> from main.cc. A service may call only
# services of a lower rank; anything else stops the configuration.
# The target keys-programs builds all of them, and every other program that tests start.
add_custom_target(keys-programs)
function(add_service)
  cmake_parse_arguments(ARG "" "NAME;RANK" "CALLS;SRCS;DEPS" ${ARGN})
  if(NOT ARG_RANK EQUAL KEYS_RANK_${ARG_NAME})
    message(FATAL_ERROR "${ARG_NAME} has rank ${KEYS_RANK_${ARG_NAME}}, not ${ARG_RANK}")
  endif()
  set(clients)
  foreach(callee ${ARG_CALLS})
    if(NOT KEYS_RANK_${callee} LESS ARG_RANK)
      message(FATAL_ERROR "${ARG_NAME} (rank ${ARG_RANK}) may not call ${callee} (rank "
                          "${KEYS_RANK_${callee}}): a service calls only services of a lower rank")
    endif()
    # The callee's client library is linked too, if the callee has a client.h.
    list(APPEND clients proto_${callee} $<TARGET_NAME_IF_EXISTS:client_${callee}>)
  endforeach()
  keys_library(NAME service_${ARG_NAME} SRCS ${ARG_SRCS}
               DEPS proto_${ARG_NAME} common_run ${clients} ${ARG_DEPS})
  add_executable(keys-${ARG_NAME} main.cc)
  target_link_libraries(keys-${ARG_NAME} PRIVATE service_${ARG_NAME})
  add_dependencies(keys-programs keys-${ARG_NAME})
endfunction()

# keys_test(NAME pg_test SRCS a_test.cc b_pgtest.cc DEPS common_pg [PG] [LABELS e2e])
# One ctest entry per program. PG: needs KEYS_TEST_DATABASE_URL (made by scripts/test.sh) and fails
# without it. The target keys-tests builds all of them, and of other programs those which they start.
add_custom_target(keys-tests)
function(keys_test)
  cmake_parse_arguments(ARG "PG" "NAME;TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} Catch2::Catch2WithMain)
  add_dependencies(keys-tests ${ARG_NAME})
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if(ARG_PG)
    list(APPEND ARG_LABELS pg)
  else()
    list(APPEND ARG_LABELS unit)
  endif()
  set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()
