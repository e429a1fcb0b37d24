import { javaApiClient } from "./java-api-client.ts";
import { javaJson } from "./java-json.ts";

/** Classes that every client of Java has, below the package's line. */
export const javaRuntime: Readonly<Record<string, string>> = {
  Answer: `import java.util.List;
import java.util.Map;

/** What the API answered. */
public final class Answer<T> {
    private final int status;
    private final Map<String, List<String>> headers;
    private final T body;

    Answer(int status, Map<String, List<String>> headers, T body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int getStatus() {
        return status;
    }

    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    public T getBody() {
        return body;
    }
}
`,
  ApiException: `/** An answer outside 200 to 299. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Answer<Object> answer;

    ApiException(Answer<Object> answer) {
        super("The API answered " + answer.getStatus() + ".");
        this.answer = answer;
    }

    public Answer<Object> getAnswer() {
        return answer;
    }
}
`,
  Credentials: `/** What signed methods are signed with. */
public final class Credentials {
    final String accessKeyId;
    final String secretAccessKey;
    final String sessionToken;

    public Credentials(String accessKeyId, String secretAccessKey) {
        this(accessKeyId, secretAccessKey, null);
    }

    public Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.sessionToken = sessionToken;
    }
}
`,
  JsonObject: `import java.util.LinkedHashMap;
import java.util.Map;

/** An object of JSON with members by name; models add members by method. */
public class JsonObject {
    private final Map<String, Object> values;

    public JsonObject() {
        this(new LinkedHashMap<>());
    }

    public JsonObject(Map<String, Object> values) {
        this.values = values;
    }

    public final Object at(String name) {
        return values.get(name);
    }

    public final JsonObject put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    public final Map<String, Object> toMap() {
        return values;
    }

    @Override
    public final String toString() {
        return Json.write(this);
    }
}
`,
  Json: javaJson,
  Operation: `import java.util.ArrayList;
import java.util.List;

/** What a call of an operation is made of. */
final class Operation {
    final String name;
    final String method;
    final String path;
    final List<String[]> parameters = new ArrayList<>();
    String contentType;
    boolean needsApiKey;
    boolean isSigned;
    String tokenHeader;

    Operation(String name, String method, String path) {
        this.name = name;
        this.method = method;
        this.path = path;
    }

    Operation parameter(String key, String called, String place, boolean required) {
        parameters.add(new String[] {key, called, place, required ? "required" : ""});
        return this;
    }

    Operation contentType(String type) {
        this.contentType = type;
        return this;
    }

    Operation withApiKey() {
        this.needsApiKey = true;
        return this;
    }

    Operation signed() {
        this.isSigned = true;
        return this;
    }

    Operation tokenIn(String header) {
        this.tokenHeader = header;
        return this;
    }
}
`,
  Request: `import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters and the body of one call. */
public abstract class Request {
    final Map<String, Object> values = new LinkedHashMap<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    Object body;

    abstract Operation operation();
}
`,
  ApiClient: javaApiClient,
};
