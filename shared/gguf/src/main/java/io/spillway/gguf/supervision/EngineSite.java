package io.spillway.gguf.supervision;

import io.spillway.gguf.file.ModelFiles;
import io.spillway.gguf.memory.Room;
import java.nio.file.Path;

/**
 * Where the engines of one worker live.
 *
 * @param logs a folder for what they print
 * @param room the memory that they share
 */
public record EngineSite(ModelFiles files, Path logs, Pace pace, Room room) {}
