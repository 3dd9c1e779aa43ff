-- What wrk asks: an address with @IRI@ and @K@ in it, filled in anew for each request, and what it tells at the end.
-- Arguments: the address; its media type; a file with one IRI per line, as it goes into an address; a first number.
-- @IRI@ is the next line of that file, @K@ a number that grows by one with each request, so that no two are the same.

local parts, iris, next_number = {}, {}, 0

function init(args)
   local address, media_type, file, first = args[1], args[2], args[3], tonumber(args[4])
   wrk.headers["Accept"] = media_type
   local from = 1
   while true do
      local start, stop, name = address:find("@(%u+)@", from)
      parts[#parts + 1] = address:sub(from, (start or 0) - 1)
      if not start then break end
      parts[#parts + 1] = name
      from = stop + 1
   end
   for line in io.lines(file) do iris[#iris + 1] = line end
   next_number = first
   if #parts == 1 then fixed = wrk.format("GET", address) end
end

function request()
   if fixed then return fixed end
   local made = { unpack(parts) }
   for index = 2, #made, 2 do
      made[index] = made[index] == "K" and next_number or iris[next_number % #iris + 1]
   end
   next_number = next_number + 1
   return wrk.format("GET", table.concat(made))
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\n{"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.3f, "p99": %.3f, "max": %.3f, ' ..
      '"status": %d, "broken": %d, "timeouts": %d}\n',
      summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3,
      latency:percentile(99) / 1e3, latency.max / 1e3, errors.status,
      errors.connect + errors.read + errors.write, errors.timeout))
end
