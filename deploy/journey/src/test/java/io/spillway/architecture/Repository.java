package io.spillway.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository that these tests are part of, and what all its modules were compiled to. */
final class Repository {
    private static final int DEPTH = 3;

    private Repository() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside the repository: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** The folders of all modules that hold code. */
    static List<Path> modules() {
        try (Stream<Path> files = Files.walk(root(), DEPTH)) {
            return files.filter(file -> file.getFileName().toString().equals("pom.xml"))
                    .map(Path::getParent)
                    .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is delivered: the classes of every module, without any tests. */
    static JavaClasses classes() {
        List<Path> folders = modules().stream()
                .map(module -> module.resolve("target/classes"))
                .toList();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalStateException(folder + " is missing: the rules look at all modules, so build them"
                        + " all, with ./spillway test or mvn verify in " + root());
            }
        }
        return new ClassFileImporter().importPaths(folders);
    }

    /** The source of what is delivered. */
    static List<Path> sources() {
        return modules().stream()
                .flatMap(module -> sourcesIn(module.resolve("src/main/java")).stream())
                .toList();
    }

    static List<Path> sourcesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The violations planted beside these tests. */
    static JavaClasses planted() {
        return new ClassFileImporter().importPackages("io.spillway.planted");
    }
}
