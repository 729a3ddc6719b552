package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Loads configurations for tests. */
public final class Loading {
  private Loading() {}

  static Path file(Path directory, String text) {
    try {
      return Files.writeString(directory.resolve("heddle.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Config config(
      @Nullable String arguments, Map<String, String> properties, Map<String, String> env)
      throws ConfigException {
    Properties all = new Properties();
    all.putAll(properties);
    return Config.load(arguments, all, env);
  }

  public static Config fromFile(Path directory, String text) throws ConfigException {
    return config("config=" + file(directory, text), Map.of(), Map.of());
  }

  static Config fromArguments(String arguments) throws ConfigException {
    return config(arguments, Map.of(), Map.of());
  }

  static String refusal(String arguments) {
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, () -> fromArguments(arguments)).getMessage());
  }

  /** Problems of a file as {@code line:column: what}. */
  public static List<String> problems(Path directory, String text) {
    Path file = file(directory, text);
    List<String> out = new ArrayList<>();
    for (String line : ConfigCheck.check(file).problems()) {
      out.add(line.substring(file.toString().length() + 1));
    }
    return out;
  }
}
