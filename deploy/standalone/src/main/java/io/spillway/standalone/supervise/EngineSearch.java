package io.spillway.standalone.supervise;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the model engines below a worker, by what their command line says of them. */
final class EngineSearch {
    private static final Pattern NAME = Pattern.compile("-Dspillway\\.engine=(\\S+)");
    private static final Pattern PORT = Pattern.compile("-Dspillway\\.engine\\.port=(\\d+)");
    private static final String PREFIX = "engine-";

    private EngineSearch() {}

    static List<EngineState> below(ProcessMark worker) {
        return worker.handle().stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(EngineSearch::engine)
                .toList();
    }

    private static Stream<EngineState> engine(ProcessHandle process) {
        String line = process.info().commandLine().orElse("");
        Matcher name = NAME.matcher(line);
        if (!name.find()) {
            return Stream.empty();
        }
        Optional<Integer> port =
                Optional.of(PORT.matcher(line)).filter(Matcher::find).map(found -> Integer.valueOf(found.group(1)));
        String said = name.group(1);
        return Stream.of(new EngineState(
                said.startsWith(PREFIX) ? said : PREFIX + said, ProcessMark.of(process), port.orElse(null)));
    }
}
