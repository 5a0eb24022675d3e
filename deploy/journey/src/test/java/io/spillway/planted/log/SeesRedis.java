package io.spillway.planted.log;

import redis.clients.jedis.UnifiedJedis;

record SeesRedis(UnifiedJedis redis) {}
