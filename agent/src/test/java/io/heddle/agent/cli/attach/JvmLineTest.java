package io.heddle.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.acme.App --password x|/app/classes|com.acme.App",
        "com.acme.App|/app/one.jar|com.acme.App",
        "/opt/acme/app.jar --password x|/opt/acme/app.jar|app.jar",
        "/opt/my app/app.jar --password x|/opt/my app/app.jar|app.jar",
        "acme/com.acme.App x|''|acme/com.acme.App",
        "''|''|?"
      })
  void shouldShowTheMainClassAndNeverArguments(String command, String classPath, String shown) {
    Properties properties = new Properties();
    properties.setProperty("sun.java.command", command);
    properties.setProperty("java.class.path", classPath);
    assertThat(JvmLine.of(7, properties)).isEqualTo(new JvmLine(7, shown, "?", "-"));
  }
}
