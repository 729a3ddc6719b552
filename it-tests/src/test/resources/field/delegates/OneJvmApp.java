package com.acme.delegates;

import com.acme.harness.Pause;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JsonSchema;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An MCP client and its server in one JVM; the tool of a second server asks the first one. */
public final class OneJvmApp {
  private OneJvmApp() {}

  static McpJsonMapper mapper() {
    try {
      return (McpJsonMapper) McpJsonMapper.class.getMethod("getDefault").invoke(null);
    } catch (ReflectiveOperationException e) {
      try {
        Class<?> defaults = Class.forName("io.modelcontextprotocol.json.McpJsonDefaults");
        return (McpJsonMapper) defaults.getMethod("getMapper").invoke(null);
      } catch (ReflectiveOperationException later) {
        throw new IllegalStateException(later);
      }
    }
  }

  /** Lines through pipes. */
  static final class Pipe implements McpClientTransport {
    private final McpJsonMapper mapper = mapper();
    private final BufferedReader in;
    private final BufferedWriter out;

    Pipe(InputStream in, OutputStream out) {
      this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
      Thread reader = new Thread(() -> read(handler));
      reader.setDaemon(true);
      reader.start();
      return Mono.empty();
    }

    private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
      try {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          handler.apply(Mono.just(McpSchema.deserializeJsonRpcMessage(mapper, line))).subscribe();
        }
      } catch (IOException e) {
        return;
      }
    }

    @Override
    public synchronized Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(() -> write(message));
    }

    private synchronized void write(JSONRPCMessage message) {
      try {
        out.write(mapper.writeValueAsString(message));
        out.write("\n");
        out.flush();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return mapper.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }

  static McpAsyncClient connected(Map<String, Function<CallToolRequest, CallToolResult>> tools)
      throws Exception {
    return connected(tools, false);
  }

  /**
   * A client of a server with these tools.
   *
   * @param oneByOne true: the server calls its tools on the thread that reads
   */
  private static McpAsyncClient connected(
      Map<String, Function<CallToolRequest, CallToolResult>> tools, boolean oneByOne)
      throws Exception {
    PipedInputStream toServer = new PipedInputStream(1 << 16);
    PipedInputStream toClient = new PipedInputStream(1 << 16);
    PipedOutputStream fromClient = new PipedOutputStream(toServer);
    PipedOutputStream fromServer = new PipedOutputStream(toClient);
    McpSyncServer server =
        McpServer.sync(new StdioServerTransportProvider(mapper(), toServer, fromServer))
            .serverInfo("shop", "1")
            .immediateExecution(oneByOne)
            .capabilities(ServerCapabilities.builder().tools(true).build())
            .build();
    JsonSchema anything = new JsonSchema("object", Map.of(), List.of(), true, null, null);
    tools.forEach(
        (name, tool) ->
            server.addTool(
                SyncToolSpecification.builder()
                    .tool(Tool.builder().name(name).description(name).inputSchema(anything).build())
                    .callHandler((exchange, request) -> tool.apply(request))
                    .build()));
    McpAsyncClient client =
        McpClient.async(new Pipe(toClient, fromClient))
            .requestTimeout(Duration.ofSeconds(30))
            .initializationTimeout(Duration.ofSeconds(30))
            .build();
    client.initialize().block();
    return client;
  }

  static CallToolResult result(String text, boolean error) {
    return CallToolResult.builder().addTextContent(text).isError(error).build();
  }

  public static void main(String[] arguments) throws Exception {
    McpAsyncClient client =
        connected(
            Map.of(
                "good", request -> result("fine", false), "soft", request -> result("no", true)));
    McpAsyncClient gateway =
        connected(
            Map.of(
                "forward",
                request -> client.callTool(new CallToolRequest("good", Map.of())).block()));
    CallToolRequest shared = new CallToolRequest("good", Map.of("a", "b"));
    for (int i = 0; i < 5; i++) {
      client.callTool(shared).block();
      client.callTool(new CallToolRequest("soft", Map.of())).block();
    }
    // the same request, many at a time; of two answers at the same moment the server loses one
    McpAsyncClient busy = connected(Map.of("good", request -> result("fine", false)), true);
    Flux.range(0, 20).flatMap(i -> busy.callTool(shared), 20).blockLast();
    for (int i = 0; i < 2; i++) {
      client.callTool(new CallToolRequest("nope", Map.of())).onErrorComplete().block();
    }
    for (int i = 0; i < 3; i++) {
      gateway.callTool(new CallToolRequest("forward", Map.of())).block();
    }
    Pause.at("after");
    System.exit(0);
  }
}
