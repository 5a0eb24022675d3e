package io.spillway.planted.worker;

import io.spillway.planted.contract.outcome.Outcome;

final class ChainsInstanceof {
    static String word(Outcome outcome) {
        if (outcome instanceof Outcome.Good) {
            return "good";
        } else if (outcome instanceof Outcome.Bad) {
            return "bad";
        }
        return "";
    }
}
