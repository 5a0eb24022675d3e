package io.spillway.journey;

import io.spillway.journey.language.Cluster;
import org.junit.jupiter.api.Order;

@Order(5)
class SpillOverIT extends SpillOver {
    @Override
    Cluster cluster() {
        return Cluster.calm();
    }
}
