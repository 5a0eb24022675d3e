-- Benches a key for a scope until a time that a process remembers, should this Redis have lost it. Idempotent.
-- ARGV  5 target or provider, 6 key, 7 kind, 8 until (ms), 9 why
local until_ms = tonumber(ARGV[8])
if until_ms > now then bench(ARGV[5], ARGV[6], ARGV[7], integer(until_ms - now), ARGV[9]) end
return reply()
