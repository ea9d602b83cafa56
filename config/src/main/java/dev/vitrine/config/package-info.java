/** What can an operator set, and what does it mean? */
@NullMarked
package dev.vitrine.config;

import org.jspecify.annotations.NullMarked;
