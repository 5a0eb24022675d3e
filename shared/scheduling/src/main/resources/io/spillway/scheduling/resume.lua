-- Where a partition's owner is to go on reading. During a recovery it also enters the log's end, read after the loss
-- was noticed, which the view must reach.
-- ARGV  5 topic, 6 partition, 7 topic id, 8 log end
-- Answers  the next offset
local topic, partition, topic_id, log_end = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])
local next_offset = expected(topic, partition, topic_id)
if next_offset > log_end then
  -- The log itself has lost its tail; what was applied of it cannot be taken back, and offsets go on from its end.
  next_offset = log_end
  remember(topic, partition, topic_id, next_offset)
end
if recovering then
  local field = topic .. ':' .. partition
  if call('HGET', RECOVERY, field) == '?' then
    call('HSET', RECOVERY, field, integer(log_end))
    if log_end > 0 then call('HSET', RECOVERY, 'rest', RENEWAL_MS) end
  end
  strike(topic, partition, next_offset)
  end_recovery_if_struck()
end
return reply(integer(next_offset))
