-- A command with each request, each for another learner. TOKEN and SALT come from the environment.
local token, salt, count = os.getenv("TOKEN"), os.getenv("SALT"), 0

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. token

function request()
  count = count + 1
  local learner = salt .. "-" .. count
  return wrk.format(nil, nil, nil, '{"type":"gopro.EnrolLearner","aggregateId":"' .. learner
    .. ':course","payload":{"learner":"' .. learner .. '","course":"course"}}')
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end

-- Milliseconds before a connection sends its next request, on average DELAY: 0 sends at once.
local pause = tonumber(os.getenv("DELAY") or "0")
if pause > 0 then
  function delay()
    return math.floor(2 * pause * math.random() + 0.5)
  end
end
