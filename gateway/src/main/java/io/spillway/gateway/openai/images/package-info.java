/** Images: a prompt becomes pictures, inside the answer or at addresses of this gateway. */
@NullMarked
package io.spillway.gateway.openai.images;

import org.jspecify.annotations.NullMarked;
