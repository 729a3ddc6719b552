package com.acme.pack;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JsonSchema;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** An MCP server on stdin and stdout, with a tool for each way to end. */
public final class McpServerApp {
  private McpServerApp() {}

  public static void main(String[] arguments) throws Exception {
    McpSyncServer server =
        McpServer.sync(new StdioServerTransportProvider(McpJson.mapper()))
            .serverInfo("shop", "1")
            .capabilities(ServerCapabilities.builder().tools(true).build())
            .build();
    add(server, "good", (exchange, request) -> result("fine", false));
    add(server, "soft", (exchange, request) -> result("no", true));
    add(
        server,
        "boom",
        (exchange, request) -> result("" + Integer.parseInt(request.name()), false));
    add(server, "slow", (exchange, request) -> slow());
  }

  private static void add(
      McpSyncServer server,
      String name,
      BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler) {
    JsonSchema anything = new JsonSchema("object", Map.of(), List.of(), true, null, null);
    Tool tool = Tool.builder().name(name).description(name).inputSchema(anything).build();
    server.addTool(
        io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification.builder()
            .tool(tool)
            .callHandler(handler)
            .build());
  }

  private static CallToolResult result(String text, boolean error) {
    return CallToolResult.builder().addTextContent(text).isError(error).build();
  }

  private static CallToolResult slow() {
    try {
      Thread.sleep(7_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return result("late", false);
  }
}
