package com.acme.pack;

import com.acme.harness.Pause;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A client of {@link McpServerApp}, a known number of calls of each way to end. */
public final class McpClientApp {
  private McpClientApp() {}

  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    ServerParameters server =
        ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .args(arguments)
            .build();
    StdioClientTransport transport = new StdioClientTransport(server, McpJson.mapper());
    McpAsyncClient async =
        McpClient.async(transport)
            .initializationTimeout(Duration.ofSeconds(30))
            .requestTimeout(Duration.ofSeconds(4))
            .build();
    async.initialize().block();
    for (int i = 0; i < 5; i++) {
      report(async.callTool(call("good")));
    }
    for (int i = 0; i < 3; i++) {
      report(async.callTool(call("soft")));
    }
    for (int i = 0; i < 2; i++) {
      report(async.callTool(call("boom")));
    }
    report(async.callTool(call("unknown")));
    Mono<CallToolResult> again = async.callTool(call("good"));
    System.out.println("nobody subscribes yet");
    report(again);
    report(again);
    Mono<CallToolResult> never = async.callTool(call("good"));
    System.out.println("never subscribed: " + (never != null));
    Disposable canceled = async.callTool(call("slow")).subscribe();
    Pause.at("inside");
    canceled.dispose();
    report(async.callTool(call("slow")));
    async.close();
    Pause.at("after");
    System.exit(0);
  }

  private static CallToolRequest call(String tool) {
    return new CallToolRequest(tool, Map.of("secret", "secret"));
  }

  private static void report(Mono<CallToolResult> call) {
    try {
      CallToolResult result = call.block();
      System.out.println(result == null ? "nothing" : "error " + result.isError());
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      System.out.println(cause.getClass().getName());
    }
  }
}
