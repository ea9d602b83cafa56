/**
 * What {@code vitrine demo} adds to a server: a sample shop, and a programme that a child process encodes and publishes. The
 * programme says on its standard output when the host lifts a product; the cue is set then, as a producer's click would.
 */
@NullMarked
package dev.vitrine.server.demo;

import org.jspecify.annotations.NullMarked;
