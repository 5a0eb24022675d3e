-- Which job a client's own name means, without touching anything.
-- ARGV  5 tenant, 6 the name as a key
-- Answers  the job ('' = none)
return reply(call('HGET', R .. 'idem:' .. ARGV[5] .. ':' .. ARGV[6], 'job') or '')
