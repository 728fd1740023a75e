# From CTest's LastTest.log: what each test said about itself (counts, seeds, times, memory), a line each.
# Left out: what every test framework says of every test.
/^[0-9]+\/[0-9]+ Testing: / { name = $3; said = 0; inside = 0 }
/^Output:$/ { inside = 1; next }
/^<end of output>$/ { inside = 0 }
!inside || said >= 12 { next }
{ sub(/^[ \t]*(#|ℹ)?[ \t]*/, "") }
/^(ok|not ok|Subtest:|TAP version|1\.\.|---|\.\.\.|===|tests |suites |pass |fail |cancelled |skipped |todo |duration_ms)/ { next }
/^(type:|location:|✔|✖|▶|All tests passed|Start |Running |==>|the data in |stopped the stack|$)/ { next }
!/[0-9]/ { next }
{ said++; print name ": " substr($0, 1, 400) }
