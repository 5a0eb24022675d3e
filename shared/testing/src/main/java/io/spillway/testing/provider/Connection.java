package io.spillway.testing.provider;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One client's connection. A thread of its own reads it all the time, also while an answer is being sent, so that a
 * client that hangs up is noticed at once and not at the next write.
 */
final class Connection implements Runnable {
    private final Socket socket;
    private final ScriptedProvider provider;

    Connection(Socket socket, ScriptedProvider provider) {
        this.socket = socket;
        this.provider = provider;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            RequestReader reader = new RequestReader(in, out);
            for (Optional<RequestReader.Parsed> next = reader.next(); next.isPresent(); next = reader.next()) {
                serve(next.get(), in, out);
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone, or the provider is being closed: the journal has it.
        }
    }

    private void serve(RequestReader.Parsed parsed, PushbackInputStream in, OutputStream out)
            throws IOException, InterruptedException {
        Optional<Reply> own = provider.ownReply(parsed);
        Received request = own.isPresent()
                ? new Received(0, parsed.method(), parsed.path(), parsed.headers(), parsed.body())
                : provider.journal().enter(parsed.method(), parsed.path(), parsed.headers(), parsed.body());
        CountDownLatch gone = new CountDownLatch(1);
        Thread answer = Thread.startVirtualThread(
                () -> answer(own.orElseGet(() -> provider.reply(request)), request, new Answering(out, gone), out));
        int first = peek(in);
        if (first >= 0) {
            in.unread(first);
            answer.join();
            return;
        }
        end(request, Visit.Fate.LEFT);
        gone.countDown();
        socket.close();
    }

    private void answer(Reply reply, Received request, Answering answering, OutputStream out) {
        try {
            switch (answering.play(reply, request)) {
                case Answering.Last.Bytes last -> {
                    // Before the bytes are out: a client may hang up as soon as it has them.
                    end(request, Visit.Fate.ANSWERED);
                    out.write(last.text().getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                case Answering.Last.Reset _ -> {
                    end(request, Visit.Fate.CUT);
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                case Answering.Last.Close _ -> {
                    end(request, Visit.Fate.CUT);
                    socket.close();
                }
                case Answering.Last.Left _ -> end(request, Visit.Fate.LEFT);
            }
        } catch (IOException | InterruptedException e) {
            end(request, Visit.Fate.LEFT);
        }
    }

    private void end(Received request, Visit.Fate fate) {
        if (request.number() > 0) {
            provider.journal().end(request, fate);
        }
    }

    private static int peek(PushbackInputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            return -1;
        }
    }
}
