// The costs that one request of each path may have: SQL statements (BEGIN and COMMIT are statements: they are round
// trips), commits that flush PostgreSQL's log, and RPCs, of all services together and with the work that is done after
// the answer.
//
// These are the figures of the code as it is; budget.test.mjs fails when a path costs more. Whoever makes a path cheaper
// sees "lower the budget" in the test's output and writes the smaller figure here, in the same commit: then nobody can give
// it back unseen. Whoever has to raise one says in the commit's message what the request gains for it. How to find what
// can go: the failing test, and `scripts/bench.sh --counts`, list the statements of a request by name.
export const budget = {
  'list of 20, cached': { statements: 0, commits: 0, rpcs: 0 },
  'detail, cached': { statements: 0, commits: 0, rpcs: 0 },
  'list of 20': { statements: 1, commits: 0, rpcs: 1 },
  'list with filter': { statements: 1, commits: 0, rpcs: 1 },
  detail: { statements: 1, commits: 0, rpcs: 1 },
  discover: { statements: 2, commits: 0, rpcs: 2 },
  'download decision + audit': { statements: 2, commits: 1, rpcs: 1 },
  'analytics event': { statements: 1, commits: 1, rpcs: 1 },
  'webhook → grant': { statements: 33, commits: 3, rpcs: 2 },
};
