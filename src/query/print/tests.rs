//! Printing and reading again gives the same tree.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::super::ast::*;
use super::super::parser::{parse, parse_expression};

fn check(text: &str) {
    let tree = parse(text).unwrap();
    let printed = tree.to_string();
    assert_eq!(parse(&printed).unwrap(), tree, "{printed}");
}

#[test]
fn every_clause_is_printed() {
    for text in [
        "MATCH (a:A:B {x: 1})-[r:R|S*1..2 {y: $z}]->(b)<-[]-(c)--(d)<-->(e) WHERE a.x > 1 RETURN a",
        "OPTIONAL MATCH p = (a)-[*]->(), q = shortestPath((a)-[*..3]-(b)) RETURN *",
        "UNWIND [1, 2] AS x WITH DISTINCT x AS y ORDER BY y DESC, x SKIP 1 LIMIT 2 WHERE y > 1 RETURN y",
        "CALL a.b.c(1, 'x') YIELD d AS e, f WHERE e RETURN e",
        "CALL a.b",
        "CALL a.b() YIELD *",
        "CREATE (a:`odd name` $p)-[:R]->(b) SET a.x = 1, a += {y: 2}, a = b, a:L:M",
        "MERGE (a)-[r:R]->(b) ON CREATE SET a.x = 1 ON MATCH SET a.y = 2 REMOVE a.x, b:L",
        "MATCH (a) DETACH DELETE a",
        "MATCH (a) CALL (a) { MATCH (a)-->(b) RETURN b } RETURN b",
        "CALL { RETURN 1 AS x UNION ALL RETURN 2 AS x } RETURN x",
        "FOREACH (x IN [1] | CREATE (:A {x: x}) SET x.y = 1)",
        "RETURN EXISTS { (a)-->(b) WHERE a.x }, COUNT { MATCH (a) RETURN a }, COLLECT { RETURN 1 }",
        "RETURN a {.x, .*, y: 1, z}, reduce(s = 0, x IN l | s + x), [(a)-->(b) WHERE b.x | b]",
        "RETURN CASE x WHEN 1 THEN 2 ELSE 3 END, CASE WHEN a THEN b END, `return`, $`a b`, $1",
        "EXPLAIN RETURN all(x IN l WHERE x), any(x IN l), -(1), - x, -(1).a, (-1)[0], 'a\\'\\n\\u0007'",
        "PROFILE RETURN [(x IN l)], [x IN l], (a:B):C, (a = b) = c, a = b = c, 1.0e300",
    ] {
        check(text);
    }
}

fn a_name() -> impl Strategy<Value = Name> {
    let plain = prop::sample::select(vec!["a", "b", "n", "x1", "_y", "é"]);
    let odd = prop::sample::select(vec![
        "MATCH", "a b", "with", "`", "count", "exists", "1a", "all",
    ]);
    prop_oneof![4 => plain, 1 => odd].prop_map(|text| Name {
        text: Arc::from(text),
        span: Span::default(),
    })
}

fn made(kind: ExprKind) -> Expr {
    Expr::new(kind, Span::default())
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        Just(ExprKind::Null),
        any::<bool>().prop_map(ExprKind::Bool),
        any::<i64>().prop_map(ExprKind::Int),
        (0.0..1e300_f64).prop_map(ExprKind::Float),
        any::<String>().prop_map(|text| ExprKind::Text(text.into())),
        a_name().prop_map(ExprKind::Parameter),
        a_name().prop_map(ExprKind::Variable),
        Just(ExprKind::CountStar),
    ]
    .prop_map(made)
}

fn boxed(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Box<Expr>> + Clone {
    inner.prop_map(Box::new)
}

fn a_binary() -> impl Strategy<Value = BinaryOp> {
    prop::sample::select(vec![
        BinaryOp::Add,
        BinaryOp::Subtract,
        BinaryOp::Multiply,
        BinaryOp::Divide,
        BinaryOp::Modulo,
        BinaryOp::Power,
        BinaryOp::In,
        BinaryOp::StartsWith,
        BinaryOp::EndsWith,
        BinaryOp::Contains,
        BinaryOp::Matches,
    ])
}

fn a_compare() -> impl Strategy<Value = CompareOp> {
    prop::sample::select(vec![
        CompareOp::Equal,
        CompareOp::NotEqual,
        CompareOp::Less,
        CompareOp::LessOrEqual,
        CompareOp::Greater,
        CompareOp::GreaterOrEqual,
    ])
}

fn a_map(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Expr> {
    vec((a_name(), inner), 0..3).prop_map(|entries| made(ExprKind::Map(entries)))
}

fn a_node(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = NodePattern> {
    (
        option::of(a_name()),
        vec(a_name(), 0..2),
        option::of(a_map(inner)),
    )
        .prop_map(|(variable, labels, properties)| NodePattern {
            variable,
            labels,
            properties,
            span: Span::default(),
        })
}

fn a_relationship(
    inner: impl Strategy<Value = Expr> + Clone,
) -> impl Strategy<Value = RelationshipPattern> {
    let arrow = prop::sample::select(vec![Arrow::Left, Arrow::Right, Arrow::Neither, Arrow::Both]);
    let length = (option::of(0..5_u32), option::of(0..5_u32));
    let length = length.prop_map(|(min, max)| Length { min, max });
    (
        option::of(a_name()),
        vec(a_name(), 0..3),
        option::of(length),
        option::of(a_map(inner)),
        arrow,
    )
        .prop_map(|(variable, types, length, properties, direction)| {
            // `*3..3` reads as `*3`, which is the same.
            RelationshipPattern {
                variable,
                types,
                length,
                properties,
                direction,
                span: Span::default(),
            }
        })
}

fn a_path(
    inner: impl Strategy<Value = Expr> + Clone,
    steps: std::ops::Range<usize>,
) -> impl Strategy<Value = PathPattern> {
    let step = (a_relationship(inner.clone()), a_node(inner.clone()))
        .prop_map(|(relationship, node)| Step { relationship, node });
    (a_node(inner), vec(step, steps)).prop_map(|(start, steps)| PathPattern {
        variable: None,
        shortest: None,
        start,
        steps,
        span: Span::default(),
    })
}

fn an_expr() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(4, 40, 4, |inner| {
        let b = || boxed(inner.clone());
        let unary = prop::sample::select(vec![
            UnaryOp::Not,
            UnaryOp::Minus,
            UnaryOp::Plus,
            UnaryOp::IsNull,
            UnaryOp::IsNotNull,
        ]);
        let logical = prop::sample::select(vec![LogicalOp::And, LogicalOp::Or, LogicalOp::Xor]);
        let quantifier = prop::sample::select(vec![
            Quantifier::All,
            Quantifier::Any,
            Quantifier::None,
            Quantifier::Single,
        ]);
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(ExprKind::List),
            vec((a_name(), inner.clone()), 0..3).prop_map(ExprKind::Map),
            (b(), a_name()).prop_map(|(base, key)| ExprKind::Property(base, key)),
            (b(), b()).prop_map(|(base, index)| ExprKind::Index(base, index)),
            (b(), option::of(b()), option::of(b())).prop_map(|(a, b, c)| ExprKind::Slice(a, b, c)),
            (b(), vec(a_name(), 1..3)).prop_map(|(base, labels)| ExprKind::HasLabels(base, labels)),
            (unary, b()).prop_map(|(op, operand)| match (op, &operand.kind) {
                // The parser makes one number of a minus and an integer.
                (UnaryOp::Minus, ExprKind::Int(_)) => ExprKind::Unary(UnaryOp::Plus, operand),
                _ => ExprKind::Unary(op, operand),
            }),
            (a_binary(), b(), b()).prop_map(|(op, a, b)| ExprKind::Binary(op, a, b)),
            (logical, vec(inner.clone(), 2..4)).prop_map(|(op, all)| ExprKind::Logical(op, all)),
            (b(), vec((a_compare(), inner.clone()), 1..3))
                .prop_map(|(first, rest)| ExprKind::Comparison(first, rest)),
            (
                option::of(b()),
                vec((inner.clone(), inner.clone()), 1..3),
                option::of(b())
            )
                .prop_map(|(subject, branches, otherwise)| ExprKind::Case {
                    subject,
                    branches,
                    otherwise
                }),
            (any::<bool>(), vec(inner.clone(), 0..3)).prop_map(|(distinct, arguments)| {
                ExprKind::Function {
                    name: Name {
                        text: "a.toUpper".into(),
                        span: Span::default(),
                    },
                    distinct,
                    arguments,
                }
            }),
            (a_name(), b(), option::of(b()), option::of(b())).prop_map(
                |(variable, list, condition, projection)| ExprKind::ListComprehension {
                    variable,
                    list,
                    condition,
                    projection
                }
            ),
            (quantifier, a_name(), b(), option::of(b())).prop_map(
                |(kind, variable, list, condition)| ExprKind::Quantifier {
                    kind,
                    variable,
                    list,
                    condition
                }
            ),
            (a_name(), b(), a_name(), b(), b()).prop_map(
                |(accumulator, initial, variable, list, step)| ExprKind::Reduce {
                    accumulator,
                    initial,
                    variable,
                    list,
                    step
                }
            ),
            (a_path(inner.clone(), 1..3), option::of(b()), b()).prop_map(
                |(path, condition, projection)| ExprKind::PatternComprehension {
                    path: Box::new(path),
                    condition,
                    projection
                }
            ),
            a_path(inner.clone(), 1..3).prop_map(|path| ExprKind::Pattern(Box::new(path))),
        ]
        .prop_map(made)
    })
}

proptest! {
    #[test]
    fn expressions_read_as_they_were(expr in an_expr()) {
        let printed = expr.to_string();
        prop_assert_eq!(parse_expression(&printed), Ok(expr), "{}", printed);
    }

    #[test]
    fn no_text_breaks_the_parser(text in ".{0,80}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_words_break_the_parser(words in vec(prop::sample::select(vec![
        "MATCH", "(", ")", "[", "]", "{", "}", "RETURN", "a", "-", "->", "<", ":", "*", "1", "..",
        "WITH", "WHERE", "|", "IN", ",", "EXISTS", "COUNT", "=", "'", "CALL", "AS", "$", "ON", "SET",
        "UNION", "NOT", "CASE", "WHEN", "END", "FOREACH", "DELETE", "`", "//", "/*", "NULL", "IS",
    ]), 0..40)) {
        let _ = parse(&words.join(" "));
    }
}
