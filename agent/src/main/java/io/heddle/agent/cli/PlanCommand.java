package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.AgentJar;
import io.heddle.agent.cli.attach.AgentOptions;
import io.heddle.agent.cli.attach.AgentReply;
import io.heddle.agent.cli.attach.TargetVm;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.console.ProgressLines;
import io.heddle.agent.cli.server.JsonObject;
import io.heddle.agent.cli.server.PlanReport;
import io.heddle.agent.config.Config;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.plan.ArchivePlan;
import io.heddle.agent.plan.PlanJson;
import io.heddle.agent.plan.PlanSettings;
import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Prints what a configuration would weave in a JVM, or in archives, and weaves nothing. */
final class PlanCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AgentJar jar;
  private final PackFiles packs;
  private final Path workingDirectory;

  PlanCommand(AgentJar jar, PackFiles packs, Path workingDirectory) {
    this.jar = jar;
    this.packs = packs;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    PlanArguments asked = PlanArguments.parse(arguments, workingDirectory);
    String settings = new AttachCommand(jar, workingDirectory).settings(asked.settings());
    String text =
        asked.paths().isEmpty() ? ofJvm(asked, settings, console) : ofArchives(asked, settings);
    JsonObject plan = parsed(text);
    if (asked.isJson()) {
      console.print(text);
    } else {
      new PlanReport(plan).lines().forEach(console::print);
    }
    List<String> unmatched = plan.texts("unmatched");
    if (unmatched.isEmpty()) {
      return 0;
    }
    String sentence =
        (unmatched.size() == 1 ? "A rule matches" : unmatched.size() + " rules match")
            + " nothing: "
            + String.join(", ", unmatched)
            + ".";
    if (asked.paths().isEmpty() || asked.allowsUnmatched()) {
      console.error(sentence);
      return 0;
    }
    throw CommandException.failed(sentence);
  }

  private String ofJvm(PlanArguments asked, String settings, Console console)
      throws CommandException {
    String why = asked.why();
    String request =
        (why == null ? "" : URLEncoder.encode(why, StandardCharsets.UTF_8))
            + "&"
            + asked.calls().toSeconds()
            + ","
            + settings;
    AgentReply reply =
        new TargetVm(asked.pid(), LIMIT)
            .ask(AgentOptions.of("plan", jar, request), new ProgressLines(console));
    return reply.plan();
  }

  private String ofArchives(PlanArguments asked, String settings) throws CommandException {
    try {
      Config config =
          Config.load(settings, System.getProperties(), System.getenv(), packs.packs(), null);
      PlanSettings plan = new PlanSettings(config, packs, asked.why(), Duration.ZERO);
      return PlanJson.of(ArchivePlan.of(plan, asked.paths()));
    } catch (ConfigException | IOException | ReflectiveOperationException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()));
    }
  }

  private static JsonObject parsed(String plan) throws CommandException {
    try {
      return JsonObject.parse(plan);
    } catch (IOException e) {
      throw CommandException.failed("The plan cannot be read: another version may be there.");
    }
  }
}
