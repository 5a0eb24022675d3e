package io.spillway.cloud.provider.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What an image is by its first bytes: what a provider says of it is not to be relied on, and browsers go by it. */
enum ImageKind {
    PNG("image/png", 0, "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", 0, "\u00ff\u00d8\u00ff"),
    WEBP("image/webp", 8, "WEBP"),
    GIF("image/gif", 0, "GIF8");

    private final String mediaType;
    private final int at;
    private final byte[] mark;

    ImageKind(String mediaType, int at, String mark) {
        this.mediaType = mediaType;
        this.at = at;
        this.mark = mark.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Optional<ImageKind> of(byte[] content) {
        return Arrays.stream(values()).filter(kind -> kind.begins(content)).findFirst();
    }

    String mediaType() {
        return mediaType;
    }

    private boolean begins(byte[] content) {
        int end = at + mark.length;
        return content.length >= end && Arrays.equals(content, at, end, mark, 0, mark.length);
    }
}
