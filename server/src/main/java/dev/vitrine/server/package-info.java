/** Who may enter, who is wired to whom, what is served? */
@NullMarked
package dev.vitrine.server;

import org.jspecify.annotations.NullMarked;
