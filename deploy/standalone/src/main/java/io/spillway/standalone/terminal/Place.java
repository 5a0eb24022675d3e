package io.spillway.standalone.terminal;

import io.spillway.standalone.frontdoor.FrontDoor;
import io.spillway.standalone.layout.AdminKey;
import io.spillway.standalone.layout.Complaint;
import io.spillway.standalone.layout.Home;
import io.spillway.standalone.supervise.ClusterState;
import java.io.IOException;
import java.nio.file.Path;

/** Which checkout and which home a command is about. */
final class Place {
    private Place() {}

    /** The checkout, told by the script. */
    static Path root() {
        return Path.of(System.getProperty("spillway.root", "")).toAbsolutePath();
    }

    /** {@code SPILLWAY_HOME}, else the checkout's {@code .spillway}. */
    static Home home() {
        String named = System.getenv("SPILLWAY_HOME");
        return new Home(named == null || named.isBlank() ? root().resolve(".spillway") : Path.of(named));
    }

    /** The running cluster, or a complaint that there is none. */
    static ClusterState running() {
        return ClusterState.running(home()).orElseThrow(Place::nothingRuns);
    }

    static Complaint nothingRuns() {
        return new Complaint("Nothing runs here.", home().dir().toString(), "Start it with ./spillway up.");
    }

    /** The running cluster's API, with the admin key. */
    static FrontDoor frontDoor() throws IOException {
        return new FrontDoor(running().url(), AdminKey.read(home().adminKey()));
    }
}
