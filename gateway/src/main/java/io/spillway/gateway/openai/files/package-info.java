/** Files: what batches are made of and what they leave behind, in the artifact store and by name in the state. */
@NullMarked
package io.spillway.gateway.openai.files;

import org.jspecify.annotations.NullMarked;
