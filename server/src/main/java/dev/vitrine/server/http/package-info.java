/**
 * What the server says over HTTP, except media: the API of {@code docs/api.md}, pages, static files, metrics.
 *
 * <p>{@link dev.vitrine.server.http.Routes} is the table of everything that can be asked. I/O threads route and serve
 * what is already in memory; whatever touches the database runs on a worker.
 */
@NullMarked
package dev.vitrine.server.http;

import org.jspecify.annotations.NullMarked;
