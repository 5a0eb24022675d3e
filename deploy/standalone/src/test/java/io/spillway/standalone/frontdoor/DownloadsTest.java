package io.spillway.standalone.frontdoor;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadsTest {
    private static final byte[] WORKERS = """
            {"object": "list", "data": [{"engines": []}, {"engines": [
              {"name": "engine-a", "state": "fetching", "detail": "downloading, 41 % of 469 MB"},
              {"name": "engine-b", "state": "fetching", "detail": ""},
              {"name": "engine-c", "state": "down", "detail": "there is no file"}]}]}
            """.getBytes(StandardCharsets.UTF_8);

    @Test
    void onlyWhatIsBeingFetchedIsShown() throws Exception {
        // Given
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/ops/workers", exchange -> {
            exchange.sendResponseHeaders(200, WORKERS.length);
            exchange.getResponseBody().write(WORKERS);
            exchange.close();
        });
        gateway.start();
        try {
            // When
            List<String> lines =
                    new FrontDoor("http://localhost:" + gateway.getAddress().getPort(), "key").downloads();

            // Then
            assertThat(lines).containsExactly("engine-a: downloading, 41 % of 469 MB");
        } finally {
            gateway.stop(0);
        }
    }
}
