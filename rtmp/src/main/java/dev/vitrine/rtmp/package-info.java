/** How do bytes from an encoder become access units? */
@NullMarked
package dev.vitrine.rtmp;

import org.jspecify.annotations.NullMarked;
