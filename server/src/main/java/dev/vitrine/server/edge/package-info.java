/**
 * Where the outside meets the server: listeners and who may come in, certificates, whose word about an address is
 * believed, and how much one address may ask. Thread-safe throughout: the accepting thread, all I/O threads and the beat
 * come here.
 */
@NullMarked
package dev.vitrine.server.edge;

import org.jspecify.annotations.NullMarked;
