package io.spillway.gpu.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks {@code nvidia-smi}, which comes with every driver, what GPUs there are. */
public final class NvidiaSmi {
    private static final List<String> COMMAND =
            List.of("nvidia-smi", "--query-gpu=index,name,memory.total,memory.free", "--format=csv,noheader,nounits");
    private static final int ANSWER_SECONDS = 10;

    private NvidiaSmi() {}

    /** The GPUs of this machine; none where there is no driver, or it does not answer. */
    public static List<Gpu> gpus() {
        try {
            Process process = new ProcessBuilder(COMMAND)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? parse(answer) : List.of();
        } catch (IOException e) {
            // No such program: no driver, no GPU.
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    static List<Gpu> parse(String answer) {
        return answer.lines().map(NvidiaSmi::gpu).flatMap(Optional::stream).toList();
    }

    private static Optional<Gpu> gpu(String line) {
        String[] fields = line.split("\\s*,\\s*");
        try {
            return fields.length == 4
                    ? Optional.of(new Gpu(
                            Integer.parseInt(fields[0].strip()),
                            fields[1],
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3].strip())))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
