package io.spillway.gpu.device;

/**
 * A GPU of this machine.
 *
 * @param index its number among this machine's, from 0
 * @param totalMib its memory in MiB
 * @param freeMib how much of it is free, in MiB
 */
public record Gpu(int index, String name, long totalMib, long freeMib) {}
