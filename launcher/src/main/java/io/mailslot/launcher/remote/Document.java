package io.mailslot.launcher.remote;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mailslot.api.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a bridge has answered as JSON. What is not there is empty, or zero: a bridge of another version may tell less. */
record Document(Map<String, Object> values) {
    static Document of(RemoteContext context, String json) {
        try {
            return new Document(JSON.std.mapFrom(json));
        } catch (IOException noJson) {
            throw context.failure(
                    ErrorCode.REVISION_MISMATCH,
                    "what the bridge answered is no JSON: have it and this command of one version");
        }
    }

    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    long number(String name) {
        return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Document object(String name) {
        return inner(values.get(name));
    }

    List<Document> list(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(Document::inner).toList()
                : List.of();
    }

    List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Document inner(Object value) {
        return new Document(value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
    }
}
