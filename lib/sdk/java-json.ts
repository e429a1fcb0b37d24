/** JSON for Java, which has none. */
export const javaJson = String.raw`import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads and writes JSON, and reads its values as Java's. */
public final class Json {
    private static final int DEPTH_MAX = 500;
    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    public static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skip();
        if (json.at < text.length()) throw json.wrong();
        return value;
    }

    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    public static String text(Object value) {
        return value == null ? null : String.valueOf(value);
    }

    public static Long integer(Object value) {
        return value instanceof Number ? ((Number) value).longValue() : null;
    }

    public static Double number(Object value) {
        return value instanceof Number ? ((Number) value).doubleValue() : null;
    }

    public static Boolean flag(Object value) {
        return value instanceof Boolean ? (Boolean) value : null;
    }

    public static <T> List<T> list(Object value, Function<Object, T> item) {
        if (!(value instanceof Collection)) return null;
        List<T> items = new ArrayList<>();
        for (Object each : (Collection<?>) value) items.add(item.apply(each));
        return items;
    }

    public static <T> Map<String, T> map(Object value, Function<Object, T> item) {
        Map<?, ?> found = value instanceof JsonObject ? ((JsonObject) value).toMap() : value instanceof Map ? (Map<?, ?>) value : null;
        if (found == null) return null;
        Map<String, T> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> each : found.entrySet()) members.put(String.valueOf(each.getKey()), item.apply(each.getValue()));
        return members;
    }

    public static <T> T object(Object value, Function<Map<String, Object>, T> make) {
        Map<String, Object> members = map(value, each -> each);
        return members == null ? null : make.apply(members);
    }

    private static void append(StringBuilder out, Object value) {
        if (value instanceof JsonObject) append(out, ((JsonObject) value).toMap());
        else if (value instanceof Map) appendMembers(out, (Map<?, ?>) value);
        else if (value instanceof Collection) appendItems(out, (Collection<?>) value);
        else if (value == null || value instanceof Number || value instanceof Boolean) out.append(value);
        else appendText(out, String.valueOf(value));
    }

    private static void appendMembers(StringBuilder out, Map<?, ?> members) {
        String mark = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(mark);
            appendText(out, String.valueOf(member.getKey()));
            out.append(':');
            append(out, member.getValue());
            mark = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void appendItems(StringBuilder out, Collection<?> items) {
        String mark = "[";
        for (Object item : items) {
            out.append(mark);
            append(out, item);
            mark = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
    }

    private static void appendText(StringBuilder out, String value) {
        out.append('"');
        for (char unit : value.toCharArray()) {
            if (unit == '"' || unit == '\\') out.append('\\').append(unit);
            else if (unit < ' ') out.append(String.format("\\%c%04x", 'u', (int) unit));
            else out.append(unit);
        }
        out.append('"');
    }

    private Object value() {
        skip();
        if (at >= text.length() || ++depth > DEPTH_MAX) throw wrong();
        char first = text.charAt(at);
        Object value = first == '{' ? members() : first == '[' ? items() : first == '"' ? string() : word();
        depth--;
        return value;
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        if (next('}')) return members;
        do {
            skip();
            String name = string();
            if (!next(':')) throw wrong();
            members.put(name, value());
        } while (next(','));
        if (!next('}')) throw wrong();
        return members;
    }

    private List<Object> items() {
        List<Object> items = new ArrayList<>();
        at++;
        if (next(']')) return items;
        do items.add(value());
        while (next(','));
        if (!next(']')) throw wrong();
        return items;
    }

    private String string() {
        if (at >= text.length() || text.charAt(at) != '"') throw wrong();
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) out.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
        if (at++ >= text.length()) throw wrong();
        return out.toString();
    }

    private char escaped() {
        if (++at >= text.length()) throw wrong();
        char mark = text.charAt(at);
        if (mark == 'u') {
            if (at + 4 >= text.length()) throw wrong();
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        int known = "bfnrt".indexOf(mark);
        return known < 0 ? mark : "\b\f\n\r\t".charAt(known);
    }

    private Object word() {
        int start = at;
        while (at < text.length() && "+-.".indexOf(text.charAt(at)) + 1 + (Character.isLetterOrDigit(text.charAt(at)) ? 1 : 0) > 0) at++;
        String word = text.substring(start, at);
        if (word.equals("null")) return null;
        if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
        try {
            if (word.matches("-?\\d{1,18}")) return Long.valueOf(word);
            return Double.valueOf(word);
        } catch (NumberFormatException cause) {
            throw wrong();
        }
    }

    private boolean next(char wanted) {
        skip();
        boolean is = at < text.length() && text.charAt(at) == wanted;
        if (is) at++;
        return is;
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("This is no JSON at position " + at + ".");
    }
}
`;
