/** Places parameters, signs, calls and reads. */
export const javaApiClient = String.raw`import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Places parameters, signs, calls and reads. */
public abstract class ApiClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(35);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String endpoint;
    private String region;
    private String apiKey;
    private Supplier<String> token;
    private Credentials credentials;

    ApiClient(String endpoint, String region) {
        this.endpoint = endpoint;
        this.region = region;
    }

    /** Where the stage is reached. */
    public void setEndpoint(String value) {
        this.endpoint = value.replaceAll("/+$", "");
    }

    public void setRegion(String value) {
        this.region = value;
    }

    /** For methods that need an API key. */
    public void setApiKey(String value) {
        this.apiKey = value;
    }

    /** For methods whose authorizer reads a token from a header. */
    public void setToken(Supplier<String> value) {
        this.token = value;
    }

    /** For methods that are signed. */
    public void setCredentials(Credentials value) {
        this.credentials = value;
    }

    /** Sent with every call. */
    public void setHeader(String name, String value) {
        headers.put(name, value);
    }

    <T> Answer<T> call(Request request, Function<Object, T> read) {
        Operation operation = request.operation();
        Map<String, String> sent = new LinkedHashMap<>();
        List<String> query = new ArrayList<>();
        String method = operation.method;
        String path = operation.path;
        for (String[] parameter : operation.parameters) {
            Object value = request.values.get(parameter[0]);
            if (value == null && !parameter[3].isEmpty()) throw new IllegalArgumentException(operation.name + " needs the parameter " + parameter[0] + ".");
            if (value == null) continue;
            if (parameter[2].equals("method")) method = String.valueOf(value).toUpperCase(Locale.ROOT);
            else if (parameter[2].equals("path")) path = fill(path, parameter[1], String.valueOf(value));
            else if (parameter[2].equals("header")) sent.put(parameter[1], String.valueOf(value));
            else for (Object each : value instanceof Collection ? (Collection<?>) value : Collections.singletonList(value)) query.add(escape(parameter[1]) + "=" + escape(String.valueOf(each)));
        }
        sent.putAll(headers);
        sent.putAll(request.headers);
        byte[] body = bytesOf(operation, request.body);
        if (body != null && operation.contentType != null) sent.put("content-type", operation.contentType);
        authorize(operation, sent);
        URI uri = URI.create(endpoint + path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        if (operation.isSigned) sign(method, uri, sent, body == null ? new byte[0] : body);
        return send(method, uri, sent, body, read);
    }

    private void authorize(Operation operation, Map<String, String> sent) {
        if (operation.needsApiKey) {
            if (apiKey == null) throw new IllegalStateException(operation.name + " needs an API key: call setApiKey.");
            sent.put("x-api-key", apiKey);
        }
        if (operation.tokenHeader != null && token != null) sent.put(operation.tokenHeader, token.get());
        if (operation.isSigned && credentials == null) throw new IllegalStateException(operation.name + " is signed: call setCredentials.");
    }

    private <T> Answer<T> send(String method, URI uri, Map<String, String> sent, byte[] body, Function<Object, T> read) {
        HttpRequest.BodyPublisher publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, publisher);
        sent.forEach(builder::header);
        try {
            HttpResponse<String> response = http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            Object found = valueOf(response);
            int status = response.statusCode();
            if (status < 200 || status > 299) throw new ApiException(new Answer<>(status, response.headers().map(), found));
            return new Answer<>(status, response.headers().map(), read.apply(found));
        } catch (IOException cause) {
            throw new IllegalStateException("The API cannot be reached.", cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The call was interrupted.", cause);
        }
    }

    private static Object valueOf(HttpResponse<String> response) {
        String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        return !response.body().isEmpty() && (type.contains("/json") || type.contains("+json")) ? Json.read(response.body()) : response.body();
    }

    private static byte[] bytesOf(Operation operation, Object body) {
        if (body == null) return null;
        boolean isJson = operation.contentType == null || operation.contentType.toLowerCase(Locale.ROOT).contains("json");
        if (!isJson && body instanceof byte[]) return (byte[]) body;
        String text = !isJson && body instanceof String ? (String) body : Json.write(body);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A greedy variable keeps its slashes. */
    private static String fill(String path, String name, String value) {
        String greedy = "{" + name + "+}";
        boolean isGreedy = path.contains(greedy);
        List<String> segments = new ArrayList<>();
        for (String segment : isGreedy ? value.split("/", -1) : new String[] {value}) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) throw new IllegalArgumentException(name + " cannot be empty, . or .. in a path.");
            segments.add(escape(segment));
        }
        return path.replace(isGreedy ? greedy : "{" + name + "}", String.join("/", segments));
    }

    private static String escape(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    /** Signature Version 4: host, date and session token are covered, and all of path, query and body. */
    private void sign(String method, URI uri, Map<String, String> sent, byte[] body) {
        String date = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT));
        String scope = date.substring(0, 8) + "/" + region + "/execute-api/aws4_request";
        Map<String, String> covered = new LinkedHashMap<>();
        covered.put("host", uri.getRawAuthority());
        covered.put("x-amz-date", date);
        sent.put("x-amz-date", date);
        if (credentials.sessionToken != null) {
            covered.put("x-amz-security-token", credentials.sessionToken);
            sent.put("x-amz-security-token", credentials.sessionToken);
        }
        StringBuilder lines = new StringBuilder();
        covered.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
        String names = String.join(";", covered.keySet());
        List<String> segments = new ArrayList<>();
        for (String segment : uri.getRawPath().split("/", -1)) segments.add(escape(segment));
        String[] pairs = uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&");
        Arrays.sort(pairs, (a, b) -> a.replace('=', '\t').compareTo(b.replace('=', '\t')));
        String canonical = String.join("\n", method, String.join("/", segments), String.join("&", pairs), lines, names, hex(digest(body)));
        String text = String.join("\n", "AWS4-HMAC-SHA256", date, scope, hex(digest(canonical.getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + credentials.secretAccessKey).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) key = hmac(key, part);
        String credential = credentials.accessKeyId + "/" + scope;
        sent.put("authorization", "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=" + names + ", Signature=" + hex(hmac(key, text)));
    }

    private static byte[] digest(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte each : bytes) out.append(String.format("%02x", each));
        return out.toString();
    }
}
`;
