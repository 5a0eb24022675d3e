package io.spillway.scheduling;

import java.time.Duration;

/** What is to become of a delivery that was due. */
public sealed interface DeliveryResult {
    /** The endpoint has it. */
    record Delivered() implements DeliveryResult {}

    /**
     * It is not sent any more.
     *
     * @param answered whether a message was sent and failed
     */
    record GivenUp(boolean answered) implements DeliveryResult {}

    /** The message failed; the next one is due in a while. */
    record Again(Duration in) implements DeliveryResult {}

    /** It could not be sent now, which is nobody's fault. */
    record Later(Duration in) implements DeliveryResult {}

    /** Nobody wanted it. */
    record Dropped() implements DeliveryResult {}
}
