/** Turns a conversation into the prompt its model was trained on, by what the model file says about itself. */
@NullMarked
package io.spillway.gguf.prompt;

import org.jspecify.annotations.NullMarked;
