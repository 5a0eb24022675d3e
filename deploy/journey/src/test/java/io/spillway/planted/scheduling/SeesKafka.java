package io.spillway.planted.scheduling;

import org.apache.kafka.common.TopicPartition;

record SeesKafka(TopicPartition partition) {}
