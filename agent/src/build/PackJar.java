import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.pack.PackParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;

/**
 * Lays out heddle-agent.jar by class loader: premain at the root, the boot part below heddle/boot
 * with its hash, each library and Heddle's other classes as one stored entry below heddle/lib,
 * those of them that every start loads once more in heddle/start, those that the first woven method
 * needs of a library once more below heddle/first, everything else below heddle/inst, where no
 * loader but Heddle's looks. Also writes packs/index: the class names that each pack waits for, so
 * that no YAML is parsed before one of them is loaded. A pack that cannot be read fails the build.
 */
final class PackJar {
  private static final String SUFFIX = ".class";
  private static final String BOOT = "java/heddle/";
  private static final String OWN = "io/heddle/";
  private static final String PREMAIN = "io/heddle/premain/";
  private static final String SHADED = "io/heddle/shaded/";
  private static final String LIB = "heddle/lib/";
  // libraries that keep their names, by the folder that all of theirs lies in
  private static final Map<String, String> NAMED = Map.of("com/sun/jna/", "jna", "oshi/", "oshi");
  private static final Set<String> STORED = Set.of("heddle/boot/classes", "heddle/start");
  // for src/build/FirstWeave.java
  private static final String RULES =
      """
      rules:
        - { id: first, type: FirstWeave, method: constant }
        - { id: labelled, type: FirstWeave, method: labelled, family: tool, labels: { tool: $1 },
            outcome: { failure: $return != null } }
      """;
  private static final Pattern LOADED = Pattern.compile("\\b(io\\.heddle\\.\\S+) source:");

  public static void main(String[] args) throws Exception {
    Map<String, byte[]> in = read(Path.of(args[0]));
    Path jar = Path.of(args[1]);
    String version = args[2];
    Map<String, byte[]> out = layOut(in);
    out.put("heddle/inst/packs/index", packIndex(in).getBytes(StandardCharsets.UTF_8));
    out.put("heddle/inst/version", version.getBytes(StandardCharsets.UTF_8));
    out.put("heddle/start", bundle(Map.of()));
    write(jar, out, version);
    Path config = jar.resolveSibling("first-weave.yaml");
    Files.writeString(config, RULES);
    Set<String> start = loadedBy(jar, "exporter.port=0", "-version");
    String settings = "exporter.port=0,config=" + config.getFileName();
    Set<String> first = loadedBy(jar, settings, args[3]);
    out.put("heddle/start", bundle(classes(in, name -> start.contains(name) && !isShaded(name))));
    for (String library : List.of("snakeyaml", "bytebuddy")) {
      String folder = SHADED + library + "/";
      Map<String, byte[]> needed =
          classes(in, name -> first.contains(name) && name.startsWith(folder));
      out.put("heddle/first/" + library, bundle(needed));
    }
    write(jar, out, version);
  }

  private static Map<String, byte[]> layOut(Map<String, byte[]> in) throws Exception {
    Map<String, byte[]> out = new TreeMap<>();
    Map<String, Map<String, byte[]>> libraries = new TreeMap<>();
    for (Map.Entry<String, byte[]> entry : in.entrySet()) {
      String name = entry.getKey();
      String path = name.endsWith(SUFFIX) ? name + "data" : name;
      if (name.startsWith(BOOT)) {
        continue; // below
      }
      if (name.startsWith(PREMAIN)) {
        out.put(name, entry.getValue());
      } else if (name.startsWith("META-INF/LICENSE") || name.startsWith("META-INF/NOTICE")) {
        out.put(name, entry.getValue());
      } else if (isShaded(name)) {
        int end = path.indexOf('/', SHADED.length());
        libraries
            .computeIfAbsent(path.substring(SHADED.length(), end), key -> new TreeMap<>())
            .put(path.substring(end), entry.getValue());
      } else if (namedFolder(name) != null) {
        String folder = namedFolder(name);
        libraries
            .computeIfAbsent(NAMED.get(folder), key -> new TreeMap<>())
            .put(path.substring(folder.length() - 1), entry.getValue());
      } else if (name.startsWith(OWN) && name.endsWith(SUFFIX)) {
        libraries
            .computeIfAbsent("heddle", key -> new TreeMap<>())
            .put(path.substring(OWN.length() - 1), entry.getValue());
      } else {
        out.put("heddle/inst/" + path, entry.getValue());
      }
    }
    addBoot(in, out);
    for (Map.Entry<String, Map<String, byte[]>> library : libraries.entrySet()) {
      addLibrary(LIB + library.getKey(), library.getValue(), out);
    }
    return out;
  }

  private static String namedFolder(String name) {
    return NAMED.keySet().stream().filter(name::startsWith).findFirst().orElse(null);
  }

  private static boolean isShaded(String name) {
    return name.startsWith(SHADED);
  }

  /** Names of the classes that a run of the agent loads into Heddle's own loader, and some more. */
  private static Set<String> loadedBy(Path jar, String settings, String application)
      throws IOException, InterruptedException {
    Path said = jar.resolveSibling("loaded.out");
    // in its directory: a path may hold a comma, which would end a setting
    ProcessBuilder run =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xlog:class+load:file=loaded.log",
                "-javaagent:" + jar.getFileName() + "=" + settings,
                application)
            .directory(jar.toAbsolutePath().getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    run.environment().keySet().removeIf(name -> name.startsWith("HEDDLE_"));
    run.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    if (run.start().waitFor() != 0) {
      throw new IOException("the agent jar does not run: " + Files.readString(said));
    }
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(jar.resolveSibling("loaded.log"))) {
      Matcher loaded = LOADED.matcher(line);
      if (loaded.find() && !loaded.group(1).startsWith("io.heddle.premain.")) {
        names.add(loaded.group(1).replace('.', '/'));
      }
    }
    return names;
  }

  /**
   * As io.heddle.premain.ClassBundle reads it: where the files begin, names and lengths, the files.
   */
  private static byte[] bundle(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(names);
    out.writeInt(files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      out.writeUTF(file.getKey());
      out.writeInt(file.getValue().length);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    new DataOutputStream(whole).writeInt(Integer.BYTES + names.size());
    names.writeTo(whole);
    for (byte[] file : files.values()) {
      whole.write(file);
    }
    return whole.toByteArray();
  }

  /**
   * As io.heddle.premain.LibraryArchive reads it: files deflated one by one; checksum and place of
   * each.
   */
  private static void addLibrary(String name, Map<String, byte[]> files, Map<String, byte[]> out)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    DataOutputStream places = new DataOutputStream(index);
    places.writeInt(files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      CRC32 crc = new CRC32();
      crc.update(file.getValue());
      places.writeUTF(file.getKey());
      places.writeInt((int) crc.getValue());
      places.writeInt(whole.size());
      places.writeInt(file.getValue().length);
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      DeflaterOutputStream deflated = new DeflaterOutputStream(whole, deflater);
      deflated.write(file.getValue());
      deflated.finish();
      deflater.end();
    }
    out.put(name, whole.toByteArray());
    out.put(name + ".index", index.toByteArray());
  }

  private static void addBoot(Map<String, byte[]> in, Map<String, byte[]> out) throws Exception {
    Map<String, byte[]> classes =
        classes(in, name -> name.startsWith(BOOT) && !name.endsWith("package-info"));
    // with the hop, which no JVM lets go of either
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    classes.values().forEach(hash::update);
    classes(in, name -> name.startsWith(PREMAIN)).values().forEach(hash::update);
    out.put("heddle/boot/classes", bundle(classes));
    out.put(
        "heddle/boot/hash",
        HexFormat.of().formatHex(hash.digest()).getBytes(StandardCharsets.UTF_8));
  }

  /** Classes by their name without suffix, each behind its parents: the same order every time. */
  private static Map<String, byte[]> classes(Map<String, byte[]> in, Predicate<String> wanted)
      throws IOException {
    Map<String, byte[]> chosen = new TreeMap<>();
    for (Map.Entry<String, byte[]> entry : in.entrySet()) {
      String name = entry.getKey();
      if (name.endsWith(SUFFIX)
          && wanted.test(name.substring(0, name.length() - SUFFIX.length()))) {
        chosen.put(name, entry.getValue());
      }
    }
    Set<String> order = new LinkedHashSet<>();
    for (String name : chosen.keySet()) {
      place(name.substring(0, name.length() - SUFFIX.length()), chosen, order);
    }
    Map<String, byte[]> ordered = new LinkedHashMap<>();
    for (String name : order) {
      ordered.put(name, in.get(name + SUFFIX));
    }
    return ordered;
  }

  private static void place(String name, Map<String, byte[]> in, Set<String> order)
      throws IOException {
    byte[] bytes = in.get(name + SUFFIX);
    if (bytes == null || order.contains(name)) {
      return;
    }
    for (String parent : parents(bytes)) {
      place(parent, in, order);
    }
    order.add(name);
  }

  /** Super class, interfaces and nest host come first. */
  private static List<String> parents(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.skipBytes(8);
    int size = in.readUnsignedShort();
    Object[] pool = new Object[size];
    for (int i = 1; i < size; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> pool[i] = in.readUTF();
        case 7, 8, 16, 19, 20 -> pool[i] = in.readUnsignedShort();
        case 15 -> in.skipBytes(3);
        case 5, 6 -> {
          in.skipBytes(8);
          i++;
        }
        default -> in.skipBytes(4);
      }
    }
    in.skipBytes(4);
    List<String> parents = new ArrayList<>();
    int parent = in.readUnsignedShort();
    parents.add((String) pool[(Integer) pool[parent]]);
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      parents.add((String) pool[(Integer) pool[in.readUnsignedShort()]]);
    }
    return parents;
  }

  private static String packIndex(Map<String, byte[]> in) throws Exception {
    StringBuilder index = new StringBuilder();
    for (Map.Entry<String, byte[]> entry : in.entrySet()) {
      String name = entry.getKey();
      if (name.startsWith("packs/") && name.endsWith(".yaml")) {
        String file = name.substring("packs/".length());
        String yaml = new String(entry.getValue(), StandardCharsets.UTF_8);
        index.append(PackFiles.indexOf(file, PackParser.parse(file, yaml)));
      }
    }
    return index.toString();
  }

  private static Map<String, byte[]> read(Path path) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : java.util.Collections.list(jar.entries())) {
        if (!entry.isDirectory()) {
          try (InputStream in = jar.getInputStream(entry)) {
            entries.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    return entries;
  }

  private static void write(Path path, Map<String, byte[]> entries, String version)
      throws IOException {
    String manifest =
        """
        Manifest-Version: 1.0
        Premain-Class: io.heddle.premain.HeddleAgent
        Agent-Class: io.heddle.premain.HeddleAgent
        Main-Class: io.heddle.premain.Main
        Add-Exports: java.base/jdk.internal.misc
        Can-Redefine-Classes: true
        Can-Retransform-Classes: true
        Implementation-Title: Heddle
        Implementation-Version: %s

        """
            .formatted(version);
    Path whole = path.resolveSibling(path.getFileName() + ".part");
    try (OutputStream file = Files.newOutputStream(whole);
        JarOutputStream jar = new JarOutputStream(file)) {
      add(jar, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        add(jar, entry.getKey(), entry.getValue());
      }
    }
    // in one step: a JVM that has the old file open keeps it
    Files.move(whole, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(1_763_683_200_000L); // fixed: the same sources give the same jar
    boolean library = name.startsWith(LIB) && !name.endsWith(".index");
    if (library || STORED.contains(name)) {
      // stored: a library so that a reader can skip to one file, the others are read at each start
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
    }
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }
}
