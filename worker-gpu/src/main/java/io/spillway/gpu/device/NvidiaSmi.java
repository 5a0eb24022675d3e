package io.spillway.gpu.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks {@code nvidia-smi}, which comes with every driver, what GPUs there are. */
final class NvidiaSmi {
    private static final List<String> COMMAND =
            List.of("nvidia-smi", "--query-gpu=index,name,memory.total,memory.free", "--format=csv,noheader,nounits");
    private static final int ANSWER_SECONDS = 10;

    private NvidiaSmi() {}

    /** The GPUs of this machine; none where there is no driver, or it does not answer in time. */
    static Gpus gpus() {
        return gpus(COMMAND);
    }

    static Gpus gpus(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // Its answer is smaller than a pipe's buffer, so that it can end before it is read.
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Gpus.none("nvidia-smi did not answer within " + ANSWER_SECONDS + " s");
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<Gpu> gpus = process.exitValue() == 0 ? parse(answer) : List.of();
            return gpus.isEmpty()
                    ? Gpus.none("nvidia-smi ended with status " + process.exitValue() + " and named no GPU")
                    : Gpus.of(gpus);
        } catch (IOException e) {
            return Gpus.none("there is no nvidia-smi");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Gpus.none("interrupted while asking nvidia-smi");
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
