package io.spillway.gateway.usage;

import io.spillway.contract.wire.Wire;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where tallies stand in {@code spillway.state}. */
record Shelf(StateTable state) {
    private static final String TALLY = "usage/";
    private static final String READ = "usage-read/";

    /** Which tally. */
    record Place(LocalDate day, int partition, String tenant) {
        String text() {
            return TALLY + day + "/" + partition + "/" + tenant;
        }

        static Place of(String text) {
            String[] parts = text.split("/", -1);
            return new Place(LocalDate.parse(parts[1]), Integer.parseInt(parts[2]), parts[3]);
        }
    }

    /** How far a partition was read: everything before that is in the tallies. */
    record Read(String topic, long next) {}

    Tally tally(Place place) {
        return state.get(place.text())
                .map(text -> Wire.value(text, Tally.class))
                .orElse(Tally.EMPTY);
    }

    void put(Place place, Tally tally) throws LogUnavailable {
        state.put(place.text(), Wire.text(tally));
    }

    void remove(Place place) throws LogUnavailable {
        state.remove(place.text());
    }

    /** All tallies there are. */
    Map<Place, Tally> all() {
        Map<Place, Tally> all = new TreeMap<>(Comparator.comparing(Place::text));
        state.all(TALLY).forEach((key, text) -> all.put(Place.of(key), Wire.value(text, Tally.class)));
        return all;
    }

    Optional<Read> read(int partition) {
        return state.get(READ + partition).map(text -> Wire.value(text, Read.class));
    }

    void put(int partition, Read read) throws LogUnavailable {
        state.put(READ + partition, Wire.text(read));
    }
}
