package com.acme.delegates;

import com.acme.harness.Pause;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.lang.reflect.Constructor;
import java.util.Map;
import org.springframework.ai.mcp.AsyncMcpToolCallback;
import org.springframework.ai.mcp.SyncMcpToolCallback;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;

/** Tools of an MCP server in the same JVM, asked as tools of Spring, and by a tool of Spring. */
public final class OneJvmSpringApp {
  private OneJvmSpringApp() {}

  /** A tool of the application. */
  public static final class Own {
    private final McpAsyncClient client;

    Own(McpAsyncClient client) {
      this.client = client;
    }

    /** Asks the server. */
    @org.springframework.ai.tool.annotation.Tool
    public String own(String text) {
      client.callTool(new CallToolRequest("good", Map.of())).block();
      return text;
    }
  }

  public static void main(String[] arguments) throws Exception {
    McpAsyncClient client =
        OneJvmApp.connected(Map.of("good", request -> OneJvmApp.result("fine", false)));
    Tool tool = client.listTools().block().tools().get(0);
    Constructor<McpSyncClient> sync = null;
    for (Constructor<?> one : McpSyncClient.class.getDeclaredConstructors()) {
      @SuppressWarnings("unchecked")
      Constructor<McpSyncClient> found = (Constructor<McpSyncClient>) one;
      sync = found;
    }
    sync.setAccessible(true);
    Object[] given =
        sync.getParameterCount() == 1
            ? new Object[] {client}
            : new Object[] {
              client,
              (java.util.function.Supplier<?>)
                  () -> io.modelcontextprotocol.common.McpTransportContext.EMPTY
            };
    ToolCallback[] callbacks = {
      new AsyncMcpToolCallback(client, tool), new SyncMcpToolCallback(sync.newInstance(given), tool)
    };
    for (int i = 0; i < 2; i++) {
      for (ToolCallback callback : callbacks) {
        callback.call("{}");
        callback.call("{}", new org.springframework.ai.chat.model.ToolContext(Map.of()));
      }
    }
    for (int i = 0; i < 3; i++) {
      ToolCallbacks.from(new Own(client))[0].call("{\"text\":\"x\",\"arg0\":\"x\"}");
    }
    Pause.at("after");
    System.exit(0);
  }
}
