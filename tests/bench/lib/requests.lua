-- For wrk: sends the requests of a file, in turn and as they stand there. The file holds, for each, its length in bytes on
-- a line and then the request. With "once" behind its name every request is sent at most once, and then wrk ends.
local requests, at, once = {}, 0, false

function init(args)
  local file = assert(io.open(args[1], "rb"))
  once = args[2] == "once"
  for line in file:lines() do requests[#requests + 1] = file:read(tonumber(line)) end
  file:close()
end

function request()
  at = at + 1
  if at > #requests then
    if once then wrk.thread:stop() end
    at = 1
  end
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n', summary.requests, summary.duration,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
