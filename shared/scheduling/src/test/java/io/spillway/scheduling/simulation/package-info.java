/**
 * Small worlds grown from a seed: the real scripts on a real Redis beside a plain model of what they should do.
 */
package io.spillway.scheduling.simulation;
