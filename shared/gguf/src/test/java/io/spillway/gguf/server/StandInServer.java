package io.spillway.gguf.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.PoolingType;
import io.spillway.gguf.prompt.PromptFormat;
import io.spillway.gguf.protocol.Turn;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * A llama-server for machines that have none: its protocol over a real socket, with a real model behind it (by the
 * binding), so that what speaks to it is tested everywhere. Started by {@link TestServers} as a process of its own.
 */
public final class StandInServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PromptFormat FORMAT = PromptFormat.of(Optional.of("<|im_start|>"), "<|im_end|>");

    private final String key = "Bearer " + System.getenv("LLAMA_API_KEY");
    private final LlamaModel model;
    private final int context;

    private StandInServer(LlamaModel model, int context) {
        this.model = model;
        this.context = context;
    }

    /** Takes llama-server's options, those that are used. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        HttpServer http = HttpServer.create(
                new InetSocketAddress(option(words, "--host"), Integer.parseInt(option(words, "--port"))), 0);
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/health", exchange -> answer(exchange, 503, JSON.createObjectNode()));
        http.start();
        int slots = Integer.parseInt(option(words, "--parallel"));
        boolean embedding = words.contains("--embeddings");
        int all = Integer.parseInt(option(words, "--ctx-size"));
        ModelParameters parameters = new ModelParameters()
                .setModel(option(words, "--model"))
                .setParallel(embedding ? 1 : slots)
                .setCtxSize(embedding ? all / slots : all)
                .setThreads(Integer.parseInt(option(words, "--threads")))
                .disableContextShift()
                .setChatTemplate("chatml");
        LlamaModel model = loaded(
                embedding
                        ? parameters
                                .setBatchSize(all / slots)
                                .setUbatchSize(all / slots)
                                .enableEmbedding()
                                .setPoolingType(PoolingType.LAST)
                        : parameters);
        http.removeContext("/health");
        http.createContext("/", new StandInServer(model, all / slots)::handle);
    }

    private static LlamaModel loaded(ModelParameters parameters) {
        try {
            return new LlamaModel(parameters);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(1);
            throw e;
        }
    }

    private static String option(List<String> words, String name) {
        return words.get(words.indexOf(name) + 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/health") && !key.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, JSON.createObjectNode());
            return;
        }
        byte[] sent = exchange.getRequestBody().readAllBytes();
        JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
        ObjectNode answer = JSON.createObjectNode();
        switch (path) {
            case "/health" -> answer.put("status", "ok");
            case "/props" -> answer.putObject("default_generation_settings").put("n_ctx", context);
            case "/apply-template" -> answer.put("prompt", prompt(body));
            case "/tokenize" -> {
                answer.withArray("tokens").add(1);
                for (int token : model.encode(body.path("content").asText())) {
                    answer.withArray("tokens").add(token);
                }
            }
            case "/v1/embeddings" ->
                body.path("input").forEach(text -> {
                    var numbers = answer.withArray("data").addObject().putArray("embedding");
                    for (float value : model.embed(text.asText())) {
                        numbers.add(3 * value);
                    }
                });
            case "/v1/chat/completions" -> {
                chat(exchange, body);
                return;
            }
            default -> throw new IOException("no such path");
        }
        answer(exchange, 200, answer);
    }

    private void chat(HttpExchange exchange, JsonNode body) throws IOException {
        LlamaIterator tokens = model.generate(parameters(body)).iterator();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        int count = 0;
        try (OutputStream out = exchange.getResponseBody()) {
            while (tokens.hasNext()) {
                String piece = tokens.next().text;
                count += piece.isEmpty() ? 0 : 1;
                ObjectNode event = JSON.createObjectNode();
                ObjectNode choice = event.putArray("choices").addObject().putNull("finish_reason");
                choice.putObject("delta").put("content", piece);
                if (body.path("logprobs").asBoolean()) {
                    choice.putObject("logprobs")
                            .putArray("content")
                            .addObject()
                            .put("token", piece)
                            .put("logprob", -0.5);
                }
                write(out, event);
            }
            ObjectNode end = JSON.createObjectNode();
            end.putArray("choices")
                    .addObject()
                    .put("finish_reason", count >= body.path("max_tokens").asInt() ? "length" : "stop")
                    .putObject("delta");
            write(out, end);
            ObjectNode usage = JSON.createObjectNode();
            usage.putArray("choices");
            usage.putObject("usage").put("completion_tokens", count);
            write(out, usage);
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Whoever asked has hung up.
            tokens.cancel();
        }
    }

    private static void write(OutputStream out, JsonNode event) throws IOException {
        out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private InferenceParameters parameters(JsonNode body) {
        InferenceParameters parameters = new InferenceParameters(prompt(body))
                .setNPredict(body.path("max_tokens").asInt())
                .setCachePrompt(body.path("cache_prompt").asBoolean())
                .setStopStrings(
                        body.path("stop").valueStream().map(JsonNode::asText).toArray(String[]::new));
        number(body, "temperature").ifPresent(parameters::setTemperature);
        number(body, "top_p").ifPresent(parameters::setTopP);
        number(body, "min_p").ifPresent(parameters::setMinP);
        number(body, "frequency_penalty").ifPresent(parameters::setFrequencyPenalty);
        number(body, "repeat_penalty").ifPresent(parameters::setRepeatPenalty);
        number(body, "top_k").ifPresent(value -> parameters.setTopK(value.intValue()));
        number(body, "seed").ifPresent(_ -> parameters.setSeed(body.path("seed").asInt()));
        if (body.has("grammar")) {
            parameters.setGrammar(body.path("grammar").asText());
        }
        return parameters;
    }

    private static Optional<Float> number(JsonNode body, String field) {
        return body.has(field) ? Optional.of((float) body.path(field).asDouble()) : Optional.empty();
    }

    private static String prompt(JsonNode body) {
        return FORMAT.write(body.path("messages")
                .valueStream()
                .map(message -> new Turn(
                        Turn.Role.valueOf(message.path("role").asText().toUpperCase(Locale.ROOT)),
                        message.path("content").asText()))
                .toList());
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
