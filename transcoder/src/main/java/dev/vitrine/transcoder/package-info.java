/** How does one rendition become a ladder? */
@NullMarked
package dev.vitrine.transcoder;

import org.jspecify.annotations.NullMarked;
