package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobType;

/** What the fields of a type may not be together, and under what names a provider takes them. */
final class TypeRules {
    private TypeRules() {}

    /** Complains of fields that are right each for itself. */
    static void check(JobType type, Place root, ObjectNode body) {
        switch (type) {
            case CHAT -> BareText.check(root, body);
            case SPEECH -> {
                wordless(type, root, body);
                if (body.hasNonNull("format") && body.hasNonNull("response_format")) {
                    root.at("format").wrong("should not stand beside response_format");
                }
            }
            case EMBEDDING, IMAGE -> wordless(type, root, body);
        }
    }

    private static void wordless(JobType type, Place root, ObjectNode body) {
        if (body.path("stream").asBoolean(false)) {
            root.at("stream").wrong("should be false: a job of type '" + type.word() + "' has no tokens to follow");
        }
    }

    /** Gives the fields of {@code request} the names of OpenAI's call. */
    static void unfold(JobType type, ObjectNode request) {
        switch (type) {
            case CHAT -> BareText.unfold(request);
            case SPEECH -> {
                if (request.has("format")) {
                    request.set("response_format", request.remove("format"));
                }
            }
            case EMBEDDING, IMAGE -> {}
        }
    }
}
