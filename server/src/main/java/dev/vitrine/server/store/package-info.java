/**
 * What is kept: channels, users, tokens, products, shows and cues, in one SQLite file.
 *
 * <p>The only package that knows {@code java.sql}. Every method may touch the disk and is therefore for worker threads;
 * there is one writer, and each write is its own transaction, on disk before the method returns.
 */
@NullMarked
package dev.vitrine.server.store;

import org.jspecify.annotations.NullMarked;
