-- Requests for the routes of tenants, drawn at random: TENANTS, and ROUTES of each.
local tenants = tonumber(os.getenv("TENANTS"))
local routes = tonumber(os.getenv("ROUTES"))
local requests = {}

function init(args)
  for tenant = 0, tenants - 1 do
    for route = 0, routes - 1 do
      wrk.headers["Host"] = "tenant-" .. tenant .. ".localhost"
      requests[#requests + 1] = wrk.format("GET", "/route-" .. route .. "/small")
    end
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
