package io.spillway.planted.attic;

/** In no room, in a package that is not null-marked. */
final class BelongsNowhere {}
