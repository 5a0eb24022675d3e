/** Chat completions of everything that speaks OpenAI's HTTP API, as a thin client (docs/adr/0003). */
@NullMarked
package io.spillway.cloud.provider.openai;

import org.jspecify.annotations.NullMarked;
