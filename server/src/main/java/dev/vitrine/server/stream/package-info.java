/**
 * The live programmes: which channel is on, who feeds it, what it shows.
 *
 * <p>A stream outlives its publisher's connection; the rest of the server asks about it through {@link
 * dev.vitrine.server.stream.LiveChannels}.
 */
@NullMarked
package dev.vitrine.server.stream;

import org.jspecify.annotations.NullMarked;
