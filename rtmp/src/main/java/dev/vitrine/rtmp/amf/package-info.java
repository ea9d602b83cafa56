/**
 * Action Message Format, the notation in which RTMP writes its commands: AMF 0 (Adobe, "amf0-file-format-specification",
 * December 2007). Numbers are {@code Double}, objects and ECMA arrays are {@code Map}, strict arrays are {@code List},
 * dates are {@code Instant}; nothing here knows what a command means. No threads, no state.
 */
@NullMarked
package dev.vitrine.rtmp.amf;

import org.jspecify.annotations.NullMarked;
