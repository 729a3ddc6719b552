/** The plain records that the agent hands to the exporter: rules, boxes, units and samples. */
@NullMarked
package io.heddle.exporter.report;

import org.jspecify.annotations.NullMarked;
