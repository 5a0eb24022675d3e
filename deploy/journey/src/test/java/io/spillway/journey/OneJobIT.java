package io.spillway.journey;

import io.spillway.journey.language.Cluster;
import org.junit.jupiter.api.Order;

@Order(1)
class OneJobIT extends OneJob {
    @Override
    Cluster cluster() {
        return Cluster.calm();
    }
}
