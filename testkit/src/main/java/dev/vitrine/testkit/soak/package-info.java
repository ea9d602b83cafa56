/**
 * Does a show outlive everything that feeds and serves it? Encoders and servers are killed at random moments while strict
 * viewers watch; then the replay is held against what they saw. {@link dev.vitrine.testkit.soak.Soak} is its main class.
 */
@NullMarked
package dev.vitrine.testkit.soak;

import org.jspecify.annotations.NullMarked;
