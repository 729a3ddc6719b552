package io.heddle.agent.config;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.family.FamilyReader;
import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.Literal;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.reader.RuleReader;
import io.heddle.agent.yaml.Messages;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Quantities;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Items;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.registry.snapshot.MetricNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Config} from merged settings; errors go to the problems. */
final class ConfigReader {
  private static final List<String> LEVELS =
      List.of("trace", "debug", "info", "warn", "error", "off");
  private static final List<String> LITERALS = List.of("true", "false", "null");
  private static final List<String> PROFILES = List.of("oxios", "solti");

  private final Problems problems;
  private final @Nullable Collection<String> knownPacks;

  /**
   * Creates a reader.
   *
   * @param knownPacks names that {@code packs} may hold; null: any
   */
  ConfigReader(Problems problems, @Nullable Collection<String> knownPacks) {
    this.problems = problems;
    this.knownPacks = knownPacks;
  }

  Config read(Entries settings, @Nullable SourceFile file, List<String> warnings) {
    Section top = new Section(settings, "", problems);
    boolean enabled = top.flag("enabled", true);
    String log = log(top);
    ExporterConfig exporter = exporter(top.section("exporter", "exporter"));
    PackChoice packs = packs(top);
    List<String> profiles = profiles(top);
    // families first: rules refer to them; messages list the allowed keys in the order of reading
    Map<String, FamilyConfig> families = families(top);
    List<RuleSpec> rules = rules(top, families);
    String prefix = prefix(top, profiles);
    ExecConfig exec = exec(top.section("exec", "exec"));
    LimitsConfig limits = limits(top.section("limits", "limits"));
    List<String> all = new ArrayList<>(warnings);
    UnitsConfig units = units(top, all);
    GovernorConfig governor = governor(top.section("governor", "governor"));
    InFlightConfig inFlight = inFlight(top.section("inflight", "inflight"));
    ReloadConfig reload = reload(top);
    top.done();
    warnOfLiterals(rules, all);
    return new Config(
        enabled,
        log,
        exporter,
        packs,
        profiles,
        rules,
        families,
        prefix,
        exec,
        limits,
        units,
        governor,
        inFlight,
        reload,
        file,
        Collections.unmodifiableList(all));
  }

  // the readers of absent sections are not loaded: 0.3 ms of a start each

  private Map<String, FamilyConfig> families(Section top) {
    return top.tree("families") == null
        ? BuiltInFamilies.all()
        : new FamilyReader(problems).read(top);
  }

  private List<RuleSpec> rules(Section top, Map<String, FamilyConfig> families) {
    return top.tree("rules") == null
        ? List.of()
        : new RuleReader(families, problems, false).read(top);
  }

  /**
   * Warns of texts that conditions compare with and that look like misspelt words of the syntax.
   */
  private static void warnOfLiterals(List<RuleSpec> rules, List<String> warnings) {
    for (RuleSpec rule : rules) {
      for (ConditionSpec condition : rule.outcome().conditions().values()) {
        Literal literal = condition.literal();
        Object text = literal == null ? null : literal.value();
        String meant = text instanceof String word ? Messages.misspelt(word, LITERALS) : null;
        if (meant != null) {
          warnings.add(
              "rule "
                  + rule.id()
                  + " compares "
                  + condition.value().text()
                  + " with the text '"
                  + text
                  + "'; did you mean "
                  + meant
                  + "?");
        }
      }
    }
  }

  private UnitsConfig units(Section top, List<String> warnings) {
    return top.tree("units") == null
        ? UnitsConfig.DEFAULT
        : new UnitsReader(problems, warnings).read(top);
  }

  private static String log(Section top) {
    Leaf leaf = top.leaf("log", "one of trace, debug, info, warn, error, off");
    if (leaf == null) {
      return "warn";
    }
    if (!LEVELS.contains(leaf.text())) {
      top.wrong("log", "one of trace, debug, info, warn, error, off", leaf);
    }
    return leaf.text();
  }

  private static ExporterConfig exporter(Section section) {
    String allowed = "the name or address of a host, without port";
    Leaf host = section.leaf("host", allowed);
    if (host != null && !isHost(host.text())) {
      section.wrong("host", allowed, host);
    }
    int port = section.number("port", 9464, 0, 65_535);
    long memory = section.bytes("memory", 8 * Quantities.MIB, Quantities.MIB, Quantities.GIB);
    section.done();
    return new ExporterConfig(host == null ? "127.0.0.1" : host.text(), port, memory);
  }

  private static boolean isHost(String text) {
    boolean colon = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '/' || c == '@' || Character.isISOControl(c)) {
        return false;
      }
      colon |= c == ':';
    }
    // an IPv6 address has two colons at least; one would be host:port
    return !text.isEmpty() && (!colon || text.indexOf(':') != text.lastIndexOf(':'));
  }

  private PackChoice packs(Section top) {
    YamlNode tree = top.tree("packs");
    if (tree == null || (tree instanceof Leaf leaf && leaf.text().equals("auto"))) {
      return PackChoice.AUTO;
    }
    List<String> names = new ArrayList<>();
    for (Leaf name : top.leaves("packs", "auto or a list of names, such as [ jdk ]")) {
      if (knownPacks != null && !knownPacks.contains(name.text())) {
        top.problem(
            name.at(),
            "unknown pack '"
                + Messages.brief(name.text())
                + "'"
                + Messages.allowed(name.text(), new TreeSet<>(knownPacks)));
      }
      names.add(name.text());
    }
    return new PackChoice(false, names);
  }

  private List<String> profiles(Section top) {
    Set<String> names = new LinkedHashSet<>();
    for (Leaf name : top.leaves("profiles", "a list of oxios, solti")) {
      if (!PROFILES.contains(name.text())) {
        top.problem(
            name.at(),
            "unknown profile '"
                + Messages.brief(name.text())
                + "'"
                + Messages.allowed(name.text(), PROFILES));
      }
      names.add(name.text());
    }
    return List.copyOf(names);
  }

  private static String prefix(Section top, List<String> profiles) {
    String allowed = "a name: ".concat(MetricNames.RULE);
    Leaf leaf = top.leaf("prefix", allowed);
    if (leaf == null) {
      return "heddle";
    }
    if (!MetricNames.isName(leaf.text())) {
      top.wrong("prefix", allowed, leaf);
    }
    if (profiles.contains(leaf.text())) {
      top.problem(leaf, "prefix", "must not be the name of a profile: metrics would meet");
    }
    return leaf.text();
  }

  private ExecConfig exec(Section section) {
    Map<String, Set<Integer>> exits = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : section.open("successExits").entrySet()) {
      exits.put(entry.getKey(), exitCodes(entry.getKey(), entry.getValue().value()));
    }
    section.done();
    return new ExecConfig(exits);
  }

  private Set<Integer> exitCodes(String program, YamlNode value) {
    Set<Integer> codes = new TreeSet<>();
    List<YamlNode> items = value instanceof Items list ? list.items() : List.of(value);
    for (YamlNode item : items) {
      try {
        if (value instanceof Items && item instanceof Leaf leaf) {
          codes.add(Integer.valueOf(leaf.text()));
          continue;
        }
      } catch (NumberFormatException notNumber) {
        // reported below
      }
      problems.add(
          item.at(),
          "exec.successExits."
              + Messages.brief(program)
              + " must be a list of exit codes such as [ 0, 1 ], not "
              + item.kind());
    }
    return Collections.unmodifiableSet(codes);
  }

  private static LimitsConfig limits(Section section) {
    LimitsConfig limits =
        new LimitsConfig(
            section.number("series", 2000, 1, 1_000_000),
            section.number("labelLength", 128, 1, 10_000),
            section.number("wovenMethods", 50_000, 1, 1_000_000),
            section.bytes("cells", 8 * Quantities.MIB, 64 * Quantities.KIB, Quantities.GIB),
            section.number("boxes", 200, 1, 10_000));
    section.done();
    return limits;
  }

  private static ReloadConfig reload(Section top) {
    YamlNode tree = top.tree("reload");
    if (tree == null) {
      return ReloadConfig.DEFAULT;
    }
    String text = tree instanceof Leaf leaf ? leaf.text() : "";
    long millis = text.equals("off") ? 0 : Quantities.millis(text);
    if (millis == 0 ? text.equals("off") : millis >= 1000 && millis <= 86_400_000) {
      return new ReloadConfig(millis);
    }
    top.wrong("reload", "off, or a duration from 1s to 1d, such as 5s", tree);
    return ReloadConfig.DEFAULT;
  }

  private GovernorConfig governor(Section section) {
    GovernorConfig governor = GovernorConfig.DEFAULT;
    YamlNode budget = section.tree("budget");
    if (budget != null) {
      boolean off = budget instanceof Leaf leaf && leaf.text().equals("off");
      double percent = budget instanceof Leaf leaf ? Quantities.percent(leaf.text()) : -1;
      if (off || (percent > 0 && percent <= 100)) {
        governor = new GovernorConfig(off ? 0 : percent);
      } else {
        section.wrong("budget", "off, or above 0% up to 100% of one core, such as 1%", budget);
      }
    }
    section.done();
    return governor;
  }

  private static InFlightConfig inFlight(Section section) {
    InFlightConfig inFlight = InFlightConfig.DEFAULT;
    YamlNode after = section.tree("stackAfter");
    if (after instanceof Leaf leaf && leaf.text().equals("off")) {
      inFlight = new InFlightConfig(-1);
    } else if (after != null) {
      long millis = after instanceof Leaf leaf ? Quantities.millis(leaf.text()) : -1;
      if (millis >= 0) {
        inFlight = new InFlightConfig(millis);
      } else {
        section.wrong("stackAfter", "off, or a duration in ms, s, m, h or d, such as 60s", after);
      }
    }
    section.done();
    return inFlight;
  }
}
