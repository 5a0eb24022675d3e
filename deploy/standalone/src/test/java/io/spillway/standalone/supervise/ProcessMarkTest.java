package io.spillway.standalone.supervise;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessMarkTest {
    @Test
    void findsTheProcessAgain() {
        // Given
        ProcessMark self = ProcessMark.of(ProcessHandle.current());

        // When, then
        assertThat(self.handle()).contains(ProcessHandle.current());
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotIt() {
        // Given a mark of a process that had this one's number an hour ago
        ProcessMark self = ProcessMark.of(ProcessHandle.current());
        ProcessMark earlier = new ProcessMark(self.pid(), self.startedMillis() - 3_600_000);

        // When, then
        assertThat(earlier.alive()).isFalse();
    }
}
