import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Indexes text files and searches them. Arguments: the index, the files, the queries. */
public final class LuceneSearch {
  private LuceneSearch() {}

  /** Prints the hits of each query with their scores. */
  public static void main(String[] arguments) throws Exception {
    try (Directory directory = FSDirectory.open(Path.of(arguments[0]))) {
      EnglishAnalyzer analyzer = new EnglishAnalyzer();
      index(directory, analyzer, Path.of(arguments[1]));
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        System.out.println(reader.numDocs() + " documents");
        IndexSearcher searcher = new IndexSearcher(reader);
        for (String text : List.of(arguments).subList(2, arguments.length)) {
          Query query = new QueryParser("text", analyzer).parse(text);
          print(text, searcher, searcher.search(query, 5));
          Sort bySize = new Sort(new SortField("size", SortField.Type.LONG, true));
          print(text + " by size", searcher, searcher.search(query, 5, bySize));
        }
      }
    }
  }

  private static void index(Directory directory, EnglishAnalyzer analyzer, Path root)
      throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(analyzer).setMaxBufferedDocs(50);
    try (IndexWriter writer = new IndexWriter(directory, config);
        Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Files.readString(file);
        Document document = new Document();
        document.add(new StringField("name", root.relativize(file).toString(), Field.Store.YES));
        document.add(new TextField("text", text, Field.Store.NO));
        document.add(new LongPoint("length", text.length()));
        document.add(new NumericDocValuesField("size", text.length()));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static void print(String text, IndexSearcher searcher, TopDocs found) throws IOException {
    System.out.println(text + ": " + found.totalHits);
    for (ScoreDoc hit : found.scoreDocs) {
      String name = searcher.storedFields().document(hit.doc).get("name");
      System.out.println("  " + name + " " + hit.score);
    }
  }
}
