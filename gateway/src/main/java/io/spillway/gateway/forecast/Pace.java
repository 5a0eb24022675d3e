package io.spillway.gateway.forecast;

/**
 * How quickly jobs come and go.
 *
 * @param arrivals jobs accepted a second
 * @param served jobs a second that a worker ran to their end
 */
record Pace(double arrivals, double served) {
    static final Pace NONE = new Pace(0, 0);

    Pace plus(Pace other) {
        return new Pace(arrivals + other.arrivals, served + other.served);
    }
}
