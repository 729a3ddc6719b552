package io.heddle.agent.config;

/**
 * Upper limits on what Heddle holds: series, label lengths, woven methods, memory and boxes.
 *
 * @param series label sets per family, 1 to 1,000,000
 * @param labelLength characters of a label value, 1 to 10,000
 * @param wovenMethods number of methods, 1 to 1,000,000
 * @param cells bytes of all cells, 64 KiB to 1 GiB
 * @param boxes live boxes that are listed one by one, and ended ones that are kept, 1 to 10,000
 */
public record LimitsConfig(int series, int labelLength, int wovenMethods, long cells, int boxes) {}
