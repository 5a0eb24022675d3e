package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.cluster.Target;

/** The body of a chat completion: the job's request untouched, and what only we can say. */
final class ChatBody {
    private ChatBody() {}

    static ObjectNode of(ModelCall call, Target target, boolean takesStreamOptions) {
        ObjectNode body = target.filled(call.request());
        body.put("model", target.model());
        body.remove("stream");
        if (call.stream()) {
            body.put("stream", true);
            if (takesStreamOptions) {
                options(body).put("include_usage", true);
            }
        } else {
            body.remove("stream_options");
        }
        return body;
    }

    private static ObjectNode options(ObjectNode body) {
        return body.get("stream_options") instanceof ObjectNode given ? given : body.putObject("stream_options");
    }
}
