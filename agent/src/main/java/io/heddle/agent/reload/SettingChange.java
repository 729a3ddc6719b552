package io.heddle.agent.reload;

/**
 * A setting with another value than before.
 *
 * @param path path of the setting, such as {@code exporter.port}
 * @param before the value of before, as text
 * @param after the value of now, as text
 */
public record SettingChange(String path, String before, String after) {
  @Override
  public String toString() {
    return path + ": " + before + " -> " + after;
  }
}
