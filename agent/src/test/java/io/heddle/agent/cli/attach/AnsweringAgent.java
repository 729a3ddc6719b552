package io.heddle.agent.cli.attach;

/**
 * An agent that keeps what it was told in properties and answers what its settings ask for. It is
 * alone in its jar, so it names no other class; the VM wants it public.
 */
public final class AnsweringAgent {
  private AnsweringAgent() {}

  public static void agentmain(String options) {
    String[] parts = options.split(",", 5);
    if (parts[1].equals("forget")) {
      System.clearProperty("heddle.reply." + parts[4]);
      return;
    }
    if (parts[1].equals("finish")) {
      System.setProperty("heddle.reply." + parts[4], reply("attach", ""));
      return;
    }
    System.setProperty("test.options", options);
    String reply = reply(parts[1], parts[4]);
    if (!reply.isEmpty()) {
      System.setProperty("heddle.reply." + parts[0].substring(1), reply);
    }
  }

  private static String reply(String command, String settings) {
    if (settings.contains("answer=none")) {
      return "";
    }
    if (settings.contains("answer=junk")) {
      return "junk";
    }
    if (settings.contains("answer=later")) {
      return "{\"progress\":\"wove 1 of 2 classes\"}";
    }
    if (settings.contains("answer=throw")) {
      throw new IllegalStateException("asked to");
    }
    if (settings.contains("answer=no")) {
      return "{\"ok\":false,\"error\":\"Other settings are in use.\"}";
    }
    if (command.equals("detach")) {
      System.setProperty("heddle.address", "forgotten");
      return "{\"ok\":true,\"verified\":[\"no thread left\"],\"stays\":[\"the boot classes\"],"
          + "\"report\":\"{\\\"complete\\\":true}\"}";
    }
    if (command.equals("collected")) {
      return "{\"ok\":true,\"collected\":" + settings.equals("gc") + "}";
    }
    return "{\"ok\":true,\"address\":\"http://127.0.0.1:9464\",\"already\":"
        + settings.contains("answer=already")
        + "}";
  }
}
