package io.spillway.standalone.layout;

import io.spillway.standalone.layout.ProcessSpec.Stage;
import java.util.List;

/**
 * A cluster as it is to run.
 *
 * @param url the API
 * @param managementUrl the gateway's health and metrics
 * @param processes in the order they start
 */
public record ClusterLayout(String url, String managementUrl, List<ProcessSpec> processes) {
    /** The processes of one stage. */
    public List<ProcessSpec> processesOf(Stage stage) {
        return processes.stream().filter(process -> process.stage() == stage).toList();
    }
}
