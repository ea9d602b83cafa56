/** The command {@code vitrine}: what an operator types. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@NullMarked
package dev.vitrine.server.cli;

import org.jspecify.annotations.NullMarked;
