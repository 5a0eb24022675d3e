/** Whole journeys through the front door of real processes, with a real Kafka, Redis and llama.cpp behind it. */
package io.spillway.journey;
