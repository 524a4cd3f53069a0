//! Errors of meaning, by the detail that comes first.

use super::super::parser::parse;
use super::super::procedures::{Registry, Signature};
use super::bind;

fn check(detail: &str, texts: &[&str]) {
    let mut registry = Registry::standard();
    let signature = "p.add(a :: INTEGER?, b :: FLOAT?) :: (sum :: FLOAT?)";
    registry.add_table(Signature::parse(signature).unwrap(), Vec::new());
    for text in texts {
        let statement = parse(text).unwrap();
        let found = bind(text, &statement.query, &registry)
            .err()
            .map_or("", |errors| errors[0].detail);
        assert_eq!(found, detail, "{text}");
    }
}

#[test]
fn right_queries_bind() {
    check(
        "",
        &[
            "MATCH (a)-[r]->(b) WITH a, count(r) AS n WHERE n > 1 RETURN a.x + n AS y ORDER BY n, a.y",
            "MATCH (a) RETURN a.x AS x, count(*) ORDER BY a.x + count(*)",
            "MATCH (a) WITH DISTINCT a.x AS x ORDER BY a.x RETURN x",
            "MATCH (a) CALL (a) { RETURN a.x AS x } RETURN x",
            "WITH null AS a MATCH (a)-->(b) RETURN b",
            "MATCH (a) RETURN [x IN [1] | x + a.y], [(a)-->(b) | b.x], a {.x}",
            "UNWIND [1] AS x MERGE (a {x: x}) ON CREATE SET a.y = x RETURN a",
        ],
    );
}

#[test]
fn names_mean_one_thing() {
    check(
        "UndefinedVariable",
        &[
            "RETURN x",
            "MATCH (a) WITH a.x AS y RETURN a",
            "MATCH (a) RETURN [x IN [1] | x] + x",
            "MATCH (a) WHERE (a)-->(b) RETURN a",
            "MATCH (a) CALL { RETURN a.x AS x } RETURN x",
            "MATCH (a) RETURN DISTINCT a.x ORDER BY a.y",
        ],
    );
    check(
        "VariableAlreadyBound",
        &[
            "MATCH (a) CREATE (a)",
            "MATCH (a) UNWIND [1] AS a RETURN a",
            "MATCH (p), p = (a)-->() RETURN p",
            "MATCH (a) CALL { RETURN 1 AS a } RETURN a",
        ],
    );
    check(
        "VariableTypeConflict",
        &[
            "WITH 1 AS a MATCH (a) RETURN a",
            "MATCH (a)-[r]->(r) RETURN r",
        ],
    );
    check(
        "ColumnNameConflict",
        &["RETURN 1 AS a, 2 AS a", "MATCH (a) RETURN *, 1 AS a"],
    );
    check("NoExpressionAlias", &["WITH 1 + 1 RETURN 2 AS x"]);
    check("NoVariablesInScope", &["MATCH () RETURN *"]);
}

#[test]
fn aggregates_stand_where_rows_are_grouped() {
    check(
        "InvalidAggregation",
        &[
            "MATCH (a) WHERE count(a) > 1 RETURN a",
            "MATCH (a) RETURN a ORDER BY count(a)",
            "UNWIND collect(1) AS x RETURN x",
        ],
    );
    check("NestedAggregation", &["MATCH (a) RETURN sum(count(a))"]);
    check(
        "AmbiguousAggregationExpression",
        &[
            "MATCH (a) RETURN a.x + count(*)",
            "MATCH (a), (b) RETURN a.x + b.x, a.x + b.x + count(*)",
        ],
    );
}

#[test]
fn values_have_types_before_they_are_there() {
    check(
        "InvalidArgumentType",
        &[
            "RETURN 1 AND true",
            "RETURN 1 IN 2",
            "MATCH (a) WHERE (a) RETURN a",
            "MATCH (a) DELETE 1",
            "RETURN 1 AS x LIMIT 1.5",
            "WITH 1 AS x RETURN x.y",
            "MATCH p = ()-->() RETURN p.x",
            "RETURN any(x IN ['a'] WHERE x % 2 = 0)",
            "CALL p.add('a', 1)",
        ],
    );
    check("NegativeIntegerArgument", &["RETURN 1 AS x SKIP -1"]);
    check(
        "NonConstantExpression",
        &["MATCH (a) RETURN a LIMIT a.x", "RETURN count(rand())"],
    );
}

#[test]
fn what_is_written_is_whole() {
    check(
        "NoSingleRelationshipType",
        &["CREATE ()-->()", "CREATE ()-[:A|B]->()"],
    );
    check("RequiresDirectedRelationship", &["CREATE ()-[:A]-()"]);
    check("CreatingVarLength", &["CREATE ()-[:A*2]->()"]);
    check("InvalidDelete", &["MATCH (a) DELETE a:A"]);
    check(
        "InvalidParameterUse",
        &["MATCH (a $p) RETURN a", "MERGE (a $p) RETURN a"],
    );
    check(
        "RelationshipUniquenessViolation",
        &["MATCH ()-[r]->()-[r]->() RETURN r"],
    );
}

#[test]
fn clauses_follow_each_other() {
    check(
        "InvalidClauseComposition",
        &[
            "MATCH (a)",
            "RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a",
            "MATCH (a) WHERE EXISTS { MATCH (a) SET a.x = 1 } RETURN a",
            "RETURN 1 AS a RETURN 2 AS b",
        ],
    );
    check(
        "DifferentColumnsInUnion",
        &["RETURN 1 AS a UNION RETURN 2 AS b"],
    );
}

#[test]
fn functions_and_procedures_are_known() {
    check("UnknownFunction", &["RETURN nothing(1)"]);
    check(
        "InvalidNumberOfArguments",
        &["RETURN toUpper()", "CALL p.add(1)", "RETURN count()"],
    );
    check("ProcedureNotFound", &["CALL p.nothing()"]);
    check(
        "InvalidArgumentPassingMode",
        &["CALL p.add YIELD sum RETURN sum"],
    );
    check(
        "UnexpectedSyntax",
        &[
            "CALL p.add(1, 2) YIELD * RETURN 1 AS x",
            "MATCH (a) RETURN (a)-->()",
        ],
    );
}
