import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.runtime.RuntimeConstants;

/**
 * Renders templates with Apache Velocity. The input is any number of pairs, a template and its context, in the
 * notation of read(); for each a line is written: "ok" and the text in base64, or "error" and the exception.
 */
public final class VelocityPeer {
  private static final DataInputStream input = new DataInputStream(new java.io.BufferedInputStream(System.in));

  public static void main(String[] arguments) throws Exception {
    int count = 0;
    StringBuilder answers = new StringBuilder();
    VelocityEngine shared = engine();
    while (true) {
      Object template;
      try {
        template = read();
      } catch (java.io.EOFException end) {
        break;
      }
      Map<?, ?> values = (Map<?, ?>) read();
      VelocityContext context = new VelocityContext();
      for (Map.Entry<?, ?> entry : values.entrySet()) context.put((String) entry.getKey(), entry.getValue());
      addTool(context, "esc", "org.apache.velocity.tools.generic.EscapeTool");
      addTool(context, "math", "org.apache.velocity.tools.generic.MathTool");
      String text = (String) template;
      // A macro stays defined in its engine; those made by chance have numbers, and are there once.
      boolean isOwn = text.contains("#macro") && !text.contains("#macro(g");
      VelocityEngine engine = isOwn ? engine() : shared;
      try {
        StringWriter writer = new StringWriter();
        engine.evaluate(context, writer, "t" + (++count), text);
        byte[] bytes = writer.toString().getBytes(StandardCharsets.UTF_8);
        answers.append("ok ").append(Base64.getEncoder().encodeToString(bytes)).append('\n');
      } catch (Exception | Error failure) {
        String name = failure.getClass().getSimpleName();
        String message = String.valueOf(failure.getMessage()).replace('\n', ' ').replace('\r', ' ');
        answers.append("error ").append(name).append(' ').append(message).append('\n');
      }
    }
    System.out.print(answers);
  }

  private static VelocityEngine engine() throws Exception {
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty(RuntimeConstants.RUNTIME_LOG_LOGSYSTEM_CLASS, "org.apache.velocity.runtime.log.NullLogChute");
    engine.init();
    return engine;
  }

  private static void addTool(VelocityContext context, String name, String type) throws Exception {
    context.put(name, Class.forName(type).getDeclaredConstructor().newInstance());
  }

  /** Reads s3:abc, i42;, g42; (a long), d1.5;, t, f, n, L2: with two values, or M1: with a key and a value. */
  private static Object read() throws IOException {
    char kind = (char) input.readUnsignedByte();
    switch (kind) {
      case 's': {
        byte[] bytes = new byte[Integer.parseInt(until(':'))];
        input.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
      }
      case 'i': return Integer.valueOf(until(';'));
      case 'g': return Long.valueOf(until(';'));
      case 'd': return Double.valueOf(until(';'));
      case 't': return Boolean.TRUE;
      case 'f': return Boolean.FALSE;
      case 'n': return null;
      case 'L': {
        int count = Integer.parseInt(until(':'));
        List<Object> list = new ArrayList<>();
        for (int index = 0; index < count; index++) list.add(read());
        return list;
      }
      case 'M': {
        int count = Integer.parseInt(until(':'));
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int index = 0; index < count; index++) {
          Object key = read();
          map.put(key, read());
        }
        return map;
      }
      default: throw new IOException("unknown kind " + kind);
    }
  }

  private static String until(char end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = input.readUnsignedByte(); next != end; next = input.readUnsignedByte()) bytes.write(next);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
