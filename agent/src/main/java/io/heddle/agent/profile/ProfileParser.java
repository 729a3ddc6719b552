package io.heddle.agent.profile;

import io.heddle.agent.family.FamilyReader;
import io.heddle.agent.profile.ProfileSpec.Metric;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.agent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the files {@code profiles/*.yaml}. Not thread-safe. */
public final class ProfileParser {
  private final Problems problems = new Problems();

  private ProfileParser() {}

  /**
   * Parses one profile.
   *
   * @param fileName name for messages
   * @param yaml the text of the file
   * @throws ConfigException if anything is wrong
   */
  public static ProfileSpec parse(String fileName, String yaml) throws ConfigException {
    return new ProfileParser().read(fileName, yaml);
  }

  private ProfileSpec read(String fileName, String yaml) throws ConfigException {
    Entries root = YamlReader.parse(fileName, yaml, problems);
    Section top = new Section(root, "", problems);
    String name = required(top, root, "profile");
    List<Metric> metrics = new ArrayList<>();
    for (Entries map : top.maps("metrics", "a list of metrics, each a map")) {
      metrics.add(metric(map));
    }
    top.done();
    problems.throwIfAny();
    return new ProfileSpec(name, metrics);
  }

  private Metric metric(Entries map) {
    Section section = new Section(map, "metrics", problems);
    Metric metric =
        new Metric(
            required(section, map, "name"),
            type(section, map),
            required(section, map, "help"),
            required(section, map, "from"),
            texts(section, "where"),
            texts(section, "without"),
            texts(section, "labels"),
            starts(section),
            FamilyReader.buckets(section));
    if ((metric.type() == ProfileSpec.Type.HISTOGRAM) == metric.buckets().isEmpty()) {
      problems.add(map.at(), "a histogram has buckets, and nothing else has");
    }
    section.done();
    return metric;
  }

  private List<Map<String, String>> starts(Section section) {
    List<Map<String, String>> starts = new ArrayList<>();
    for (Entries one : section.maps("starts", "a list of maps of labels")) {
      Map<String, String> labels = new LinkedHashMap<>();
      for (Map.Entry<String, Entry> label : one.map().entrySet()) {
        labels.put(label.getKey(), String.valueOf(text(label.getValue().value())));
      }
      starts.add(labels);
    }
    return starts;
  }

  private ProfileSpec.Type type(Section section, Entries map) {
    String written = required(section, map, "type");
    for (ProfileSpec.Type type : ProfileSpec.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(written)) {
        return type;
      }
    }
    problems.add(map.at(), "type must be counter, gauge or histogram");
    return ProfileSpec.Type.COUNTER;
  }

  private String required(Section section, Entries map, String key) {
    String text = section.text(key, "text");
    if (text == null) {
      problems.add(map.at(), key.concat(" is missing"));
      return "?";
    }
    return text;
  }

  private static Map<String, String> texts(Section section, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : section.open(key).entrySet()) {
      String text = text(entry.getValue().value());
      if (text == null) {
        section.wrong(key, "a map of texts", entry.getValue().value());
      } else {
        texts.put(entry.getKey(), text);
      }
    }
    return texts;
  }

  private static @Nullable String text(YamlNode tree) {
    return tree instanceof Leaf leaf ? leaf.text() : null;
  }
}
