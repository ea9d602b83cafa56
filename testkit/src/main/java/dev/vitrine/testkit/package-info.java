/** How do we make media, publish it and look at what came out? */
@NullMarked
package dev.vitrine.testkit;

import org.jspecify.annotations.NullMarked;
