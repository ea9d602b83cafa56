/**
 * How does one rendition become a ladder? And everything else that needs FFmpeg.
 *
 * <p>FFmpeg runs in child processes only: native code that crashes ends one child, never the server. What is here starts
 * those children, talks to them over their standard streams and reaps them; what runs <em>inside</em> them has a {@code
 * main}.
 */
@NullMarked
package dev.vitrine.transcoder;

import org.jspecify.annotations.NullMarked;
