//! Expressions, by precedence climbing.

use super::super::ast::{
    BinaryOp, Clause, CompareOp, Expr, ExprKind, LogicalOp, MapItem, Name, Quantifier, Query,
    SingleQuery, Span, Subquery, UnaryOp,
};
use super::super::lexer::{Invalid, TokenKind};
use super::{Parse, Parser, is_reserved, syntax};

/// How tightly operators bind, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Predicate,
    Sum,
    Product,
    Power,
    Unary,
}

impl Level {
    fn tighter(self) -> Self {
        match self {
            Self::Or => Self::Xor,
            Self::Xor => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Comparison,
            Self::Comparison => Self::Predicate,
            Self::Predicate => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Power,
            Self::Power | Self::Unary => Self::Unary,
        }
    }
}

/// An operator that follows its first operand.
enum Infix {
    Logical(LogicalOp),
    Compare(CompareOp),
    Binary(BinaryOp),
    IsNull,
    IsNotNull,
}

impl Parser<'_> {
    pub(super) fn expr(&mut self) -> Parse<Expr> {
        self.nested(|parser| parser.climb(Level::Or))
    }

    fn climb(&mut self, min: Level) -> Parse<Expr> {
        let mut left = self.prefix()?;
        while let Some((infix, level, words)) = self.infix() {
            if level < min {
                break;
            }
            let start = left.span;
            let kind = match infix {
                Infix::Logical(op) => {
                    let mut operands = vec![left];
                    while self.eat_logical(op) {
                        operands.push(self.climb(level.tighter())?);
                    }
                    ExprKind::Logical(op, operands)
                }
                Infix::Compare(_) => {
                    let mut rest = Vec::new();
                    while let Some((Infix::Compare(op), ..)) = self.infix() {
                        self.advance();
                        rest.push((op, self.climb(level.tighter())?));
                    }
                    ExprKind::Comparison(Box::new(left), rest)
                }
                Infix::Binary(op) => {
                    self.at += words;
                    let right = self.climb(level.tighter())?;
                    ExprKind::Binary(op, Box::new(left), Box::new(right))
                }
                Infix::IsNull | Infix::IsNotNull => {
                    self.at += words;
                    let op = match infix {
                        Infix::IsNull => UnaryOp::IsNull,
                        _ => UnaryOp::IsNotNull,
                    };
                    ExprKind::Unary(op, Box::new(left))
                }
            };
            let span = self.since(start);
            left = self.build(kind, span)?;
        }
        Ok(left)
    }

    fn eat_logical(&mut self, op: LogicalOp) -> bool {
        self.eat_word(match op {
            LogicalOp::Or => "OR",
            LogicalOp::Xor => "XOR",
            LogicalOp::And => "AND",
        })
    }

    /// The operator at the cursor, its level and its number of tokens.
    fn infix(&self) -> Option<(Infix, Level, usize)> {
        use BinaryOp as B;
        use CompareOp as C;
        use LogicalOp as L;
        let (infix, level, words) = match self.kind() {
            TokenKind::Punct(punct) => match *punct {
                "=" => (Infix::Compare(C::Equal), Level::Comparison, 1),
                "<>" => (Infix::Compare(C::NotEqual), Level::Comparison, 1),
                "<" => (Infix::Compare(C::Less), Level::Comparison, 1),
                "<=" => (Infix::Compare(C::LessOrEqual), Level::Comparison, 1),
                ">" => (Infix::Compare(C::Greater), Level::Comparison, 1),
                ">=" => (Infix::Compare(C::GreaterOrEqual), Level::Comparison, 1),
                "=~" => (Infix::Binary(B::Matches), Level::Predicate, 1),
                "+" => (Infix::Binary(B::Add), Level::Sum, 1),
                "-" => (Infix::Binary(B::Subtract), Level::Sum, 1),
                "*" => (Infix::Binary(B::Multiply), Level::Product, 1),
                "/" => (Infix::Binary(B::Divide), Level::Product, 1),
                "%" => (Infix::Binary(B::Modulo), Level::Product, 1),
                "^" => (Infix::Binary(B::Power), Level::Power, 1),
                _ => return None,
            },
            TokenKind::Word => {
                let then = |word: &str| self.word_ahead(1, word);
                if self.at_word("OR") {
                    (Infix::Logical(L::Or), Level::Or, 1)
                } else if self.at_word("XOR") {
                    (Infix::Logical(L::Xor), Level::Xor, 1)
                } else if self.at_word("AND") {
                    (Infix::Logical(L::And), Level::And, 1)
                } else if self.at_word("IN") {
                    (Infix::Binary(B::In), Level::Predicate, 1)
                } else if self.at_word("CONTAINS") {
                    (Infix::Binary(B::Contains), Level::Predicate, 1)
                } else if self.at_word("STARTS") && then("WITH") {
                    (Infix::Binary(B::StartsWith), Level::Predicate, 2)
                } else if self.at_word("ENDS") && then("WITH") {
                    (Infix::Binary(B::EndsWith), Level::Predicate, 2)
                } else if self.at_word("IS") && then("NULL") {
                    (Infix::IsNull, Level::Predicate, 2)
                } else if self.at_word("IS") && then("NOT") && self.word_ahead(2, "NULL") {
                    (Infix::IsNotNull, Level::Predicate, 3)
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        Some((infix, level, words))
    }

    /// `NOT`, signs, and what follows them.
    fn prefix(&mut self) -> Parse<Expr> {
        let start = self.span();
        if self.eat_word("NOT") {
            let operand = self.nested(|parser| parser.climb(Level::Not))?;
            let span = self.since(start);
            return self.build(ExprKind::Unary(UnaryOp::Not, Box::new(operand)), span);
        }
        if self.at("-")
            && let TokenKind::Int(value) = *self.ahead(1)
        {
            self.advance();
            self.advance();
            let span = self.since(start);
            let negative = value.and_then(|value| 0_i64.checked_sub_unsigned(value));
            let literal =
                self.build(ExprKind::Int(negative.ok_or_else(|| overflow(span))?), span)?;
            return self.postfix(literal);
        }
        let op = match self.kind() {
            TokenKind::Punct("-") => UnaryOp::Minus,
            TokenKind::Punct("+") => UnaryOp::Plus,
            _ => return self.postfix_expr(),
        };
        self.advance();
        let operand = self.nested(Self::prefix)?;
        let span = self.since(start);
        self.build(ExprKind::Unary(op, Box::new(operand)), span)
    }

    /// An atom with properties, elements and labels taken from it.
    pub(super) fn postfix_expr(&mut self) -> Parse<Expr> {
        let atom = self.atom()?;
        self.postfix(atom)
    }

    fn postfix(&mut self, mut base: Expr) -> Parse<Expr> {
        let start = base.span;
        loop {
            let kind = if self.eat(".") {
                let key = self.schema_name("the name of a property")?;
                ExprKind::Property(Box::new(base), key)
            } else if self.at("[") {
                self.subscript(base)?
            } else if self.at(":") {
                let mut labels = Vec::new();
                while self.eat(":") {
                    labels.push(self.schema_name("a label")?);
                }
                ExprKind::HasLabels(Box::new(base), labels)
            } else {
                return Ok(base);
            };
            let span = self.since(start);
            base = self.build(kind, span)?;
        }
    }

    fn subscript(&mut self, base: Expr) -> Parse<ExprKind> {
        self.expect("[")?;
        let mut from = None;
        if !self.at("..") {
            let index = self.expr()?;
            if self.eat("]") {
                return Ok(ExprKind::Index(Box::new(base), Box::new(index)));
            }
            from = Some(Box::new(index));
        }
        if !self.at("..") {
            return Err(self.unexpected("`]` or `..`"));
        }
        self.advance();
        let mut to = None;
        if !self.at("]") {
            to = Some(Box::new(self.expr()?));
        }
        self.expect("]")?;
        Ok(ExprKind::Slice(Box::new(base), from, to))
    }

    fn atom(&mut self) -> Parse<Expr> {
        let start = self.span();
        let literal = match self.kind() {
            TokenKind::Int(value) => {
                let value = value.and_then(|value| i64::try_from(value).ok());
                ExprKind::Int(value.ok_or_else(|| overflow(start))?)
            }
            TokenKind::Float(value) => ExprKind::Float(*value),
            TokenKind::Text(text) => ExprKind::Text(text.clone()),
            TokenKind::Invalid(Invalid::Number) => {
                return Err(syntax(
                    "InvalidNumberLiteral",
                    start,
                    format!("`{}` is no number", self.slice(start)),
                ));
            }
            TokenKind::Punct("$") => return self.parameter(),
            TokenKind::Punct("[") => return self.bracketed(),
            TokenKind::Punct("(") => return self.parenthesized(),
            TokenKind::Punct("{") => {
                let entries = self.map_entries()?;
                let span = self.since(start);
                return self.build(ExprKind::Map(entries), span);
            }
            TokenKind::Word | TokenKind::Quoted(_) => return self.word(),
            _ => return Err(self.unexpected("an expression")),
        };
        self.advance();
        self.build(literal, start)
    }

    pub(super) fn parameter(&mut self) -> Parse<Expr> {
        let start = self.span();
        self.expect("$")?;
        let name = match self.kind() {
            TokenKind::Int(_) => {
                let span = self.span();
                self.advance();
                Name {
                    text: self.slice(span).into(),
                    span,
                }
            }
            _ => self.schema_name("the name of a parameter")?,
        };
        let span = self.since(start);
        self.build(ExprKind::Parameter(name), span)
    }

    /// `{key: value, …}`
    pub(super) fn map_entries(&mut self) -> Parse<Vec<(Name, Expr)>> {
        self.expect("{")?;
        let mut entries = Vec::new();
        if !self.at("}") {
            entries = self.comma_separated(|parser| {
                let key = parser.schema_name("a key")?;
                parser.expect(":")?;
                Ok((key, parser.expr()?))
            })?;
        }
        self.expect("}")?;
        Ok(entries)
    }

    fn parenthesized(&mut self) -> Parse<Expr> {
        if self.at_relationships() {
            let start = self.span();
            let (path, inner) = self.measured(Self::path_element)?;
            let kind = ExprKind::Pattern(Box::new(path));
            return self.check_depth(Expr::around(kind, self.since(start), inner));
        }
        self.expect("(")?;
        let expr = self.expr()?;
        self.expect(")")?;
        Ok(expr)
    }

    /// A list, a list comprehension or a pattern comprehension.
    fn bracketed(&mut self) -> Parse<Expr> {
        let start = self.span();
        self.expect("[")?;
        let named_path = self.at_variable()
            && self.ahead_is(1, "=")
            && self.relationships_from((self.at + 2).min(self.tokens.len() - 1));
        let kind = if named_path || self.at_relationships() {
            let (kind, inner) =
                self.measured(|parser| parser.nested(Self::pattern_comprehension))?;
            self.expect("]")?;
            return self.check_depth(Expr::around(kind, self.since(start), inner));
        } else if self.at_variable() && self.word_ahead(1, "IN") {
            let variable = self.variable()?;
            self.advance();
            let list = self.expr()?;
            let condition = self.where_condition()?;
            let projection = self.eat("|").then(|| self.expr()).transpose()?;
            if condition.is_none() && projection.is_none() && !self.at("]") {
                // `[x IN list, …]` is a list of truth values.
                return self.list_after(start, &variable, list);
            }
            ExprKind::ListComprehension {
                variable,
                list: Box::new(list),
                condition: condition.map(Box::new),
                projection: projection.map(Box::new),
            }
        } else if self.at("]") {
            ExprKind::List(Vec::new())
        } else {
            ExprKind::List(self.comma_separated(Self::expr)?)
        };
        self.expect("]")?;
        let span = self.since(start);
        self.build(kind, span)
    }

    fn list_after(&mut self, start: Span, variable: &Name, list: Expr) -> Parse<Expr> {
        let span = variable.span.to(list.span);
        let left = Expr::new(ExprKind::Variable(variable.clone()), variable.span);
        let first = self.build(
            ExprKind::Binary(BinaryOp::In, Box::new(left), Box::new(list)),
            span,
        )?;
        let mut items = vec![first];
        while self.eat(",") {
            items.push(self.expr()?);
        }
        self.expect("]")?;
        let span = self.since(start);
        self.build(ExprKind::List(items), span)
    }

    fn pattern_comprehension(&mut self) -> Parse<ExprKind> {
        let start = self.span();
        let mut variable = None;
        if self.ahead_is(1, "=") {
            variable = Some(self.variable()?);
            self.advance();
        }
        let mut path = self.path_element()?;
        path.variable = variable;
        path.span = self.since(start);
        let condition = self.where_condition()?;
        self.expect("|")?;
        let projection = self.expr()?;
        Ok(ExprKind::PatternComprehension {
            path: Box::new(path),
            condition: condition.map(Box::new),
            projection: Box::new(projection),
        })
    }

    /// Everything that begins with a name.
    fn word(&mut self) -> Parse<Expr> {
        let start = self.span();
        if *self.kind() == TokenKind::Word {
            if let Some(kind) = self.keyword()? {
                let span = self.since(start);
                return self.build(kind, span);
            }
            if let Some(expr) = self.subquery()? {
                return Ok(expr);
            }
            if let Some(shortest) = self.shortest_ahead() {
                let (path, inner) =
                    self.measured(|parser| parser.nested(|parser| parser.shortest_path(shortest)))?;
                let kind = ExprKind::Pattern(Box::new(path));
                return self.check_depth(Expr::around(kind, self.since(start), inner));
            }
        }
        let kind = if let Some(dots) = self.function_ahead() {
            self.function(dots)?
        } else if !self.at_variable() {
            return Err(self.unexpected("an expression"));
        } else if self.ahead_is(1, "{") {
            let variable = self.variable()?;
            ExprKind::MapProjection(variable, self.nested(Self::map_projection)?)
        } else {
            ExprKind::Variable(self.variable()?)
        };
        let span = self.since(start);
        self.build(kind, span)
    }

    fn keyword(&mut self) -> Parse<Option<ExprKind>> {
        let literal = if self.at_word("NULL") {
            ExprKind::Null
        } else if self.at_word("TRUE") {
            ExprKind::Bool(true)
        } else if self.at_word("FALSE") {
            ExprKind::Bool(false)
        } else if self.at_word("CASE") {
            return self.nested(Self::case).map(Some);
        } else {
            return Ok(None);
        };
        self.advance();
        Ok(Some(literal))
    }

    fn case(&mut self) -> Parse<ExprKind> {
        self.expect_word("CASE")?;
        let mut subject = None;
        if !self.at_word("WHEN") {
            subject = Some(Box::new(self.expr()?));
        }
        let mut branches = Vec::new();
        while self.eat_word("WHEN") {
            let when = self.expr()?;
            self.expect_word("THEN")?;
            branches.push((when, self.expr()?));
        }
        if branches.is_empty() {
            return Err(self.unexpected("WHEN"));
        }
        let mut otherwise = None;
        if self.eat_word("ELSE") {
            otherwise = Some(Box::new(self.expr()?));
        }
        self.expect_word("END")?;
        Ok(ExprKind::Case {
            subject,
            branches,
            otherwise,
        })
    }

    /// `EXISTS { … }`, `COUNT { … }`, `COLLECT { … }`
    fn subquery(&mut self) -> Parse<Option<Expr>> {
        if !self.ahead_is(1, "{") {
            return Ok(None);
        }
        let kind = if self.at_word("EXISTS") {
            Subquery::Exists
        } else if self.at_word("COUNT") {
            Subquery::Count
        } else if self.at_word("COLLECT") {
            Subquery::Collect
        } else {
            return Ok(None);
        };
        let start = self.span();
        self.advance();
        self.advance();
        let (query, inner) = self.measured(|parser| {
            parser.nested(|parser| {
                if kind == Subquery::Collect || parser.at_clause() {
                    return parser.query();
                }
                let start = parser.span();
                let clause = parser.match_clause(false)?;
                let span = parser.since(start);
                let clauses = vec![Clause { kind: clause, span }];
                Ok(Query {
                    first: SingleQuery { clauses, span },
                    unions: Vec::new(),
                })
            })
        })?;
        self.expect("}")?;
        let kind = ExprKind::Subquery(kind, Box::new(query));
        self.check_depth(Expr::around(kind, self.since(start), inner))
            .map(Some)
    }

    /// The number of dotted parts if a function call begins at the cursor.
    fn function_ahead(&self) -> Option<usize> {
        let name = |at: usize| matches!(self.ahead(at), TokenKind::Word | TokenKind::Quoted(_));
        let mut parts = 1;
        let mut at = 1;
        while self.ahead_is(at, ".") && name(at + 1) {
            parts += 1;
            at += 2;
            if parts > 8 {
                return None;
            }
        }
        self.ahead_is(at, "(").then_some(parts)
    }

    fn function(&mut self, parts: usize) -> Parse<ExprKind> {
        let mut name = self.schema_name("a function")?;
        for _ in 1..parts {
            self.advance();
            let part = self.schema_name("a function")?;
            name = Name {
                text: format!("{}.{}", name.text, part.text).into(),
                span: name.span.to(part.span),
            };
        }
        self.expect("(")?;
        let over_list = self.at_variable() && self.word_ahead(1, "IN");
        let kind = match &*name.text.to_ascii_lowercase() {
            "count" if self.at("*") => {
                self.advance();
                ExprKind::CountStar
            }
            "all" if over_list => self.quantifier(Quantifier::All)?,
            "any" if over_list => self.quantifier(Quantifier::Any)?,
            "none" if over_list => self.quantifier(Quantifier::None)?,
            "single" if over_list => self.quantifier(Quantifier::Single)?,
            "filter" | "extract" if over_list => self.filter_or_extract()?,
            "reduce" if self.at_variable() && self.ahead_is(1, "=") => self.reduce()?,
            _ if is_reserved(&name.text) && !name.text.eq_ignore_ascii_case("exists") => {
                return Err(syntax(
                    "UnexpectedSyntax",
                    name.span,
                    format!("found `{}`, expected an expression", name.text),
                ));
            }
            _ => {
                let distinct = self.eat_word("DISTINCT");
                let mut arguments = Vec::new();
                if !self.at(")") {
                    arguments = self.comma_separated(Self::expr)?;
                }
                ExprKind::Function {
                    name,
                    distinct,
                    arguments,
                }
            }
        };
        self.expect(")")?;
        Ok(kind)
    }

    fn element_of(&mut self) -> Parse<(Name, Expr)> {
        let variable = self.variable()?;
        self.expect_word("IN")?;
        Ok((variable, self.expr()?))
    }

    fn quantifier(&mut self, kind: Quantifier) -> Parse<ExprKind> {
        let (variable, list) = self.element_of()?;
        let condition = self.where_condition()?;
        Ok(ExprKind::Quantifier {
            kind,
            variable,
            list: Box::new(list),
            condition: condition.map(Box::new),
        })
    }

    /// The older spellings of a list comprehension.
    fn filter_or_extract(&mut self) -> Parse<ExprKind> {
        let (variable, list) = self.element_of()?;
        let condition = self.where_condition()?;
        let projection = self.eat("|").then(|| self.expr()).transpose()?;
        Ok(ExprKind::ListComprehension {
            variable,
            list: Box::new(list),
            condition: condition.map(Box::new),
            projection: projection.map(Box::new),
        })
    }

    fn reduce(&mut self) -> Parse<ExprKind> {
        let accumulator = self.variable()?;
        self.expect("=")?;
        let initial = Box::new(self.expr()?);
        self.expect(",")?;
        let (variable, list) = self.element_of()?;
        self.expect("|")?;
        let step = Box::new(self.expr()?);
        Ok(ExprKind::Reduce {
            accumulator,
            initial,
            variable,
            list: Box::new(list),
            step,
        })
    }

    fn map_projection(&mut self) -> Parse<Vec<MapItem>> {
        self.expect("{")?;
        let mut items = Vec::new();
        if !self.at("}") {
            items = self.comma_separated(|parser| {
                if parser.eat(".") {
                    if parser.eat("*") {
                        return Ok(MapItem::All);
                    }
                    return Ok(MapItem::Property(parser.schema_name("a key or `*`")?));
                }
                if parser.ahead_is(1, ":") {
                    let key = parser.schema_name("a key")?;
                    parser.advance();
                    return Ok(MapItem::Entry(key, parser.expr()?));
                }
                Ok(MapItem::Variable(parser.variable()?))
            })?;
        }
        self.expect("}")?;
        Ok(items)
    }
}

fn overflow(span: Span) -> super::Error {
    syntax(
        "IntegerOverflow",
        span,
        "the integer does not fit into 64 bits",
    )
}
