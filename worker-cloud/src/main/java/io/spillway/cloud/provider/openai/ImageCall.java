package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Incoming;
import io.spillway.cloud.provider.TokenEstimate;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Images, which come as base 64 or as addresses to fetch them from.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/images/create">OpenAI, create image</a>
 */
record ImageCall(ObjectNode request, JsonAnswer answer, ImageFetch fetch) implements OtherCall {
    @Override
    public String path() {
        return "/images/generations";
    }

    @Override
    public String accepts() {
        return "application/json";
    }

    @Override
    public Outcome read(Incoming incoming, Incoming.Head head) throws CallEnded, InterruptedException {
        JsonNode body = answer.read(incoming, head);
        List<Output.Binary> images = new ArrayList<>();
        long bytes = 0;
        for (JsonNode one : body.path("data")) {
            Output.Binary image = image(one);
            bytes += image.content().length;
            if (bytes > Incoming.LONGEST_BODY) {
                return new Outcome.Transient("the images are longer than 50 MB");
            }
            images.add(image);
        }
        Usage used = JsonAnswer.usage(body)
                .orElseGet(() -> TokenEstimate.of(request.path("prompt"), MissingNode.getInstance()))
                .withImages(images.size());
        return images.isEmpty() ? new Outcome.Empty(used) : new Outcome.Completed(Output.of(images), used);
    }

    private Output.Binary image(JsonNode one) throws CallEnded, InterruptedException {
        byte[] content = content(one);
        String type = ImageKind.of(content)
                .orElseThrow(() -> failed("an image that is neither PNG, JPEG, WebP nor GIF"))
                .mediaType();
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        if (one.path("revised_prompt").isTextual()) {
            about.set("revised_prompt", one.path("revised_prompt"));
        }
        return new Output.Binary(type, content, about);
    }

    private byte[] content(JsonNode one) throws CallEnded, InterruptedException {
        String base64 = one.path("b64_json").asText("");
        String url = one.path("url").asText("");
        if (!base64.isEmpty()) {
            return decoded(base64);
        }
        if (url.isEmpty()) {
            throw failed("an image without b64_json and url");
        }
        // Local servers put the image itself into its address.
        return url.startsWith("data:") ? decoded(url) : fetch.get(url);
    }

    private static byte[] decoded(String text) throws CallEnded {
        String base64 = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw failed("an image that is not base 64");
        }
    }

    private static CallEnded failed(String detail) {
        return new CallEnded(new Outcome.Transient(detail));
    }
}
