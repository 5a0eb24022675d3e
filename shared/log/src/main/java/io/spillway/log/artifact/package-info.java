/** Artifacts are kept in a folder that every process of the cluster sees, or in a bucket of S3. */
@NullMarked
package io.spillway.log.artifact;

import org.jspecify.annotations.NullMarked;
