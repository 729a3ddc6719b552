package io.heddle.agent.config;

/**
 * Settings of the exporter: its address, and the memory that it may take.
 *
 * @param host name or address to bind
 * @param port 0 to 65535; 0 is any free port
 * @param memory bytes that all responses may hold together while they are made and sent
 */
public record ExporterConfig(String host, int port, long memory) {}
