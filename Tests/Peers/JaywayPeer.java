import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads paths with Jayway JsonPath. The input is a line for each: a path and a document, both in base64. For each a
 * line is written: "value" and what the path yields as JSON in base64, "missing", or "error" and the exception.
 */
public final class JaywayPeer {
  public static void main(String[] arguments) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder answers = new StringBuilder();
    Configuration configuration = Configuration.defaultConfiguration();
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split(" ", -1);
      try {
        Object document = configuration.jsonProvider().parse(decoded(parts[1]));
        Object found = JsonPath.compile(decoded(parts[0])).read(document, configuration);
        String text = net.minidev.json.JSONValue.toJSONString(found);
        answers.append("value ").append(encoded(text)).append('\n');
      } catch (PathNotFoundException nothing) {
        answers.append("missing\n");
      } catch (Exception | Error failure) {
        String message = String.valueOf(failure.getMessage()).replace('\n', ' ').replace('\r', ' ');
        answers.append("error ").append(failure.getClass().getSimpleName()).append(' ').append(message).append('\n');
      }
    }
    System.out.print(answers);
  }

  private static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
