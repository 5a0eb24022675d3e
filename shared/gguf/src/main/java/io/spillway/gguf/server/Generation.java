package io.spillway.gguf.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gguf.prompt.Shortened;
import io.spillway.gguf.protocol.EngineReply;
import io.spillway.gguf.protocol.EngineRequest;
import io.spillway.gguf.protocol.Turn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One answer. It is always streamed, so that hanging up ends it at its next token. */
final class Generation extends ServerTask {
    private final ServerApi api;
    private final EngineRequest.Generate request;
    private final int context;
    private final Answer answer = new Answer();

    private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> open;
    private volatile int before;

    Generation(ServerApi api, EngineRequest.Generate request, int context) {
        super(request.id());
        this.api = api;
        this.request = request;
        this.context = context;
    }

    @Override
    EngineReply answer(Consumer<EngineReply> replies) throws IOException, InterruptedException {
        Shortened prompt = shortened();
        int room = context - prompt.tokens();
        if (room < 1) {
            return new EngineReply.TooLong(id(), prompt.tokens(), context);
        }
        int most = Math.min(request.sampling().maxTokens().orElse(room), room);
        ObjectNode body = ChatBody.of(request.sampling(), most);
        body.set("messages", ServerApi.messages(prompt.turns()));
        CompletableFuture<HttpResponse<InputStream>> call = api.chat(body);
        open = call;
        if (cancelled()) {
            hangUp();
        }
        follow(response(call), replies);
        return answer.done(id(), prompt);
    }

    @Override
    void hangUp() {
        before = answer.pieces();
        CompletableFuture<HttpResponse<InputStream>> call = open;
        if (call != null && !call.cancel(true)) {
            call.thenAccept(response -> closeQuietly(response.body()));
        }
    }

    @Override
    int late() {
        return answer.pieces() - before;
    }

    private Shortened shortened() throws IOException {
        try {
            return request.trim()
                    ? Shortened.to(
                            Shortened.budget(context, request.sampling().maxTokens()), request.turns(), this::count)
                    : Shortened.not(request.turns(), this::count);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private int count(List<Turn> turns) {
        try {
            return api.tokens(turns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static InputStream response(CompletableFuture<HttpResponse<InputStream>> call)
            throws IOException, InterruptedException {
        try {
            HttpResponse<InputStream> response = call.get();
            if (response.statusCode() != 200) {
                closeQuietly(response.body());
                throw new ServerSaidNo("/v1/chat/completions", response.statusCode());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException("the call failed", e);
        }
    }

    private void follow(InputStream stream, Consumer<EngineReply> replies) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals("data: [DONE]") && !cancelled()) {
                if (line.startsWith("data: ")) {
                    String text = answer.add(event(line));
                    if (request.stream() && !text.isEmpty() && !cancelled()) {
                        replies.accept(new EngineReply.Piece(id(), text));
                    }
                }
                line = lines.readLine();
            }
        }
    }

    private static JsonNode event(String line) throws IOException {
        JsonNode event = ServerApi.JSON.readTree(line.substring("data: ".length()));
        if (event.has("error")) {
            throw new ServerSaidNo(
                    "/v1/chat/completions", event.at("/error/code").asInt(500));
        }
        return event;
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException _) {
            // It is given up either way.
        }
    }
}
