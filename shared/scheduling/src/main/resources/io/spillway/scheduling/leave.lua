-- A worker says goodbye.
-- ARGV  5 worker
call('ZREM', R .. 'workers', ARGV[5])
call('DEL', R .. 'worker:' .. ARGV[5])
return reply()
