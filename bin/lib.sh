# Shared by the scripts of bin/: finds a JDK and builds the agent. Sourced, not run.

need_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/javac" ]; then
    JAVA=$JAVA_HOME/bin/java
    JAVAC=$JAVA_HOME/bin/javac
  else
    JAVA=$(command -v java || true)
    JAVAC=$(command -v javac || true)
  fi
  if [ -z "$JAVA" ] || [ -z "$JAVAC" ]; then
    echo "a JDK 17 or later is needed: set JAVA_HOME or put java and javac on the PATH" >&2
    exit 1
  fi
}

# Sources that are newer than the file $1.
newer_sources() {
  find pom.xml api bootstrap exporter agent demo -path '*/target' -prune -o \
    \( -name '*.java' -o -name '*.yaml' -o -name pom.xml \) -newer "$1" -print | head -n 1
}

# Builds the agent, and the module $1 if there is one.
build_agent() {
  command -v mvn >/dev/null || { echo "Maven 3.8.7 or later is needed on the PATH" >&2; exit 1; }
  mvn -q -B package -DskipTests -pl "agent${1:+,$1}" -am
}
