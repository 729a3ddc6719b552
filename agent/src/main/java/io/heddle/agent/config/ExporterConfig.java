package io.heddle.agent.config;

/**
 * Where metrics are served.
 *
 * @param host to bind
 * @param port 0 to 65535; 0 is any free port
 */
public record ExporterConfig(String host, int port) {}
