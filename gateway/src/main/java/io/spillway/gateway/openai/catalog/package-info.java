/** What a client may name as model. */
@NullMarked
package io.spillway.gateway.openai.catalog;

import org.jspecify.annotations.NullMarked;
