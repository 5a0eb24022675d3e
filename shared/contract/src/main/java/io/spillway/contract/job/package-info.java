/** What a job is: its id, its owner, what was asked and by when. */
@NullMarked
package io.spillway.contract.job;

import org.jspecify.annotations.NullMarked;
