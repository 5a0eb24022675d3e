package io.spillway.planted.gateway;

import jakarta.inject.Inject;

final class InjectsFields {
    @Inject
    Anything injected;
}
