package io.spillway.planted.worker;

import io.quarkus.planted.OfQuarkus;

record SeesQuarkus(OfQuarkus quarkus) {}
