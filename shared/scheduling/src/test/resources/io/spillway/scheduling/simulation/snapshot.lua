-- Everything the scheduler keeps, but records, answers and reports: {name, {field, value, ...}} for each key.
local root, all = KEYS[1], {}
local JOB = {'st', 'p', 'ten', 'pri', 'due', 'end', 'n', 'la', 'w', 't', 'k', 'be', 'c', 'bar', 'f', 'part', 'status', 'acc', 'rec', 'out', 'sa', 'del', 'qk', 'qt', 'qc',
  'qw', 'qs', 'qp'}
for _, key in ipairs(redis.call('KEYS', root .. '*')) do
  local name, fields = string.sub(key, #root + 1), nil
  local kind = redis.call('TYPE', key).ok
  if string.sub(name, 1, 4) == 'job:' then
    fields = {}
    local values = redis.call('HMGET', key, unpack(JOB))
    for i, field in ipairs(JOB) do
      if values[i] then
        fields[#fields + 1] = field
        fields[#fields + 1] = field == 'rec' and 'yes' or values[i]
      end
    end
  elseif kind == 'hash' then
    fields = redis.call('HGETALL', key)
  elseif kind == 'zset' then
    fields = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  elseif kind == 'set' then
    fields = {}
    for _, member in ipairs(redis.call('SMEMBERS', key)) do
      fields[#fields + 1] = member
      fields[#fields + 1] = ''
    end
  elseif kind == 'string' then
    fields = {'', redis.call('GET', key)}
  end
  all[#all + 1] = {name, fields}
end
return all
