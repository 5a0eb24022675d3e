-- A piece of the list of jobs, newest first, without touching anything.
-- ARGV  5 tenant ('' = any), 6 and 7 ids between which to look, highest first, as ZREVRANGEBYLEX has them, 8 most found,
--       9 most looked at, 10 most bytes of records and answers, 11 status, 12 model, 13 target, 14 error ('' = any), then
--       metadata: key, value
-- Answers  jobs found, the last one looked at ('' = none), end | more | cut (by the bytes)
local tenant, most, most_looked, most_bytes = ARGV[5], tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local RUNNING = {leased = 'in_progress', ending = 'in_progress', accepted = 'queued', queued = 'queued', delayed = 'queued'}

local function target(job)
  local last = job[4] or string.match(job[7] or '', '.*"target":"([^"]*)"') or ''
  return (string.gsub(last, '\\/', '/'))
end

local function error_code(job) return string.match(job[5] or '', '^{"code":"([^"]*)"') or '' end

local function has_metadata(meta)
  if #ARGV < 16 then return true end
  if not meta or meta == '' then return false end
  local pairs_of = cjson.decode(meta)
  for i = 15, #ARGV, 2 do
    if pairs_of[ARGV[i]] ~= ARGV[i + 1] then return false end
  end
  return true
end

local function wanted(job)
  if not job[1] or job[1] == 'hidden' or job[1] == 'unseen' or job[8] then return false end
  if tenant ~= '' and job[9] ~= tenant then return false end
  return (ARGV[11] == '' or ARGV[11] == (RUNNING[job[1]] or job[2])) and (ARGV[12] == '' or ARGV[12] == job[3])
    and (ARGV[13] == '' or ARGV[13] == target(job)) and (ARGV[14] == '' or ARGV[14] == error_code(job))
    and has_metadata(job[6])
end

local found, last, bytes = {}, '', 0
local key = R .. 'listed' .. (tenant == '' and '' or ':' .. tenant)
local ids = call('ZREVRANGEBYLEX', key, ARGV[6], ARGV[7], 'LIMIT', 0, most_looked)
for i, id in ipairs(ids) do
  local job = call('HMGET', JOB .. id, 'st', 'status', 'mod', 't', 'err', 'meta', 'att', 'del', 'ten')
  if wanted(job) then
    bytes = bytes + call('HSTRLEN', JOB .. id, 'rec') + call('HSTRLEN', JOB .. id, 'out')
    if #found > 0 and bytes > most_bytes then return reply(found, last, 'cut') end
    found[#found + 1] = id
  end
  last = id
  if #found >= most then return reply(found, last, (i < #ids or i == most_looked) and 'more' or 'end') end
end
return reply(found, last, #ids == most_looked and 'more' or 'end')
