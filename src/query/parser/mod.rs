//! Tokens into a tree: recursive descent for clauses and patterns, precedence climbing for
//! expressions. After an error the parser goes on at the next clause, so that one run finds all.
//!
//! Knows the grammar of openCypher 9 and what users of its relatives will type besides; must not
//! know scopes or types.

mod clause;
mod expr;
mod pattern;

use super::ast::{Expr, ExprKind, MAX_DEPTH, Mode, Name, Span, Statement};
use super::error::{Error, ErrorType, Phase};
use super::lexer::{Invalid, Token, TokenKind, lex};

/// The deepest nesting of brackets, subqueries and prefix operators.
const MAX_NESTING: u16 = 64;

/// What a rule of the grammar gives.
type Parse<T> = Result<T, Error>;

/// Reads a query. All errors of the text come together, in the order of their places.
/// O(length of the text).
pub fn parse(text: &str) -> Result<Statement, Vec<Error>> {
    let mut parser = Parser::new(text);
    match parser.statement() {
        Ok(statement) if parser.errors.is_empty() => Ok(statement),
        Ok(_) => Err(parser.errors),
        Err(error) => {
            parser.errors.push(error);
            Err(parser.errors)
        }
    }
}

/// Reads one expression, such as the value of a parameter.
pub fn parse_expression(text: &str) -> Result<Expr, Error> {
    let mut parser = Parser::new(text);
    let expr = parser.expr()?;
    match parser.kind() {
        TokenKind::End => Ok(expr),
        _ => Err(parser.unexpected("the end")),
    }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    /// For every opening bracket the index of its closing one.
    closing: Vec<Option<usize>>,
    nesting: u16,
    /// The deepest expression built since this was last set to 0.
    deepest: u16,
    errors: Vec<Error>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        let tokens = lex(text);
        Self {
            text,
            closing: match_brackets(&tokens),
            tokens,
            at: 0,
            nesting: 0,
            deepest: 0,
            errors: Vec::new(),
        }
    }

    fn statement(&mut self) -> Parse<Statement> {
        let mode = if self.eat_word("EXPLAIN") {
            Mode::Explain
        } else if self.eat_word("PROFILE") {
            Mode::Profile
        } else {
            Mode::Run
        };
        let query = self.query()?;
        self.eat(";");
        if *self.kind() != TokenKind::End {
            return Err(self.unexpected("a clause or the end of the query"));
        }
        Ok(Statement { mode, query })
    }

    // The cursor.

    fn kind(&self) -> &TokenKind {
        &self.tokens[self.at].kind
    }

    fn ahead(&self, count: usize) -> &TokenKind {
        let at = (self.at + count).min(self.tokens.len() - 1);
        &self.tokens[at].kind
    }

    fn span(&self) -> Span {
        self.tokens[self.at].span
    }

    /// The place of the token before the cursor.
    fn last_span(&self) -> Span {
        self.tokens[self.at.saturating_sub(1)].span
    }

    fn since(&self, start: Span) -> Span {
        start.to(self.last_span())
    }

    fn slice(&self, span: Span) -> &'t str {
        &self.text[span.range()]
    }

    fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn at(&self, punct: &str) -> bool {
        self.ahead_is(0, punct)
    }

    fn ahead_is(&self, count: usize, punct: &str) -> bool {
        matches!(self.ahead(count), TokenKind::Punct(found) if *found == punct)
    }

    fn eat(&mut self, punct: &str) -> bool {
        let found = self.at(punct);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, punct: &'static str) -> Parse<()> {
        if self.eat(punct) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{punct}`")))
        }
    }

    fn at_word(&self, word: &str) -> bool {
        self.word_ahead(0, word)
    }

    fn word_ahead(&self, count: usize, word: &str) -> bool {
        let at = (self.at + count).min(self.tokens.len() - 1);
        let token = &self.tokens[at];
        token.kind == TokenKind::Word && self.slice(token.span).eq_ignore_ascii_case(word)
    }

    fn at_any_word(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.at_word(word))
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        if found {
            self.advance();
        }
        found
    }

    fn expect_word(&mut self, word: &'static str) -> Parse<()> {
        if self.eat_word(word) {
            Ok(())
        } else {
            Err(self.unexpected(word))
        }
    }

    // Names.

    /// A label, type, key or function: keywords are allowed.
    fn schema_name(&mut self, what: &str) -> Parse<Name> {
        let span = self.span();
        let text = match self.kind() {
            TokenKind::Word => self.slice(span).into(),
            TokenKind::Quoted(text) => text.clone(),
            _ => return Err(self.unexpected(what)),
        };
        self.advance();
        Ok(Name { text, span })
    }

    /// A variable: a name that is no keyword, or one in backticks.
    fn variable(&mut self) -> Parse<Name> {
        if self.at_variable() {
            self.schema_name("a variable")
        } else {
            Err(self.unexpected("a variable"))
        }
    }

    fn at_variable(&self) -> bool {
        match self.kind() {
            TokenKind::Quoted(_) => true,
            TokenKind::Word => !is_reserved(self.slice(self.span())),
            _ => false,
        }
    }

    // Building.

    fn build(&mut self, kind: ExprKind, span: Span) -> Parse<Expr> {
        self.check_depth(Expr::new(kind, span))
    }

    fn check_depth(&mut self, expr: Expr) -> Parse<Expr> {
        if expr.depth() > MAX_DEPTH {
            return Err(too_deep(expr.span));
        }
        self.deepest = self.deepest.max(expr.depth());
        Ok(expr)
    }

    /// Runs a rule one level deeper.
    fn nested<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.nesting >= MAX_NESTING {
            // Everything after it would fail for the same reason.
            let error = too_deep(self.span());
            self.at = self.tokens.len() - 1;
            return Err(error);
        }
        self.nesting += 1;
        let result = rule(self);
        self.nesting -= 1;
        result
    }

    /// Runs a rule and returns the depth of the deepest expression it built.
    fn measured<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<(T, u16)> {
        let before = std::mem::take(&mut self.deepest);
        let result = rule(self);
        let inner = self.deepest;
        self.deepest = before.max(inner);
        Ok((result?, inner))
    }

    // Errors.

    /// The token at the cursor is not what the grammar allows.
    fn unexpected(&self, expected: &str) -> Error {
        let token = &self.tokens[self.at];
        let (detail, found) = match &token.kind {
            TokenKind::Invalid(Invalid::UnicodeEscape) => (
                "InvalidUnicodeLiteral",
                "an escape that names no character".to_owned(),
            ),
            TokenKind::Invalid(Invalid::FloatOverflow) => (
                "FloatingPointOverflow",
                "a number too great for a float".to_owned(),
            ),
            TokenKind::Invalid(Invalid::Unterminated) => {
                ("UnexpectedSyntax", "something without an end".to_owned())
            }
            TokenKind::Invalid(Invalid::Escape) => {
                ("UnexpectedSyntax", "an unknown escape".to_owned())
            }
            TokenKind::Invalid(Invalid::Character) | TokenKind::Dash => (
                "InvalidUnicodeCharacter",
                format!("`{}`", self.slice(token.span)),
            ),
            TokenKind::End => ("UnexpectedSyntax", "the end of the query".to_owned()),
            _ => ("UnexpectedSyntax", format!("`{}`", self.slice(token.span))),
        };
        syntax(
            detail,
            token.span,
            format!("found {found}, expected {expected}"),
        )
    }
}

/// An error of syntax.
fn syntax(detail: &'static str, span: Span, message: impl Into<String>) -> Error {
    Error::compile(ErrorType::SyntaxError, detail, span.range(), message)
}

fn too_deep(span: Span) -> Error {
    Error::new(
        ErrorType::LimitExceeded,
        Phase::CompileTime,
        "NestingTooDeep",
        "the query is nested too deeply",
    )
    .at(span.range())
}

/// Words that cannot be variables, because something begins or goes on with them.
const RESERVED: [&str; 42] = [
    "ALL",
    "AND",
    "AS",
    "ASC",
    "ASCENDING",
    "BY",
    "CASE",
    "CONTAINS",
    "CREATE",
    "DELETE",
    "DESC",
    "DESCENDING",
    "DETACH",
    "DISTINCT",
    "ELSE",
    "END",
    "ENDS",
    "EXISTS",
    "FALSE",
    "IN",
    "IS",
    "LIMIT",
    "MATCH",
    "MERGE",
    "NOT",
    "NULL",
    "ON",
    "OPTIONAL",
    "OR",
    "ORDER",
    "REMOVE",
    "RETURN",
    "SET",
    "SKIP",
    "STARTS",
    "THEN",
    "TRUE",
    "UNION",
    "UNWIND",
    "WHEN",
    "WHERE",
    "WITH",
];

/// Whether a word must stand in backticks to be a variable.
pub(in super::super) fn is_reserved(word: &str) -> bool {
    word.eq_ignore_ascii_case("XOR")
        || RESERVED
            .iter()
            .any(|reserved| reserved.eq_ignore_ascii_case(word))
}

/// For every opening bracket the index of the one that closes it, if it is of the same kind.
fn match_brackets(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut closing = vec![None; tokens.len()];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let TokenKind::Punct(punct) = token.kind else {
            continue;
        };
        match punct {
            "(" => open.push((at, ")")),
            "[" => open.push((at, "]")),
            "{" => open.push((at, "}")),
            ")" | "]" | "}" => {
                if let Some((start, wanted)) = open.pop()
                    && wanted == punct
                {
                    closing[start] = Some(at);
                }
            }
            _ => {}
        }
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, details: &[&str]) {
        let found: Vec<_> = parse(text)
            .err()
            .unwrap_or_default()
            .iter()
            .map(|error| error.detail)
            .collect();
        assert_eq!(found, details, "{text}");
    }

    #[test]
    fn one_run_finds_the_errors_of_all_clauses() {
        check(
            "MATCH (a RETURN a UNION MATCH (n) WHERE RETURN n",
            &["UnexpectedSyntax", "UnexpectedSyntax"],
        );
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let deep = |open: &str, middle: &str, close: &str| {
            format!(
                "RETURN {}{middle}{}",
                open.repeat(100_000),
                close.repeat(100_000)
            )
        };
        for query in [
            deep("(", "1", ")"),
            deep("[", "1", "]"),
            deep("{a:", "1", "}"),
            deep("NOT ", "true", ""),
            deep("- ", "1", ""),
            deep("1+", "1", ""),
            deep("1^", "1", ""),
            deep("CASE WHEN ", "true", ""),
            deep("(a {b: ", "1", "})"),
            deep("[(a)-->() | ", "1", "]"),
            deep("exists { (a {x: ", "1", "}) }"),
            deep("[x IN ", "[]", " | x]"),
            deep("a(", "1", ")"),
            format!("RETURN a{}", ".b".repeat(100_000)),
            format!("RETURN a{}", "[0]".repeat(100_000)),
            format!("RETURN a{}", " IS NULL".repeat(100_000)),
            format!("{} RETURN 1", "CALL {".repeat(100_000)),
        ] {
            let errors = parse(&query).expect_err("too deep");
            assert!(
                errors.iter().any(|error| error.detail == "NestingTooDeep"),
                "{}: {errors:?}",
                &query[..40]
            );
        }
    }

    #[test]
    fn long_chains_of_logic_and_comparison_are_flat() {
        for chain in [
            format!("RETURN true{}", " OR true".repeat(50_000)),
            format!("RETURN 1{}", " < 2".repeat(50_000)),
            format!("RETURN [1{}]", ", 2".repeat(50_000)),
        ] {
            check(&chain, &[]);
        }
    }

    #[test]
    fn wrong_literals_say_what_is_wrong() {
        check("RETURN 9223372h54775808", &["InvalidNumberLiteral"]);
        check("RETURN 9223372#54775808", &["UnexpectedSyntax"]);
        check("RETURN {1B2c3e67:1}", &["UnexpectedSyntax"]);
        check("RETURN 9223372036854775808", &["IntegerOverflow"]);
        check("RETURN -9223372036854775808", &[]);
        check("RETURN 1.34E999", &["FloatingPointOverflow"]);
        check("RETURN '\\uH'", &["InvalidUnicodeLiteral"]);
        check("RETURN 42 — 41", &["InvalidUnicodeCharacter"]);
        check(
            "MATCH (a)-[:LIKES..]->(c) RETURN c",
            &["InvalidRelationshipPattern"],
        );
        check(
            "MATCH (a)-[:LIKES*-2]->(c) RETURN c",
            &["InvalidRelationshipPattern"],
        );
    }
}
