package io.spillway.gguf.supervision;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import de.kherud.llama.LlamaModel;
import io.spillway.gguf.engine.EngineMain;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The class path of an engine: only what it needs. It is found through where those classes themselves were loaded from,
 * as {@code java.class.path} knows nothing of the jars of a Quarkus application. (A class literal does not initialise
 * its class, so the native library stays out of the worker.)
 */
final class EngineClassPath {
    private static final List<Class<?>> NEEDED = List.of(
            EngineMain.class,
            LlamaModel.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonTypeInfo.class,
            Jdk8Module.class);

    private EngineClassPath() {}

    static String get() {
        return NEEDED.stream()
                .map(EngineClassPath::origin)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot tell where " + type + " was loaded from", e);
        }
    }
}
