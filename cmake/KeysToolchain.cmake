# Language level, compiler launcher, linker and warnings for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Compiles several sources of a library as one, so that their headers are read and their templates
# instantiated once: half the processor time of a first build. The other presets leave it off, so
# that they tell when a file does not include what it uses.
option(KEYS_UNITY "Compile the sources of a library in groups" OFF)
set(KEYS_UNITY_SOURCES 6)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# A base directory makes cache entries independent of where the tree was cloned.
find_program(KEYS_CCACHE ccache)
if(KEYS_CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
               CCACHE_SLOPPINESS=time_macros,include_file_mtime,include_file_ctime ${KEYS_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_program(KEYS_MOLD mold)
if(KEYS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers)
# Asio is compiled once for all, in a unit of its own, and not again in each file that uses Beast.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                        BOOST_ASIO_NO_DEPRECATED)
