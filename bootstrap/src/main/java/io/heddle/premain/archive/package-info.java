/**
 * The format of the agent jar: the paths of its entries, and the archives in them, which {@link
 * io.heddle.premain.archive.ArchiveWriter} writes at build time and the other classes read. In the
 * system loader, as the rest of the launcher.
 */
@NullMarked
package io.heddle.premain.archive;

import org.jspecify.annotations.NullMarked;
