/** What spillway.yaml says: providers, targets and routes, checked when read. */
@NullMarked
package io.spillway.contract.cluster;

import org.jspecify.annotations.NullMarked;
