package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} says, exact to line and column. A {@code ~} in a table is a new line. */
class ConfigFileProblemsTest {
  private static final String RULE = "rules:~  - id: a~    type: A~    ";

  @TempDir private Path directory;

  private String only(String yaml) {
    List<String> problems = Loading.problems(directory, yaml.replace('~', '\n'));
    assertThat(problems).as(yaml).hasSize(1);
    return problems.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "exporter:~  port: 70000   | 2:9: exporter.port must be a whole number from 0 to 65535, not"
            + " '70000'",
        "exporter:~  port: -1      | 2:9: exporter.port must be",
        "exporter:~  port: [ 1 ]   | 2:9: exporter.port must be a whole number from 0 to 65535, not a"
            + " list",
        "exporter:~  port: 1.5     | 2:9: exporter.port must be",
        "exporter: { memory: 8MB } | 1:21: exporter.memory must be a size from 1MiB to 1GiB, in KiB,"
            + " MiB, GiB or plain bytes, not '8MB'",
        "exporter: { memory: 1023KiB } | 1:21: exporter.memory must be a size from 1MiB",
        "exporter: { memory: 1025MiB } | 1:21: exporter.memory must be a size from 1MiB",
        "exporter: { memory: -1 }  | 1:21: exporter.memory must be a size from 1MiB",
        "exporter: { memory: [ 8MiB ] } | 1:21: exporter.memory must be a size from 1MiB",
        "exporter: { memori: 8MiB } | 1:13: unknown key 'memori' in exporter; did you mean"
            + " 'memory'? Allowed: host, port, memory",
        "exporter: 5               | 1:11: exporter must be a map, not '5'",
        "exporter: { host: 'a:1' } | 1:19: exporter.host must be the name or address of a host",
        "enabled: yes              | 1:10: enabled must be true or false, not 'yes'",
        "log: loud                 | 1:6: log must be one of",
        "packs: jdk                | 1:8: packs must be auto or a list of names",
        "packs: [ [ ] ]            | 1:10: packs must be auto or a list of names",
        "profiles: [ oxio ]        | 1:13: unknown profile 'oxio'; did you mean 'oxios'?",
        "prefix: Heddle            | 1:9: prefix must be a name",
        "prefix: heddle_           | 1:9: prefix must be a name",
        "profiles: [ oxios ]~prefix: oxios | 2:9: prefix must not be the name of a profile",
        "limits: { series: 0 }     | 1:19: limits.series must be a whole number from 1 to 1000000",
        "limits: { series: 1000001 } | 1:19: limits.series must be",
        "limits: { labelLength: 10001 } | 1:24: limits.labelLength must be",
        "limits: { wovenMethods: 0 } | 1:25: limits.wovenMethods must be",
        "limits: { cells: 8MB }    | 1:18: limits.cells must be a size from 64KiB to 1GiB, in KiB,"
            + " MiB, GiB or plain bytes, not '8MB'",
        "limits: { cells: 65535 }  | 1:18: limits.cells must be a size from 64KiB",
        "limits: { cells: 2GiB }   | 1:18: limits.cells must be a size from 64KiB",
        "units: { interval: soon } | 1:20: units.interval must be a duration from 1s to 60s, in ms,"
            + " s, m, h or d, not 'soon'",
        "units: { interval: -1s }  | 1:20: units.interval must be a duration",
        "units: { interval: 1 }    | 1:20: units.interval must be a duration",
        "units: { interval: [ ] }  | 1:20: units.interval must be a duration",
        "units: { memory: 127KiB } | 1:18: units.memory must be a size from 128KiB",
        "units: { spill: { segment: 4MiB } } | 1:28: units.spill.segment must be at most half of"
            + " units.spill.max, 3MiB, not 4MiB",
        "units: { spill: { max: 256KiB } } | 1:24: units.spill.segment must be at most half",
        "units: { watch: [ { name: a } ] } | 1:19: units.watch needs name and one of pidFile and"
            + " pid",
        "units: { watch: [ { pid: 1 } ] } | 1:19: units.watch needs name",
        "units: { watch: [ { name: a, pid: 1, pidFile: b } ] } | 1:19: units.watch needs name and one",
        "units: { watch: [ { name: a, pid: 0 } ] } | 1:35: units.watch.pid must be a process id, a"
            + " whole number from 1, not '0'",
        "units: { watch: [ { name: a, pid: -1 } ] } | 1:35: units.watch.pid must be",
        "units: { watch: [ { name: a, pid: 4194304001 } ] } | 1:35: units.watch.pid must be",
        "units: { watch: [ { name: a, pid: 1e3 } ] } | 1:35: units.watch.pid must be",
        "units: { watch: [ { name: a, pid: [ 1 ] } ] } | 1:35: units.watch.pid must be",
        "units: { watch: [ { name: a, pid: 1 }, { name: a, pid: 2 } ] } | 1:48: units.watch names"
            + " 'a' twice",
        "units: { watch: [ { name: a, pids: 1, pid: 2 } ] } | 1:30: unknown key 'pids' in"
            + " units.watch; did you mean 'pid'?",
        "governor: { budget: 0% }  | 1:21: governor.budget must be off, or above 0%",
        "governor: { budget: 101% } | 1:21: governor.budget must be",
        "governor: { budget: 1 }   | 1:21: governor.budget must be",
        "exec: { successExits: { grep: 1 } } | 1:31: exec.successExits.grep must be a list of exit"
            + " codes",
        "exec: { successExits: { grep: [ a ] } } | 1:33: exec.successExits.grep must be a list",
        "exportr: { port: 1 }      | 1:1: unknown key 'exportr'; did you mean 'exporter'? Allowed:"
            + " enabled, log, exporter, packs, profiles, families, rules, prefix, exec, limits,"
            + " units, governor",
        "exporter:~  prot: 1       | 2:3: unknown key 'prot' in exporter; did you mean 'port'?"
            + " Allowed: host, port",
        "limits: { labellength: 5 } | 1:11: unknown key 'labellength' in limits; did you mean"
            + " 'labelLength'?",
        "zzzzzz: 1                 | 1:1: unknown key 'zzzzzz'; allowed: enabled",
        "exporter.port: 1          | 1:1: unknown key 'exporter.port': in a file the parts of a path"
            + " are nested maps",
        "config: a.yaml            | 1:1: unknown key 'config'",
        "log: info~log: warn       | 2:1: key 'log' is given twice",
        "exporter: { port: 1, port: 2 } | 1:22: key 'port' is given twice",
        "- a                       | 1:1: must be a map of settings, not a list",
        "hello                     | 1:1: must be a map of settings, not 'hello'",
        "log: info~---~log: warn   | 3:1: a second document",
        "<<: { a: b }              | 1:1: unknown key '<<': YAML 1.2 has no merge keys",
      })
  void shouldRefuseSettings(String yaml, String problem) {
    assertThat(only(yaml)).startsWith(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "families: { Tool: { } }    | 1:13: family 'Tool' is not a name",
        "families: { self: { } }    | 1:13: family 'self' is reserved",
        "families: { a_total: { } } | 1:13: family 'a_total' must not end in total",
        "families: { a: [ ] }       | 1:16: families.a must be a map",
        "families: { a: { labels: [ le ] } } | 1:28: label 'le' is reserved",
        "families: { a: { labels: [ B ] } } | 1:28: label 'B' is not a name",
        "families: { a: { labels: [ b, b ] } } | 1:31: families.a.labels names 'b' twice",
        "families: { a: { buckets: [ 1, 1 ] } } | 1:32: families.a.buckets must be a list of at most"
            + " 100 seconds, positive and strictly increasing",
        "families: { a: { buckets: [ 0 ] } } | 1:29: families.a.buckets must be",
        "families: { a: { buckets: [ NaN ] } } | 1:29: families.a.buckets must be",
        "families: { a: { buckets: [ 1e300 ] } } | 1:29: families.a.buckets must be",
        "families: { a: { buckets: 1 } } | 1:27: families.a.buckets must be",
        "families: { a: { bucket: [ 1 ] } } | 1:18: unknown key 'bucket' in families.a; did you mean"
            + " 'buckets'?",
        "families: { tool: { labels: [ x ] } } | 1:29: families.tool.labels of a built-in family"
            + " cannot change: leave them out, or write [tool]",
      })
  void shouldRefuseFamilies(String yaml, String problem) {
    assertThat(only(yaml)).startsWith(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rules: 5                      | 1:8: rules must be a list of rules, each a map, not '5'",
        "rules: [ a ]                  | 1:10: rules must be a list of rules, each a map, not 'a'",
        "rules: [ { type: A } ]        | 1:10: a rule needs an id",
        "rules: [ { id: a } ]          | 1:10: rule 'a' needs type or annotated",
        "rules: [ { id: a b, type: A } ] | 1:16: rules.id must be a name: [A-Za-z0-9_.-]+",
        "rules:~- { id: a, type: A }~- { id: a, type: B } | 3:9: rules.id 'a' is used by an earlier",
        "rules: [ { id: a, type: a..b } ] | 1:25: rules.type 'a..b' is not a class name or glob",
        "rules: [ { id: a, type: java.lang.Object } ] | 1:25: rules.type 'java.lang.Object' is"
            + " refused: every class",
        "rules: [ { id: a, type: java.lang.invoke.MethodHandle } ] | 1:25: rules.type",
        "rules: [ { id: a, type: java.lang.invoke.* } ] | 1:25: rules.type",
        "rules: [ { id: a, type: io.heddle.agent.Main } ] | 1:25: rules.type 'io.heddle.agent.Main'"
            + " is refused: Heddle does not measure itself",
        "rules: [ { id: a, type: java.heddle.probe.X } ] | 1:25: rules.type",
        "rules: [ { id: a, annotated: com.acme.* } ] | 1:30: rules.annotated 'com.acme.*' is not a"
            + " class name: wildcards are not allowed here",
        "@method: <init>               | 4:13: rules.method '<init>' is a constructor",
        "@method: <clinit>             | 4:13: rules.method '<clinit>' is a constructor",
        "@subtypes: maybe              | 4:15: rules.subtypes must be true or false",
        "@exclude: com.acme.**         | 4:14: rules.exclude must be a list of class names or globs",
        "@exclude: [ a..b ]            | 4:16: rules.exclude 'a..b' is not",
        "@outermost: 1                 | 4:16: rules.outermost must be true or false",
        "@family: tol                  | 4:13: rules.family 'tol' is not known; did you mean 'tool'?",
        "@labels: { tool: x }          | 4:15: 'tool' is not a label of family call; allowed: rule,"
            + " class, method",
        "@labels: { rule: $0 }         | 4:21: rules.labels.rule '$0' is not a path",
        "@labels: { rule: a$b }        | 4:21: rules.labels.rule 'a$b' mixes text and $",
        "@labels: { rule: [ a ] }      | 4:21: rules.labels.rule must be a path or text, not a list",
        "@method: f(int)~    labels: { rule: $2 } | 5:21: rules.labels.rule asks for argument 2 but"
            + " f(int) has 1",
        "@method: f(int)~    outcome: { failure: $2.x } | 5:25: rules.outcome.failure asks for"
            + " argument 2",
        "@outcome: { cancelled: $1 }   | 4:16: unknown key 'cancelled' in rules.outcome; did you mean"
            + " 'canceled'?",
        "@outcome: { failure: true }   | 4:25: rules.outcome.failure 'true' is not a condition",
        "@stage: A                     | 4:12: rules.stage must be a name",
        "@stage: s~    family: tool    | 4:12: rules.stage makes the method a stage",
        "@stage: create                | 4:12: rules.stage create needs box: a path to the box",
        "@stage: s~    box: $return    | 4:12: rules.stage begins before its box is known: box must"
            + " not be $return",
        "@stage: unattributed          | 4:12: rules.stage is what the stages leave over",
        "@stage: s~    sent: $1        | 4:12: rules.stage s has no sent: only command and io have",
        "@stage: end~    box: $1~    pid: $2 | 4:12: rules.stage end has no pid: only create and boot",
        "@stage: s~    labels: { rule: x } | 5:15: 'rule' is not a label of family box; allowed:"
            + " runner, name",
        "@stage: s~    box: this       | 5:10: rules.box must be a path such as $this or $1, not",
        "@stage: io~    box: $this     | 4:12: rules.stage io needs sent or received",
        "@stage: s~    labels: { name: x } | 4:12: rules.stage s has no such label",
        "@stage: $x                    | 4:12: rules.stage '$x' is not a path: allowed roots are",
        "@method: f(int)~    stage: io~    box: $this~    sent: $2 | 7:11: rules.sent asks for argument"
            + " 2 but f(int) has 1",
        "@box: $this                   | 4:10: rules.box belongs to stage, which this rule has not",
        "@runner_error: spawn_faild    | 4:19: rules.runner_error 'spawn_faild' is none; did you mean"
            + " 'spawn_failed'?",
        "@family: tool~    runner_error: spawn_failed | 5:19: rules.runner_error makes the method part",
        "@runner_error: spawn_failed~    labels: { name: x } | 5:15: 'name' is not a label of family"
            + " runner",
        "@adapter: x                   | 4:5: unknown key 'adapter' in rules",
        "@labls: { }                   | 4:5: unknown key 'labls' in rules; did you mean 'labels'?"
            + " Allowed: id, type, subtypes, annotated, method, exclude",
      })
  void shouldRefuseRules(String yaml, String problem) {
    assertThat(only(yaml.startsWith("@") ? RULE + yaml.substring(1) : yaml)).startsWith(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rules:~  - id: a~    type: *Renderer            | 3:11: a value that starts with '*'",
        "rules:~  - id: a~    type: **                   | 3:11: a value that starts with '*'",
        "rules:~  - id: a~    type: *.Renderer           | 3:11: a value that starts with '*'",
        "rules: [ { id: a, type: A, exclude: [ *.in.** ] } ] | 1:39: a value that starts with '*'",
        "rules: [ { id: a, type: A, method: f(int, long) } ] | 1:43: inside { } or [ ] a value that"
            + " holds ',' or '[' must be quoted",
        "rules: [ { id: a, type: A, method: f(byte[]) } ] | 1:42: inside { } or [ ] a value",
        "rules: [ { id: a, type: A, method: f(byte[], int) } ] | 1:42: inside { } or [ ] a value",
        "rules:~- id: a~  type: A~  labels: { rule: a, b } | 4:22: inside { } or [ ] a value",
        "exporter:~\tport: 1                            | 2:1: a tab: YAML indents with spaces only",
        "log: @x                                         | 1:6: a value that starts with '@'",
        "log: a: b                                       | 1:7: a ':' where no key can be",
        "log: !!java.net.URL [ 'http://x' ]              | 1:6: 'tag:yaml.org,2002:java.net.URL' is a"
            + " YAML tag",
        "log: !x info                                    | 1:6: '!x' is a YAML tag",
        "exporter: { port: 1                             | 1:20: a { or [ is not closed",
        "log: 'info                                      | 1:11: is not YAML 1.2",
        "? [ a ]~: b                                     | 1:3: a key must be text",
      })
  void shouldExplainTrapsOfYaml(String yaml, String problem) {
    assertThat(only(yaml.replace("\\t", "\t"))).startsWith(problem);
  }

  @Test
  void shouldReportEverythingAtOnce() {
    assertThat(Loading.problems(directory, "log: x\nexporter: { port: y }\nfoo: z\n"))
        .hasSize(3)
        .anyMatch(p -> p.startsWith("1:6: "))
        .anyMatch(p -> p.startsWith("2:19: "))
        .anyMatch(p -> p.startsWith("3:1: "));
  }
}
