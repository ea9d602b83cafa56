/**
 * A television programme that we draw ourselves: the demo's shop, its products, and frames that say their own number.
 *
 * <p>{@link dev.vitrine.transcoder.programme.DemoPublisher} is the main of a child process. Everything is drawn with
 * Java2D without a display; nobody needs the network or somebody else's pictures.
 */
@NullMarked
package dev.vitrine.transcoder.programme;

import org.jspecify.annotations.NullMarked;
