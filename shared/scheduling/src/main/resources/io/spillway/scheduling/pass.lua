-- Goes past a record that nobody can read.
-- ARGV  5 topic, 6 partition, 7 topic id, 8 read from, 9 offset
-- Answers  the next offset
local topic, partition, topic_id, from, offset = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
local want = expected(topic, partition, topic_id)
if offset < want then return reply(integer(want)) end
if want < from then return reply(integer(want)) end
remember(topic, partition, topic_id, offset + 1)
return reply(integer(offset + 1))
