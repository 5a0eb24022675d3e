package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.wire.LogEntry;
import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Both topics, kept in memory: what they hold is what is true. */
final class Logs {
    /** One partition of one topic. */
    static final class Lane<T> {
        final String topic;
        final int partition;
        final List<T> values = new ArrayList<>();
        private final List<byte[]> records = new ArrayList<>();

        Lane(String topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }

        long end() {
            return records.size();
        }

        String name() {
            return topic + ":" + partition;
        }

        List<LogView.Entry> read(long from, int most) {
            List<LogView.Entry> batch = new ArrayList<>();
            for (long offset = from; offset < Math.min(end(), from + most); offset++) {
                batch.add(new LogView.Entry(offset, records.get((int) offset)));
            }
            return batch;
        }

        private void append(T value, byte[] record) {
            values.add(value);
            records.add(record);
        }
    }

    final List<Lane<Job>> jobs;
    final List<Lane<LogEntry>> outcomes;
    /** By job, the first terminal record: it wins. */
    final Map<String, LogEntry.JobEnded> ends = new HashMap<>();
    /** By job, how many terminal records there are. */
    final Map<String, Integer> terminal = new HashMap<>();

    Logs(int partitions) {
        jobs = IntStream.range(0, partitions)
                .mapToObj(p -> new Lane<Job>("jobs", p))
                .toList();
        outcomes = IntStream.range(0, partitions)
                .mapToObj(p -> new Lane<LogEntry>("outcomes", p))
                .toList();
    }

    void append(Job job) {
        jobs.get(job.id().partition()).append(job, Wire.encode(job));
    }

    void append(LogEntry entry) {
        outcomes.get(entry.job().partition()).append(entry, Wire.encode(entry));
        if (entry instanceof LogEntry.JobEnded ended) {
            ends.putIfAbsent(ended.job().value(), ended);
            terminal.merge(ended.job().value(), 1, Integer::sum);
        }
    }

    /** Every job that was accepted, once. */
    Stream<Job> accepted() {
        return jobs.stream().flatMap(lane -> lane.values.stream()).distinct();
    }

    Optional<LogEntry.JobEnded> end(String job) {
        return Optional.ofNullable(ends.get(job));
    }
}
