/**
 * Does a show outlive everything that feeds and serves it? Encoders and servers are killed at random moments while strict
 * viewers watch; then the replay is held against what they saw: {@link dev.vitrine.testkit.soak.Soak}. The same with real
 * players in a real browser: {@link dev.vitrine.testkit.soak.PlayersSoak}.
 */
@NullMarked
package dev.vitrine.testkit.soak;

import org.jspecify.annotations.NullMarked;
