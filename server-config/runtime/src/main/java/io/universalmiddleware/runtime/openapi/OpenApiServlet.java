package io.universalmiddleware.runtime.openapi;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Answers {@code GET /openapi} with the API's description, as YAML or, by {@code Accept} or {@code ?format=JSON}, as JSON.
 *
 * <p>The build makes it of the resources' annotations. The server would make it of a model of every class of every library at
 * the first request, for which a heap of half a gigabyte is too small.
 */
@WebServlet("/openapi")
public class OpenApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean json = wantsJson(request);
        response.setContentType(json ? "application/json" : "application/yaml;charset=UTF-8");
        response.setHeader("Vary", "Accept");
        try (InputStream document = document("/META-INF/openapi." + (json ? "json" : "yaml"))) {
            document.transferTo(response.getOutputStream());
        }
    }

    private InputStream document(String name) throws IOException {
        InputStream document = getServletContext().getResourceAsStream("/WEB-INF/classes" + name);
        if (document == null) {
            throw new FileNotFoundException(name + " is not in the archive");
        }
        return document;
    }

    private static boolean wantsJson(HttpServletRequest request) {
        String format = request.getParameter("format");
        String accept = request.getHeader("Accept");
        return format == null ? accept != null && accept.contains("application/json") : format.equalsIgnoreCase("json");
    }
}
