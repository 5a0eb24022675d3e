package io.spillway.contract.cluster;

/** The section {@code last-resort}. */
final class LastResortSection {
    private LastResortSection() {}

    static LastResort read(Section section) {
        return new LastResort(
                section.section("chat", LastResortSection::text),
                section.section("image", image -> image.flag("placeholder").orElse(false))
                        .orElse(false),
                section.section("speech", speech -> speech.flag("silence").orElse(false))
                        .orElse(false));
    }

    private static String text(Section chat) {
        String text = chat.requiredText("text");
        if (text.isBlank()) {
            throw chat.wrong("text", "should not be blank: an answer of blanks is none");
        }
        return text;
    }
}
