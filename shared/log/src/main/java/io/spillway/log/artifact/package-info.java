/** Artifacts are kept in a folder that every process of the cluster sees, or wherever an added kind of store keeps them. */
@NullMarked
package io.spillway.log.artifact;

import org.jspecify.annotations.NullMarked;
