package com.acme.pack;

import io.modelcontextprotocol.json.McpJsonMapper;

/** What reads JSON, in whatever version of the SDK is there. */
final class McpJson {
  private McpJson() {}

  static McpJsonMapper mapper() throws ReflectiveOperationException {
    try {
      return (McpJsonMapper) McpJsonMapper.class.getMethod("getDefault").invoke(null);
    } catch (NoSuchMethodException e) {
      // since 1.0
      Class<?> defaults = Class.forName("io.modelcontextprotocol.json.McpJsonDefaults");
      return (McpJsonMapper) defaults.getMethod("getMapper").invoke(null);
    }
  }
}
