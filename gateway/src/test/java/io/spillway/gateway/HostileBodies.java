package io.spillway.gateway;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bodies that are no JSON object in the sense of RFC 8259, for whatever call. */
final class HostileBodies {
    private static final int DEEP = 50_000;

    private HostileBodies() {}

    /** Each by what is wrong with it. */
    static Map<String, byte[]> malformed() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        texts().forEach((name, text) -> bodies.put(name, text.getBytes(StandardCharsets.UTF_8)));
        bodies.put("not UTF-8", with(0xc3, 0x28));
        bodies.put("an overlong NUL", with(0xc0, 0x80));
        bodies.put("a surrogate in UTF-8", with(0xed, 0xa0, 0x80));
        bodies.put("beyond Unicode", with(0xf5, 0x80, 0x80, 0x80));
        bodies.put("half a character", with(0xe2, 0x82));
        bodies.put("UTF-16", "{\"x\":1}".getBytes(StandardCharsets.UTF_16LE));
        bodies.put("UTF-32", "{\"x\":1}".getBytes(StandardCharsets.UTF_32BE));
        return bodies;
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("empty", "");
        texts.put("blank", " \t\r\n ");
        texts.put("NUL alone", "\0");
        texts.put("NUL behind", "{\"x\":1}\0");
        texts.put("NUL inside", "{\"x\":\"a\0b\"}");
        texts.put("a line break inside", "{\"x\":\"a\nb\"}");
        texts.put("a byte order mark", "\ufeff{\"x\":1}");
        texts.put("cut in a name", "{\"x");
        texts.put("cut in a text", "{\"x\":\"y");
        texts.put("cut in a list", "{\"x\":[1,");
        texts.put("cut in an escape", "{\"x\":\"\\u00");
        texts.put("one brace too many", "{\"x\":1}}");
        texts.put("two objects", "{\"x\":1}{\"x\":2}");
        texts.put("words behind", "{\"x\":1} and more");
        texts.put("a list", "[{\"x\":1}]");
        texts.put("a text", "\"x\"");
        texts.put("a number", "7");
        texts.put("null", "null");
        texts.put("true", "true");
        texts.put("a form", "x=1&y=2");
        texts.put("XML", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><x>&y;</x>");
        texts.put("a field twice", "{\"x\":1,\"x\":2}");
        texts.put("a field twice, once escaped", "{\"x\":1,\"\\u0078\":2}");
        texts.put("a field twice, deep inside", "{\"x\":[{\"y\":{\"z\":1,\"z\":1}}]}");
        texts.put("a high surrogate alone", "{\"x\":\"\\ud83d\"}");
        texts.put("a low surrogate alone", "{\"x\":[\"\\ude00\"]}");
        texts.put("surrogates the wrong way round", "{\"x\":{\"y\":\"\\ude00\\ud83d\"}}");
        texts.put("a surrogate as a name", "{\"\\ud83d\":1}");
        texts.put("an escape that is none", "{\"x\":\"\\x41\"}");
        texts.put("deep lists", "{\"x\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}");
        texts.put("deep objects", "{\"x\":".repeat(DEEP) + "1" + "}".repeat(DEEP));
        texts.put("deep and never closed", "[".repeat(DEEP));
        texts.put("a number beyond doubles", "{\"x\":1e999}");
        texts.put("a number of many digits", "{\"x\":" + "9".repeat(100_000) + "}");
        texts.put("an exponent of many digits", "{\"x\":1e" + "9".repeat(100_000) + "}");
        texts.put("not a number", "{\"x\":NaN}");
        texts.put("infinity", "{\"x\":-Infinity}");
        texts.put("hexadecimal", "{\"x\":0x1F}");
        texts.put("a leading zero", "{\"x\":01}");
        texts.put("a leading plus", "{\"x\":+1}");
        texts.put("a bare point", "{\"x\":.5}");
        texts.put("single quotes", "{'x':1}");
        texts.put("no quotes", "{x:1}");
        texts.put("a comma too many", "{\"x\":1,}");
        texts.put("a comma too few", "{\"x\":1 \"y\":2}");
        texts.put("a comment", "{\"x\":1/*2*/}");
        texts.put("an endless name", "{\"" + "x".repeat(60_000) + "\":1}");
        return texts;
    }

    private static byte[] with(int... wrong) {
        byte[] before = "{\"x\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] after = "\"}".getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[before.length + wrong.length + after.length];
        System.arraycopy(before, 0, body, 0, before.length);
        for (int i = 0; i < wrong.length; i++) {
            body[before.length + i] = (byte) wrong[i];
        }
        System.arraycopy(after, 0, body, before.length + wrong.length, after.length);
        return body;
    }
}
