package io.heddle.exporter.report;

/**
 * One box, in a list of them.
 *
 * @param id that the application or a daemon gave, or one made of the runner and a number
 * @param runner kind of runner, such as {@code container}
 * @param name such as that of an image; {@code unknown} if none was given
 * @param state creating, running, stopped or failed
 */
public record BoxReport(String id, String runner, String name, String state) {}
