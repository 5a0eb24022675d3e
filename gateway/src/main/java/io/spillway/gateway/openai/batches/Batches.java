package io.spillway.gateway.openai.batches;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The batches of all tenants and what is done of them, in {@code spillway.state}. */
@Singleton
class Batches {
    private static final String PREFIX = "batch/";
    private static final String WISHES = "batch-cancel/";
    private static final String PARTS = "batch-part/";

    private final Backbone backbone;
    private final Set<String> over = ConcurrentHashMap.newKeySet();

    Batches(Backbone backbone) {
        this.backbone = backbone;
    }

    void put(Batch batch) throws Away, LogUnavailable {
        state().put(PREFIX + name(batch), Wire.text(batch));
    }

    Optional<Batch> find(String id, TenantId tenant) throws Away {
        return Batch.parse(id)
                .flatMap(job -> state().get(PREFIX + tenant + "/" + Batch.id(job)))
                .map(text -> Wire.value(text, Batch.class))
                .map(this::asWished);
    }

    /** The same batch as it stands now. */
    Optional<Batch> again(Batch batch) throws Away {
        return find(Batch.id(batch.id()), batch.tenant());
    }

    /** All of {@code tenant}, oldest first. */
    List<Batch> all(TenantId tenant) throws Away {
        return read(state().all(PREFIX + tenant + "/").values());
    }

    /** Those of all tenants that have not ended, oldest first. */
    List<Batch> open() throws Away {
        Map<String, String> all = state().all(PREFIX);
        all.keySet().removeAll(over);
        List<Batch> read = read(all.values());
        read.stream().filter(batch -> batch.status().ended()).forEach(batch -> over.add(PREFIX + name(batch)));
        return read.stream().filter(batch -> !batch.status().ended()).toList();
    }

    /** Notes that somebody wants the batch to end. */
    void cancel(Batch batch) throws Away, LogUnavailable {
        state().put(WISHES + name(batch), Wire.text(Instant.now()));
    }

    /** Notes that some more lines are done. */
    void add(Batch batch, String part, Part done) throws Away, LogUnavailable {
        state().put(PARTS + name(batch) + "/" + part, Wire.text(done));
    }

    List<Part> parts(Batch batch) throws Away {
        return state().all(PARTS + name(batch) + "/").entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Wire.value(entry.getValue(), Part.class))
                .toList();
    }

    /** How many lines are done: the batch says so when it has ended, its parts until then. */
    Batch.Counts counts(Batch batch) throws Away {
        return batch.counts().orElseGet(() -> {
            BitSet answered = new BitSet();
            BitSet refused = new BitSet();
            for (Part part : parts(batch)) {
                part.answered().forEach(answered::set);
                part.refused().forEach(refused::set);
            }
            refused.andNot(answered);
            return new Batch.Counts(answered.cardinality(), refused.cardinality());
        });
    }

    /** Forgets what only a running batch needs. */
    void tidy(Batch batch) throws Away, LogUnavailable {
        state().all(PARTS + name(batch) + "/").keySet().forEach(state()::remove);
        state().remove(WISHES + name(batch));
    }

    /** Forgets batches whose time is over. */
    void forgetThoseThatAreOver() throws Away, LogUnavailable {
        Instant now = Instant.now();
        state().all(PREFIX).forEach((place, text) -> {
            if (Wire.value(text, Batch.class).isForgotten(now)) {
                state().remove(place);
                over.remove(place);
            }
        });
    }

    private List<Batch> read(Collection<String> texts) {
        return texts.stream()
                .map(text -> Wire.value(text, Batch.class))
                .map(this::asWished)
                .sorted(Comparator.comparing((Batch batch) -> batch.id(), Comparator.<JobId>naturalOrder()))
                .toList();
    }

    private Batch asWished(Batch batch) {
        return batch.status().ended()
                ? batch
                : state().get(WISHES + name(batch))
                        .map(text -> batch.cancelling(Wire.value(text, Instant.class)))
                        .orElse(batch);
    }

    private static String name(Batch batch) {
        return batch.tenant() + "/" + Batch.id(batch.id());
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
