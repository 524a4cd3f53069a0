//! Clauses.

use super::super::ast::{
    Call, Clause, ClauseKind, Imports, Item, Name, Projection, Query, RemoveItem, SetItem,
    SingleQuery, SortItem, Union, Yield, YieldItem,
};
use super::super::ast::{Expr, ExprKind};
use super::super::lexer::TokenKind;
use super::{Parse, Parser, syntax};

/// Words that begin a clause.
const CLAUSES: [&str; 14] = [
    "MATCH", "OPTIONAL", "UNWIND", "CALL", "WITH", "RETURN", "CREATE", "MERGE", "SET", "REMOVE",
    "DETACH", "DELETE", "NODETACH", "FOREACH",
];

impl Parser<'_> {
    /// Single queries with `UNION` between them.
    pub(super) fn query(&mut self) -> Parse<Query> {
        let first = self.single_query()?;
        let mut unions = Vec::new();
        while self.at_word("UNION") {
            let span = self.span();
            self.advance();
            let all = self.eat_word("ALL");
            if !all {
                self.eat_word("DISTINCT");
            }
            let query = self.single_query()?;
            unions.push(Union { all, query, span });
        }
        Ok(Query { first, unions })
    }

    pub(super) fn at_clause(&self) -> bool {
        self.at_any_word(&CLAUSES)
    }

    fn single_query(&mut self) -> Parse<SingleQuery> {
        let start = self.span();
        if !self.at_clause() {
            return Err(self.unexpected("a clause, such as MATCH or RETURN"));
        }
        let mut clauses = Vec::new();
        while self.at_clause() {
            let start = self.span();
            match self.clause() {
                Ok(kind) => clauses.push(Clause {
                    kind,
                    span: self.since(start),
                }),
                Err(error) => {
                    self.errors.push(error);
                    self.recover();
                }
            }
        }
        Ok(SingleQuery {
            clauses,
            span: self.since(start),
        })
    }

    /// Goes to the next clause that is not inside brackets opened after the cursor.
    fn recover(&mut self) {
        self.advance();
        while !matches!(self.kind(), TokenKind::End) {
            let follows_operator = self.at_any_word(&["SET", "DELETE", "CREATE", "WITH"]);
            if !follows_operator && (self.at_clause() || self.at_word("UNION")) {
                return;
            }
            if self.nesting > 0 && self.at("}") {
                return;
            }
            match self.closing[self.at] {
                Some(end) => self.at = end,
                None => self.advance(),
            }
            if matches!(self.kind(), TokenKind::Punct(")" | "]" | "}")) && self.nesting == 0 {
                self.advance();
            }
        }
    }

    fn clause(&mut self) -> Parse<ClauseKind> {
        let optional = self.eat_word("OPTIONAL");
        if optional || self.at_word("MATCH") {
            self.expect_word("MATCH")?;
            return self.match_clause(optional);
        }
        if self.eat_word("UNWIND") {
            let list = self.expr()?;
            self.expect_word("AS")?;
            let variable = self.variable()?;
            return Ok(ClauseKind::Unwind { list, variable });
        }
        if self.eat_word("CALL") {
            return self.call();
        }
        if self.eat_word("WITH") {
            let mut projection = self.projection()?;
            if self.eat_word("WHERE") {
                projection.condition = Some(self.expr()?);
            }
            return Ok(ClauseKind::With(projection));
        }
        if self.eat_word("RETURN") {
            return Ok(ClauseKind::Return(self.projection()?));
        }
        if self.eat_word("CREATE") {
            return Ok(ClauseKind::Create(self.pattern()?));
        }
        if self.eat_word("MERGE") {
            return self.merge();
        }
        if self.eat_word("SET") {
            return Ok(ClauseKind::Set(self.set_items()?));
        }
        if self.eat_word("REMOVE") {
            return self.remove();
        }
        if self.eat_word("FOREACH") {
            return self.foreach();
        }
        let detach = self.eat_word("DETACH");
        if !detach {
            self.eat_word("NODETACH");
        }
        self.expect_word("DELETE")?;
        let targets = self.comma_separated(Self::expr)?;
        Ok(ClauseKind::Delete { detach, targets })
    }

    pub(super) fn comma_separated<T>(
        &mut self,
        rule: impl Fn(&mut Self) -> Parse<T>,
    ) -> Parse<Vec<T>> {
        let mut items = vec![rule(self)?];
        while self.eat(",") {
            items.push(rule(self)?);
        }
        Ok(items)
    }

    pub(super) fn match_clause(&mut self, optional: bool) -> Parse<ClauseKind> {
        let pattern = self.pattern()?;
        let condition = self.where_condition()?;
        Ok(ClauseKind::Match {
            optional,
            pattern,
            condition,
        })
    }

    pub(super) fn where_condition(&mut self) -> Parse<Option<Expr>> {
        self.eat_word("WHERE").then(|| self.expr()).transpose()
    }

    fn call(&mut self) -> Parse<ClauseKind> {
        if self.at("{") || self.at("(") {
            return self.call_subquery();
        }
        let mut procedure = self.schema_name("the name of a procedure")?;
        while self.eat(".") {
            let part = self.schema_name("the name of a procedure")?;
            procedure = Name {
                text: format!("{}.{}", procedure.text, part.text).into(),
                span: procedure.span.to(part.span),
            };
        }
        let mut arguments = None;
        if self.eat("(") {
            let mut list = Vec::new();
            if !self.at(")") {
                list = self.comma_separated(Self::expr)?;
            }
            self.expect(")")?;
            arguments = Some(list);
        }
        let mut yields = None;
        if self.eat_word("YIELD") {
            if self.at("*") {
                yields = Some(Yield::All(self.span()));
                self.advance();
            } else {
                let items = self.comma_separated(Self::yield_item)?;
                let condition = self.where_condition()?;
                yields = Some(Yield::Items { items, condition });
            }
        }
        Ok(ClauseKind::Call(Call {
            procedure,
            arguments,
            yields,
        }))
    }

    fn yield_item(&mut self) -> Parse<YieldItem> {
        let field = self.schema_name("a field of the procedure")?;
        let alias = self.eat_word("AS").then(|| self.variable()).transpose()?;
        Ok(YieldItem { field, alias })
    }

    fn call_subquery(&mut self) -> Parse<ClauseKind> {
        let mut imports = Imports::Leading;
        if self.eat("(") {
            if self.eat("*") {
                imports = Imports::All;
            } else if self.at(")") {
                imports = Imports::Listed(Vec::new());
            } else {
                imports = Imports::Listed(self.comma_separated(Self::variable)?);
            }
            self.expect(")")?;
        }
        self.expect("{")?;
        let query = Box::new(self.nested(Self::query)?);
        self.expect("}")?;
        Ok(ClauseKind::Subquery { imports, query })
    }

    fn projection(&mut self) -> Parse<Projection> {
        let distinct = self.eat_word("DISTINCT");
        let mut star = None;
        let mut items = Vec::new();
        if self.at("*") {
            star = Some(self.span());
            self.advance();
        }
        if star.is_none() || self.eat(",") {
            items = self.comma_separated(Self::item)?;
        }
        let mut order = Vec::new();
        if self.eat_word("ORDER") {
            self.expect_word("BY")?;
            order = self.comma_separated(Self::sort_item)?;
        }
        let mut skip = None;
        if self.eat_word("SKIP") || self.eat_word("OFFSET") {
            skip = Some(self.expr()?);
        }
        let limit = self.eat_word("LIMIT").then(|| self.expr()).transpose()?;
        Ok(Projection {
            distinct,
            star,
            items,
            order,
            skip,
            limit,
            condition: None,
        })
    }

    fn item(&mut self) -> Parse<Item> {
        let start = self.span();
        let expr = self.expr()?;
        let text = self.since(start);
        let alias = self.eat_word("AS").then(|| self.variable()).transpose()?;
        Ok(Item { expr, alias, text })
    }

    fn sort_item(&mut self) -> Parse<SortItem> {
        let expr = self.expr()?;
        let descending = self.eat_word("DESC") || self.eat_word("DESCENDING");
        if !descending && !self.eat_word("ASC") {
            self.eat_word("ASCENDING");
        }
        Ok(SortItem { expr, descending })
    }

    fn merge(&mut self) -> Parse<ClauseKind> {
        let path = self.path_pattern()?;
        let (mut on_create, mut on_match) = (Vec::new(), Vec::new());
        while self.eat_word("ON") {
            let items = if self.eat_word("CREATE") {
                &mut on_create
            } else if self.eat_word("MATCH") {
                &mut on_match
            } else {
                return Err(self.unexpected("CREATE or MATCH"));
            };
            self.expect_word("SET")?;
            items.extend(self.set_items()?);
        }
        Ok(ClauseKind::Merge {
            path,
            on_create,
            on_match,
        })
    }

    fn set_items(&mut self) -> Parse<Vec<SetItem>> {
        self.comma_separated(Self::set_item)
    }

    fn set_item(&mut self) -> Parse<SetItem> {
        let target = self.postfix_expr()?;
        let is_sum = self.at("+=");
        if self.at("=") || is_sum {
            let at = self.span();
            self.advance();
            let value = self.expr()?;
            return match target.kind {
                ExprKind::Variable(variable) => Ok(SetItem::Properties {
                    variable,
                    value,
                    add: is_sum,
                }),
                ExprKind::Property(target, key) if !is_sum => Ok(SetItem::Property {
                    target: *target,
                    key,
                    value,
                }),
                _ => Err(syntax(
                    "UnexpectedSyntax",
                    at.to(at),
                    "only a variable or a property can be set",
                )),
            };
        }
        match labelled(target) {
            Ok((variable, labels)) => Ok(SetItem::Labels { variable, labels }),
            Err(_) => Err(self.unexpected("`=`, `+=` or a label")),
        }
    }

    fn remove(&mut self) -> Parse<ClauseKind> {
        let items = self.comma_separated(|parser| {
            let target = parser.postfix_expr()?;
            if let ExprKind::Property(target, key) = target.kind {
                return Ok(RemoveItem::Property {
                    target: *target,
                    key,
                });
            }
            let span = target.span;
            labelled(target)
                .map(|(variable, labels)| RemoveItem::Labels { variable, labels })
                .map_err(|_| {
                    syntax(
                        "UnexpectedSyntax",
                        span,
                        "only properties and labels can be removed",
                    )
                })
        })?;
        Ok(ClauseKind::Remove(items))
    }

    fn foreach(&mut self) -> Parse<ClauseKind> {
        self.expect("(")?;
        let variable = self.variable()?;
        self.expect_word("IN")?;
        let list = self.expr()?;
        self.expect("|")?;
        let body = self.nested(|parser| {
            let mut body = Vec::new();
            while parser.at_clause() {
                let start = parser.span();
                let kind = parser.clause()?;
                if !kind.only_writes() {
                    return Err(syntax(
                        "InvalidClauseComposition",
                        start,
                        "FOREACH takes only clauses that write",
                    ));
                }
                body.push(Clause {
                    kind,
                    span: parser.since(start),
                });
            }
            Ok(body)
        })?;
        if body.is_empty() {
            return Err(self.unexpected("a clause that writes"));
        }
        self.expect(")")?;
        Ok(ClauseKind::Foreach {
            variable,
            list,
            body,
        })
    }
}

/// `variable:Label` taken apart.
fn labelled(target: Expr) -> Result<(Name, Vec<Name>), Expr> {
    match target.kind {
        ExprKind::HasLabels(base, labels) => match base.kind {
            ExprKind::Variable(variable) => Ok((variable, labels)),
            _ => Err(*base),
        },
        kind => Err(Expr::new(kind, target.span)),
    }
}

impl ClauseKind {
    /// Whether it changes the graph and reads nothing.
    pub fn only_writes(&self) -> bool {
        matches!(
            self,
            Self::Create(_)
                | Self::Merge { .. }
                | Self::Set(_)
                | Self::Remove(_)
                | Self::Delete { .. }
                | Self::Foreach { .. }
        )
    }
}
