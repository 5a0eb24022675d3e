package io.spillway.standalone.terminal;

import io.spillway.standalone.layout.Complaint;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command behind {@code ./spillway}. */
@Command(
        name = "spillway",
        description = "Runs a Spillway cluster on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "spillway 0.1.0",
        subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, LogsCommand.class, SubmitCommand.class})
public final class Spillway {
    private static final int FAILED = 1;

    private Spillway() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Spillway());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            new Screen().complain(complaint(failure));
            return FAILED;
        });
        System.exit(line.execute(args));
    }

    private static Complaint complaint(Exception failure) {
        return switch (failure) {
            case Complaint said -> said;
            case IOException io ->
                new Complaint(
                        String.valueOf(io.getMessage()), Place.home().dir().toString(), "Look there, then try again.");
            default ->
                new Complaint(
                        "This should not happen: " + failure,
                        String.valueOf(failure.getStackTrace()[0]),
                        "Please report it, with these lines.");
        };
    }
}
