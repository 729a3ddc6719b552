package io.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first sentence of a Javadoc has a subject and says what the thing is or does. */
class JavadocSummaryTest {
  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("(?m)^\\s*\\* ?");
  private static final Pattern END =
      Pattern.compile("(?<=[.])\\s|\\s*@(?:param|return|throws)\\b|<p>");
  private static final Pattern NO_SUBJECT =
      Pattern.compile(
          "^(?:It|Its|Of|Those|The same|Nobody|Who|Whoever|Whose|What|Whatever|How|Which|Where|Why"
              + "|Whether|That|They|This|These|For|In|From|With|By|As|Hears|Is told|Only|Not|Also"
              + "|Here|There|Once|Then|No|Null|True|False)\\b.*");
  private static final Pattern RIDDLE =
      Pattern.compile("(?i)\\b(?:nobody|somebody|whoever|whatever|whichever|wherever)\\b");

  private static List<Path> sources() throws IOException {
    // tests run in the module's directory
    Path root = Path.of("..");
    List<Path> found = new ArrayList<>();
    for (String module : List.of("api", "bootstrap", "exporter", "agent")) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void shouldHaveASubject() throws IOException {
    List<String> wrong = new ArrayList<>();
    int summaries = 0;
    for (Path file : sources()) {
      Matcher javadoc = JAVADOC.matcher(Files.readString(file));
      while (javadoc.find()) {
        String summary = summary(javadoc.group(1));
        summaries++;
        if (NO_SUBJECT.matcher(summary).matches() || RIDDLE.matcher(summary).find()) {
          wrong.add(file.getFileName() + ": " + summary);
        }
      }
    }
    assertThat(summaries).isGreaterThan(2_000);
    assertThat(wrong).isEmpty();
  }

  private static String summary(String javadoc) {
    String text = LINE.matcher(javadoc).replaceAll("").replace('\n', ' ').strip();
    return END.split(text, 2)[0].strip();
  }
}
