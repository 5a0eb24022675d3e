package io.spillway.cloud.provider;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Takes out of a provider's own words what is nobody's business. Error messages quote: OpenAI's 401 a part of the key,
 * validation errors the prompt. A quotation must not be judged either, or a prompt that says "insufficient_quota" could
 * bench a target for everybody.
 */
public final class Discretion {
    private static final int LONGEST_SHOWN = 240;
    private static final int LONGEST_READ = 4_000;
    /** So many characters in a row that are also in the request are a quotation, not a coincidence. */
    private static final int QUOTATION = 12;

    private static final int HASHES = 1 << 16;
    private static final String MASK = "…";
    private static final Pattern KEY_LIKE =
            Pattern.compile("\\b(?:sk|pk|gsk|hf|xai|key|AIza)[-_A-Za-z0-9*.]*[-_*0-9][-_A-Za-z0-9*.]{5,}");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final Optional<String> key;
    private final Supplier<String> request;

    /** @param request the text of which no part is to be repeated; asked for only when a provider has said something */
    public Discretion(Optional<String> key, Supplier<String> request) {
        this.key = key.filter(secret -> !secret.isBlank());
        this.request = request;
    }

    /** {@code words} on one line, without keys and quotations. */
    public String mask(String words) {
        String start = words.substring(0, Math.min(words.length(), LONGEST_READ));
        String line = BLANKS.matcher(start).replaceAll(" ").strip();
        String keyless = key.map(secret -> line.replace(secret, MASK)).orElse(line);
        String nameless = KEY_LIKE.matcher(keyless).replaceAll(MASK);
        return nameless.length() < QUOTATION ? nameless : withoutQuotations(nameless);
    }

    /** The same, short enough to be shown. */
    public String show(String words) {
        String masked = mask(words);
        return masked.length() > LONGEST_SHOWN ? masked.substring(0, LONGEST_SHOWN) + MASK : masked;
    }

    private String withoutQuotations(String line) {
        Set<String> quoted = quotations(line, request.get());
        boolean[] masked = new boolean[line.length()];
        for (int i = 0; i + QUOTATION <= line.length(); i++) {
            if (quoted.contains(line.substring(i, i + QUOTATION))) {
                Arrays.fill(masked, i, i + QUOTATION, true);
            }
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (!masked[i]) {
                shown.append(line.charAt(i));
            } else if (i == 0 || !masked[i - 1]) {
                shown.append(MASK);
            }
        }
        return shown.toString();
    }

    /** The windows of {@code line} that are in {@code text} too; one pass over a text that may be megabytes long. */
    private static Set<String> quotations(String line, String text) {
        Set<String> windows = new HashSet<>();
        BitSet hashes = new BitSet(HASHES);
        for (int i = 0; i + QUOTATION <= line.length(); i++) {
            windows.add(line.substring(i, i + QUOTATION));
            hashes.set(hash(line, i));
        }
        Set<String> quoted = new HashSet<>();
        for (int i = 0; i + QUOTATION <= text.length(); i++) {
            if (hashes.get(hash(text, i)) && windows.contains(text.substring(i, i + QUOTATION))) {
                quoted.add(text.substring(i, i + QUOTATION));
            }
        }
        return quoted;
    }

    private static int hash(String text, int at) {
        int hash = text.charAt(at) * 31 + text.charAt(at + 3);
        return ((hash * 31 + text.charAt(at + 7)) * 31 + text.charAt(at + QUOTATION - 1)) & (HASHES - 1);
    }
}
