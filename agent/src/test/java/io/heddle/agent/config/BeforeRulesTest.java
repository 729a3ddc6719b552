package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeforeRulesTest {
  @TempDir private Path directory = Path.of("");

  private int calls(String text) throws ConfigException {
    AtomicInteger calls = new AtomicInteger();
    String arguments = "config=" + Loading.file(directory, text);
    Config.load(arguments, new Properties(), Map.of(), List.of(), calls::incrementAndGet);
    return calls.get();
  }

  @Test
  void shouldRunOnceWhereAFileHasRules() throws ConfigException {
    assertThat(calls("rules: [ { id: a, type: com.acme.A, method: run } ]\n")).isEqualTo(1);
  }

  @Test
  void shouldNotRunWithoutRules() throws ConfigException {
    assertThat(calls("exporter: { port: 0 }\n")).isZero();
    AtomicInteger calls = new AtomicInteger();
    Config.load("exporter.port=0", new Properties(), Map.of(), List.of(), calls::incrementAndGet);
    assertThat(calls).hasValue(0);
  }
}
