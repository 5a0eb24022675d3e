/** Providers are asked what they are at the start, and again and again whether they are well; neither costs anything. */
@NullMarked
package io.spillway.cloud.lookout;

import org.jspecify.annotations.NullMarked;
