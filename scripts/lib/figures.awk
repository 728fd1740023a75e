# What tests counted and measured, out of ctest's LastTest.log: one line each, the test's name in front. A test says so
# by a line that begins with "counted:" (node's reporter puts "# " before it); Catch2 counts by itself.

/^[0-9]+\/[0-9]+ Test: / { name = $3 }
sub(/^( *# )?counted: /, "") || /^All tests passed/ { printf "%-25s %s\n", name, $0 }
