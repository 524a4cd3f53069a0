import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.Entity;
import org.neo4j.graphdb.Label;
import org.neo4j.graphdb.Node;
import org.neo4j.graphdb.Relationship;

/** Starts the Neo4j of a folder, runs the scripts that are named, and prints the graph as JSON lines. */
class Neo4j {
    public static void main(String[] args) throws Exception {
        DatabaseManagementService dbms = new DatabaseManagementServiceBuilder(Path.of(args[0])).build();
        try {
            var db = dbms.database("neo4j");
            for (int at = 1; at < args.length; at++) {
                for (String statement : Files.readString(Path.of(args[at])).split(";\n")) {
                    db.executeTransactionally(statement);
                }
            }
            try (var tx = db.beginTx(); var nodes = tx.getAllNodes(); var edges = tx.getAllRelationships()) {
                var lines = new ArrayList<String>();
                for (Node node : nodes) {
                    var labels = new TreeSet<String>();
                    for (Label label : node.getLabels()) labels.add(label.name());
                    lines.add("{\"labels\":" + json(labels.toArray()) + ",\"properties\":" + properties(node) + "}");
                }
                for (Relationship edge : edges) {
                    lines.add("{\"from\":" + json(edge.getStartNode().getProperty("id", null)) + ",\"type\":"
                            + json(edge.getType().name()) + ",\"to\":" + json(edge.getEndNode().getProperty("id", null))
                            + ",\"properties\":" + properties(edge) + "}");
                }
                lines.sort(null);
                Files.write(Path.of(args[0], "graph.jsonl"), lines);
            }
        } finally {
            dbms.shutdown();
        }
    }

    static String properties(Entity entity) {
        var parts = new ArrayList<String>();
        for (Map.Entry<String, Object> entry : new TreeMap<>(entity.getAllProperties()).entrySet()) {
            parts.add(json(entry.getKey()) + ":" + json(entry.getValue()));
        }
        return "{" + String.join(",", parts) + "}";
    }

    static String json(Object value) {
        if (value == null) return "null";
        if (value.getClass().isArray()) {
            List<String> parts = new ArrayList<>();
            for (int at = 0; at < java.lang.reflect.Array.getLength(value); at++) {
                parts.add(json(java.lang.reflect.Array.get(value, at)));
            }
            return "[" + String.join(",", parts) + "]";
        }
        if (value instanceof Long || value instanceof Double || value instanceof Boolean) return value.toString();
        // A day is told from a text.
        if (value instanceof java.time.LocalDate) return "{\"date\":\"" + value + "\"}";
        var text = new StringBuilder("\"");
        for (char c : value.toString().toCharArray()) {
            if (c == '"' || c == '\\' || c < ' ' || c > '~') text.append(String.format("\\u%04x", (int) c));
            else text.append(c);
        }
        return text.append('"').toString();
    }
}
