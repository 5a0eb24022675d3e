package io.spillway.planted.contract.outcome;

public sealed interface Outcome {
    record Good() implements Outcome {}

    record Bad() implements Outcome {}
}
