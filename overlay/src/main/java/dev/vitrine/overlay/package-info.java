/** What is for sale, when is it on screen? */
@NullMarked
package dev.vitrine.overlay;

import org.jspecify.annotations.NullMarked;
