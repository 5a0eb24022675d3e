-- What a tenant or a key may use from now on: whoever waits for it is looked at again.
-- ARGV  5 tenant, 6 key ('' = the tenant's own), 7 at (ms), 8 limits that take holds jobs to
local tenant, key = ARGV[5], ARGV[6]
if learn_limits(key == '' and 't:' .. tenant or 'k:' .. key, ARGV[7], ARGV[8]) then let_on(tenant, key) end
return reply()
