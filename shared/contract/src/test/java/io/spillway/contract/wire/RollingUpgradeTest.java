package io.spillway.contract.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While a cluster is upgraded, its logs hold records of both versions and each is read by both. {@code wire/v1/*.json}
 * are records as the first release with {@code v: 1} writes them; they are added to, and never changed.
 */
class RollingUpgradeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Today's form of the values that the files were written from. */
    private static final Map<String, byte[]> TODAY = today();

    private static Map<String, byte[]> today() {
        Map<String, byte[]> records = new TreeMap<>();
        records.put("job-full", Wire.encode(Samples.FULL_JOB));
        records.put("job-bare", Wire.encode(Samples.BARE_JOB));
        records.put("entry-attempt", Wire.encode(Samples.entries().get(0)));
        records.put("entry-ended", Wire.encode(Samples.entries().get(2)));
        records.put("entry-expired", Wire.encode(Samples.entries().get(3)));
        records.put("entry-priority", Wire.encode(Samples.entries().get(4)));
        records.put("entry-delete", Wire.encode(Samples.entries().get(5)));
        records.put("entry-told", Wire.encode(Samples.entries().get(6)));
        records.put("entry-cancel", Wire.encode(Samples.entries().getLast()));
        return records;
    }

    static Stream<String> names() {
        return TODAY.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatAnOldProcessWroteIsReadWhole(String name) {
        // When
        byte[] again = name.startsWith("job-") ? Wire.encode(Wire.job(old(name))) : Wire.encode(Wire.entry(old(name)));

        // Then
        assertContains(name, tree(again), tree(old(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void anOldProcessFindsEverythingItKnowsInWhatANewOneWrites(String name) {
        assertContains(name, tree(TODAY.get(name)), tree(old(name)));
    }

    private static void assertContains(String path, JsonNode newer, JsonNode older) {
        if (!older.isObject()) {
            assertThat(newer).as(path).isEqualTo(older);
            return;
        }
        Iterator<Map.Entry<String, JsonNode>> fields = older.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            String inner = path + "." + field.getKey();
            assertThat(newer.has(field.getKey())).as(inner).isTrue();
            assertContains(inner, newer.get(field.getKey()), field.getValue());
        }
    }

    private static byte[] old(String name) {
        try (InputStream file = RollingUpgradeTest.class.getResourceAsStream("/wire/v1/" + name + ".json")) {
            assertThat(file)
                    .as("wire/v1/%s.json, or today: %s", name, text(TODAY.get(name)))
                    .isNotNull();
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }

    private static JsonNode tree(byte[] record) {
        try {
            return JSON.readTree(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
