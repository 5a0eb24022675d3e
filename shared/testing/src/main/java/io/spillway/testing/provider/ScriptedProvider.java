package io.spillway.testing.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider that answers by a script, in the protocol of the path that it is asked at: OpenAI's {@code
 * /chat/completions}, {@code /embeddings}, {@code /audio/speech}, {@code /images/generations} and {@code /models},
 * Anthropic's {@code /messages}, Gemini's {@code :generateContent}, Ollama's {@code /api/chat} and {@code /api/tags},
 * plain and streamed, on a loopback port, over sockets of its own because an HTTP server cannot reset, truncate or notice
 * that a silent client has left. Until told otherwise it echoes the prompt. {@code POST /control} sets the script of a
 * provider in another process, {@code GET /journal} reads its journal; neither is in the journal.
 */
public final class ScriptedProvider implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Journal journal = new Journal();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Script script = Script.endpoints(Reply.text("You said: {prompt}"));
    private volatile List<String> models = List.of("scripted");
    private volatile Optional<Reply> looked = Optional.empty();
    private final AtomicInteger lookups = new AtomicInteger();

    private ScriptedProvider(ServerSocket server) {
        this.server = server;
    }

    /** Starts one on a free port of the loopback address. */
    public static ScriptedProvider start() {
        return start(0);
    }

    /** Starts one on {@code port} of the loopback address. */
    public static ScriptedProvider start(int port) {
        try {
            ScriptedProvider provider =
                    new ScriptedProvider(new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("scripted-provider").start(provider::accept);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request with {@code text}, in which {@code {prompt}} stands for the prompt. */
    public ScriptedProvider answer(String text) {
        return script(Script.always(Reply.text(text)));
    }

    /** Answers every request from now on as {@code script} says. */
    public ScriptedProvider script(Script script) {
        this.script = script;
        return this;
    }

    /** The models it lists. */
    public ScriptedProvider models(String... names) {
        models = List.of(names);
        return this;
    }

    /** The address to configure as {@code base-url}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** What it answers when it is looked at: its models, its health; calls are answered as scripted all the same. */
    public ScriptedProvider looked(Reply answer) {
        looked = Optional.of(answer);
        return this;
    }

    /** Lists its models again. */
    public ScriptedProvider well() {
        looked = Optional.empty();
        return this;
    }

    /** How often it was looked at: its models, its health. The journal holds calls only. */
    public int lookups() {
        return lookups.get();
    }

    /** What it has been asked. */
    public Journal journal() {
        return journal;
    }

    /** How many connections are open. */
    public int connections() {
        return open.size();
    }

    /** Stops listening and drops every connection. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply reply(Received request) {
        try {
            return script.reply(request);
        } catch (RuntimeException e) {
            // Said aloud: a client that waits for ever would hide the mistake in the script.
            return Reply.raw(500, "text/plain", "the script failed: " + e);
        }
    }

    private Reply listing(String path) {
        return Reply.json(200, path.endsWith("/api/tags") ? OllamaForm.models(models) : OpenAiForm.models(models));
    }

    /** The answer to a request that is about the provider itself. */
    Optional<Reply> ownReply(RequestReader.Parsed request) {
        String path = request.path();
        if (request.method().equals("GET") && !path.equals("/journal") && !path.startsWith(OtherForms.PICTURES)) {
            lookups.incrementAndGet();
            return Optional.of(looked.orElseGet(() -> listing(path)));
        }
        return switch (path) {
            case "/control" -> Optional.of(Control.set(this, request.body()));
            case "/journal" -> Optional.of(Control.journal(journal));
            default -> Optional.empty();
        };
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> {
                    new Connection(socket, this).run();
                    open.remove(socket);
                });
            } catch (IOException e) {
                // Closed, or a client that left before it was accepted.
            }
        }
    }
}
