package io.spillway.contract.call;

/**
 * One memory that a worker loads models into, as it stands.
 *
 * @param name {@code memory} for the machine's, {@code GPU 0} for a GPU's
 * @param bytes how much of it models may take
 * @param takenBytes how much the loaded ones take, as reckoned before they were loaded
 */
public record MemoryReport(String name, long bytes, long takenBytes) {}
