package io.spillway.standalone.layout;

import io.spillway.embedded.KafkaProcess;
import io.spillway.embedded.RedisBinary;
import io.spillway.embedded.RedisSettings;
import io.spillway.embedded.RedisSettings.Durability;
import io.spillway.standalone.layout.ProcessSpec.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws up the layout: chooses the ports, then writes down every process. */
public final class LayoutPlan {
    private static final String HOST = "127.0.0.1";
    private static final int GATEWAY = 8080;
    private static final int MANAGEMENT = 9000;
    private static final int KAFKA = 9092;
    private static final int REDIS = 6379;

    private final ClusterOptions options;
    private final PortChoice ports = new PortChoice();
    private final List<ProcessSpec> processes = new ArrayList<>();

    private LayoutPlan(ClusterOptions options) {
        this.options = options;
    }

    /**
     * The layout for these options.
     *
     * @throws Complaint if a port is taken, the configuration is wrong, or an application is not built
     */
    public static ClusterLayout draw(ClusterOptions options) throws IOException {
        return new LayoutPlan(options).draw();
    }

    private ClusterLayout draw() throws IOException {
        Map<String, Integer> counts = WorkerCounts.of(options);
        int gateway = ports.fixed("gateway", options.ports().gateway(), GATEWAY);
        int management = ports.fixed("management", options.ports().management(), MANAGEMENT);
        Map<String, String> shared = new HashMap<>(options.environment());
        shared.put("SPILLWAY_KAFKA", kafka());
        shared.put("SPILLWAY_REDIS", redis());
        shared.put("SPILLWAY_HOME", options.home().dir().toString());
        shared.putIfAbsent("SPILLWAY_ARTIFACTS", options.home().artifacts().toString());
        Path config = options.config();
        if (config != null) {
            shared.put("SPILLWAY_CONFIG", config.toAbsolutePath().toString());
        }
        addGateway(shared, gateway, management);
        addWorkers(shared, counts, management);
        return new ClusterLayout(address(gateway), address(management), List.copyOf(processes));
    }

    private String kafka() {
        String running = options.outside().kafka();
        if (running != null) {
            return running;
        }
        int port = ports.flexible("kafka", options.ports().kafka(), KAFKA);
        List<String> command = KafkaProcess.command(
                options.home().kafka(), port, List.of(options.home().mark()));
        addStore("kafka", command, port);
        return HOST + ":" + port;
    }

    private String redis() throws IOException {
        String running = options.outside().redis();
        if (running != null) {
            return running;
        }
        int port = ports.flexible("redis", options.ports().redis(), REDIS);
        Path dir = options.home().redis();
        try {
            RedisBinary binary = RedisBinary.find(options.home().binaries());
            addStore("redis", new RedisSettings(dir, port, Durability.APPEND_ONLY).command(binary), port);
        } catch (IOException e) {
            throw new Complaint(
                    "Redis cannot start: " + e.getMessage(),
                    dir.toString(),
                    "Install redis-server 7, then start again.");
        }
        return "redis://" + HOST + ":" + port;
    }

    private void addStore(String name, List<String> command, int port) {
        URI probe = URI.create(name + "://" + HOST + ":" + port);
        Map<String, String> environment = new HashMap<>(named(name));
        // Redis carries no mark on its command line: it is found by its environment should all else be lost.
        environment.put("SPILLWAY_HOME", options.home().dir().toString());
        processes.add(new ProcessSpec(name, Stage.STORE, command, environment, port, probe));
    }

    private void addGateway(Map<String, String> shared, int port, int management) {
        Map<String, String> environment = new HashMap<>(shared);
        environment.put("SPILLWAY_ADMIN_KEY_FILE", options.home().adminKey().toString());
        environment.putAll(listening("gateway", port, management));
        List<String> command =
                options.applications().command("gateway", options.home().mark());
        processes.add(new ProcessSpec("gateway", Stage.APPLICATION, command, environment, port, health(management)));
    }

    private void addWorkers(Map<String, String> shared, Map<String, Integer> counts, int gatewayManagement) {
        int preferred = gatewayManagement;
        for (Map.Entry<String, Integer> kind : counts.entrySet()) {
            for (int i = 1; i <= kind.getValue(); i++) {
                preferred++;
                int management = anyPortWillDo() ? ports.free() : ports.preferably(preferred);
                addWorker(shared, "worker-" + kind.getKey(), i, management);
            }
        }
    }

    private void addWorker(Map<String, String> shared, String module, int number, int management) {
        String name = module + "-" + number;
        Map<String, String> environment = new HashMap<>(shared);
        environment.putAll(listening(name, 0, management));
        List<String> command =
                options.applications().command(module, options.home().mark());
        processes.add(new ProcessSpec(name, Stage.APPLICATION, command, environment, management, health(management)));
    }

    private boolean anyPortWillDo() {
        Integer wish = options.ports().management();
        return wish != null && wish == 0;
    }

    private static Map<String, String> listening(String name, int port, int management) {
        Map<String, String> environment = new HashMap<>(named(name));
        environment.put("QUARKUS_HTTP_HOST", HOST);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", HOST);
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        return environment;
    }

    private static Map<String, String> named(String name) {
        return Map.of("SPILLWAY_PROCESS", name);
    }

    private static URI health(int management) {
        return URI.create(address(management) + "/q/health/ready");
    }

    private static String address(int port) {
        return "http://" + HOST + ":" + port;
    }
}
