//! Patterns, and telling them from expressions in parentheses.

use super::super::ast::{
    Arrow, Expr, ExprKind, Length, Name, NodePattern, PathPattern, RelationshipPattern, Shortest,
    Span, Step,
};
use super::super::lexer::TokenKind;
use super::{Parse, Parser, syntax};

impl Parser<'_> {
    /// Paths with commas between them.
    pub(super) fn pattern(&mut self) -> Parse<Vec<PathPattern>> {
        self.comma_separated(Self::path_pattern)
    }

    pub(super) fn path_pattern(&mut self) -> Parse<PathPattern> {
        let start = self.span();
        let mut variable = None;
        if self.at_variable() && self.ahead_is(1, "=") {
            variable = Some(self.variable()?);
            self.advance();
        }
        let mut path = match self.shortest_ahead() {
            Some(shortest) => self.shortest_path(shortest)?,
            None => self.path_element()?,
        };
        path.variable = variable;
        path.span = self.since(start);
        Ok(path)
    }

    pub(super) fn shortest_ahead(&self) -> Option<Shortest> {
        let shortest = if self.at_word("shortestPath") {
            Shortest::One
        } else if self.at_word("allShortestPaths") {
            Shortest::All
        } else {
            return None;
        };
        self.ahead_is(1, "(").then_some(shortest)
    }

    pub(super) fn shortest_path(&mut self, shortest: Shortest) -> Parse<PathPattern> {
        let start = self.span();
        self.advance();
        self.expect("(")?;
        let mut path = self.path_element()?;
        self.expect(")")?;
        path.shortest = Some(shortest);
        path.span = self.since(start);
        if path.steps.len() == 1 {
            return Ok(path);
        }
        Err(syntax(
            "UnexpectedSyntax",
            path.span,
            "a shortest path has one relationship between two nodes",
        ))
    }

    /// Nodes and relationships, without a variable; may stand in parentheses.
    pub(super) fn path_element(&mut self) -> Parse<PathPattern> {
        let start = self.span();
        if self.at("(") && (self.ahead_is(1, "(")) {
            self.advance();
            let path = self.nested(Self::path_element)?;
            self.expect(")")?;
            return Ok(path);
        }
        let first = self.node_pattern()?;
        let mut steps = Vec::new();
        while self.at_relationship() {
            let relationship = self.relationship_pattern()?;
            let node = self.node_pattern()?;
            steps.push(Step { relationship, node });
        }
        Ok(PathPattern {
            variable: None,
            shortest: None,
            start: first,
            steps,
            span: self.since(start),
        })
    }

    /// Whether a relationship begins at the cursor, and not a difference or a comparison.
    fn at_relationship(&self) -> bool {
        let at = usize::from(self.at("<"));
        let dash = |at| self.ahead_is(at, "-") || matches!(self.ahead(at), TokenKind::Dash);
        dash(at) && (dash(at + 1) || self.ahead_is(at + 1, "["))
    }

    fn node_pattern(&mut self) -> Parse<NodePattern> {
        let start = self.span();
        self.expect("(")?;
        let mut variable = None;
        if self.at_variable() {
            variable = Some(self.variable()?);
        }
        let mut labels = Vec::new();
        while self.eat(":") {
            labels.push(self.schema_name("a label")?);
        }
        let properties = self.pattern_properties()?;
        self.expect(")")?;
        Ok(NodePattern {
            variable,
            labels,
            properties,
            span: self.since(start),
        })
    }

    fn pattern_properties(&mut self) -> Parse<Option<Expr>> {
        let start = self.span();
        if self.at("{") {
            let entries = self.nested(Self::map_entries)?;
            let span = self.since(start);
            return self.build(ExprKind::Map(entries), span).map(Some);
        }
        if self.at("$") {
            return self.parameter().map(Some);
        }
        Ok(None)
    }

    fn eat_dash(&mut self) -> Parse<()> {
        if self.at("-") || matches!(self.kind(), TokenKind::Dash) {
            self.advance();
            return Ok(());
        }
        Err(self.unexpected("`-`"))
    }

    fn relationship_pattern(&mut self) -> Parse<RelationshipPattern> {
        let start = self.span();
        let left = self.eat("<");
        self.eat_dash()?;
        let mut relationship = RelationshipPattern {
            variable: None,
            types: Vec::new(),
            length: None,
            properties: None,
            direction: Arrow::Neither,
            span: start,
        };
        if self.eat("[") {
            if self.at_variable() {
                relationship.variable = Some(self.variable()?);
            }
            if self.eat(":") {
                relationship.types = self.types()?;
            }
            if self.eat("*") {
                relationship.length = Some(self.length()?);
            } else if self.at("..") {
                return Err(wrong_length(self.span()));
            }
            relationship.properties = self.pattern_properties()?;
            self.expect("]")?;
        }
        self.eat_dash()?;
        let right = self.eat(">");
        relationship.direction = match (left, right) {
            (true, true) => Arrow::Both,
            (true, false) => Arrow::Left,
            (false, true) => Arrow::Right,
            (false, false) => Arrow::Neither,
        };
        relationship.span = self.since(start);
        Ok(relationship)
    }

    fn types(&mut self) -> Parse<Vec<Name>> {
        let mut types = vec![self.schema_name("a relationship type")?];
        while self.eat("|") {
            self.eat(":");
            types.push(self.schema_name("a relationship type")?);
        }
        Ok(types)
    }

    fn length(&mut self) -> Parse<Length> {
        let min = self.bound()?;
        if self.eat("..") {
            let max = self.bound()?;
            return Ok(Length { min, max });
        }
        Ok(Length { min, max: min })
    }

    fn bound(&mut self) -> Parse<Option<u32>> {
        let span = self.span();
        match *self.kind() {
            TokenKind::Int(value) => {
                self.advance();
                let value = value.and_then(|value| u32::try_from(value).ok());
                value.map(Some).ok_or_else(|| wrong_length(span))
            }
            TokenKind::Punct("-" | "+") | TokenKind::Float(_) => Err(wrong_length(span)),
            _ => Ok(None),
        }
    }

    /// Whether the parenthesis at the cursor opens the first node of a pattern with at least one
    /// relationship, and not an expression. Looks at a bounded number of tokens.
    pub(super) fn at_relationships(&self) -> bool {
        self.relationships_from(self.at)
    }

    pub(super) fn relationships_from(&self, at: usize) -> bool {
        let punct = |at: usize| match self.tokens.get(at).map(|token| &token.kind) {
            Some(TokenKind::Punct(punct)) => punct,
            Some(TokenKind::Dash) => "-",
            _ => "",
        };
        if punct(at) != "(" {
            return false;
        }
        // The inside must be able to be a node.
        let named = match self.tokens[at + 1].kind {
            TokenKind::Word | TokenKind::Quoted(_) => 2,
            _ => 1,
        };
        if !matches!(punct(at + named), ")" | ":" | "{" | "$") {
            return false;
        }
        let Some(mut next) = self.closing[at].map(|end| end + 1) else {
            return false;
        };
        if punct(next) == "<" {
            next += 1;
        }
        if punct(next) != "-" {
            return false;
        }
        next += 1;
        if punct(next) == "[" {
            match self.closing[next] {
                Some(end) => next = end + 1,
                None => return false,
            }
        }
        if punct(next) != "-" {
            return false;
        }
        next += 1;
        if punct(next) == ">" {
            next += 1;
        }
        punct(next) == "("
    }
}

fn wrong_length(span: Span) -> super::Error {
    syntax(
        "InvalidRelationshipPattern",
        span,
        "the length of a relationship is written `*`, `*2`, `*1..3`, `*2..` or `*..3`",
    )
}
