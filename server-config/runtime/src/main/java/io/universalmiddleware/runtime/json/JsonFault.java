package io.universalmiddleware.runtime.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a JSON document, for its sender: where, and what was expected; never a class name. */
public final class JsonFault {
    private JsonFault() {}

    /** The problem with the document that could not be read. */
    public static Problem problem(JsonProcessingException fault) {
        if (fault instanceof JsonMappingException mapping && isAboutContent(mapping)) {
            return Problem.of(
                    ProblemType.INVALID_REQUEST,
                    "The body does not have the expected form.",
                    List.of(new Violation(pointer(mapping), message(mapping))));
        }
        return Problem.of(
                ProblemType.MALFORMED_REQUEST, "The body is not valid JSON" + where(fault.getLocation()) + '.');
    }

    private static boolean isAboutContent(JsonMappingException mapping) {
        return mapping instanceof MismatchedInputException || !mapping.getPath().isEmpty();
    }

    private static String message(JsonMappingException mapping) {
        if (mapping instanceof UnrecognizedPropertyException) {
            return "no such property";
        }
        if (mapping instanceof InvalidFormatException format) {
            return "not a valid " + name(format.getTargetType());
        }
        if (mapping instanceof MismatchedInputException mismatch) {
            return "expected " + name(mismatch.getTargetType());
        }
        return "not valid";
    }

    private static String name(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type == String.class) {
            return "text";
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return "list";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive() && type != boolean.class) {
            return "number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (java.time.temporal.Temporal.class.isAssignableFrom(type)) {
            return "ISO 8601 time";
        }
        return type == java.util.UUID.class ? "UUID" : "object";
    }

    private static String pointer(JsonMappingException mapping) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            String name = step.getFieldName();
            pointer.append('/')
                    .append(
                            name == null
                                    ? step.getIndex()
                                    : name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
