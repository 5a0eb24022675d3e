package io.spillway.gateway.stream;

/**
 * One event of a job.
 *
 * @param id from 1, the same whichever gateway tells it
 * @param data what becomes its JSON
 */
record JobEvent(long id, String name, Object data) {}
