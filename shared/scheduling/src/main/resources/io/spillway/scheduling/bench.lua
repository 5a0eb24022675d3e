-- Takes a key out of service for a scope, by hand.
-- ARGV  5 target or provider, 6 key, 7 kind, 8 ms, 9 why
-- Answers  until (ms), '' if it is out for longer already
return reply(bench(ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]))
