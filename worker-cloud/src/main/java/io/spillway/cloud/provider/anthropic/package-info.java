/** Chats as Anthropic's Messages API has them. */
@NullMarked
package io.spillway.cloud.provider.anthropic;

import org.jspecify.annotations.NullMarked;
