/** The language the journeys are told in: a cluster, its front door, what is seen there, and what must hold. */
package io.spillway.journey.language;
