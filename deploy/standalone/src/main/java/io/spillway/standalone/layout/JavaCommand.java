package io.spillway.standalone.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the JVMs a cluster consists of; heaps are small, for a laptop runs them all. */
final class JavaCommand {
    private static final List<String> EVERY =
            List.of("-XX:+UseSerialGC", "-Xss512k", "--enable-native-access=ALL-UNNAMED", "-Xshare:auto");
    private static final List<String> GATEWAY = List.of("-Xms64m", "-Xmx512m");
    private static final List<String> WORKER = List.of("-Xms48m", "-Xmx384m");

    private JavaCommand() {}

    static List<String> jar(Path jar, String module, String mark) {
        if (!Files.isRegularFile(jar)) {
            throw new Complaint(
                    "The " + module + " is not built.",
                    jar.toString(),
                    "Start with ./spillway up, which builds what is stale.");
        }
        List<String> command = new ArrayList<>();
        command.add(java());
        // First, so that it is found even where the system shows only the start of a long command line.
        command.add(mark);
        command.addAll(EVERY);
        command.addAll(module.equals("gateway") ? GATEWAY : WORKER);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        return List.copyOf(command);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
