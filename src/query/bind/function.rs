//! Calls of functions, aggregate ones among them.

use super::super::ast::{self, ExprKind, Name, Span};
use super::super::error::Error;
use super::super::functions::{self, Function, aggregates};
use super::super::value::{Kind, Kinds};
use super::expr::{Typed, expect};
use super::scope::Type;
use super::tree::{AggregateCall, Expr};
use super::{Aggregation, Bind, Binder, semantic};

impl Binder<'_> {
    pub(super) fn function(
        &mut self,
        expr: &ast::Expr,
        name: &Name,
        distinct: bool,
        arguments: &[ast::Expr],
    ) -> Bind<Typed> {
        if let Some(aggregate) = aggregates::find(&name.text) {
            let wanted = aggregate.parameters().len();
            if arguments.len() != wanted {
                return Err(wrong_count(name, wanted, arguments.len()));
            }
            return self.aggregate(expr, Some(aggregate), distinct, arguments, name.span);
        }
        // A pattern as the argument of `exists()` is the older way to write a subquery.
        if name.text.eq_ignore_ascii_case("exists")
            && let [argument] = arguments
            && let ExprKind::Pattern(path) = &argument.kind
        {
            self.patterns_allowed = true;
            return self.pattern_predicate(path, argument.span);
        }
        let Some(function) = functions::find(&name.text) else {
            let error = semantic(
                "UnknownFunction",
                name.span,
                format!("there is no function `{}`", name.text),
            );
            let known = functions::all()
                .map(|function| function.name)
                .chain(aggregates::all().map(aggregates::Aggregate::name));
            return Err(match super::super::nearest(&name.text, known) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            });
        };
        if distinct {
            return Err(semantic(
                "UnexpectedSyntax",
                name.span,
                "DISTINCT stands in aggregate functions only",
            ));
        }
        if !function.accepts(arguments.len()) {
            return Err(wrong_count(name, function.required, arguments.len()));
        }
        if self.aggregation == Aggregation::Nested && name.text.eq_ignore_ascii_case("rand") {
            return Err(semantic(
                "NonConstantExpression",
                name.span,
                "an aggregate cannot be over random numbers",
            ));
        }
        let mut types = Vec::new();
        let mut bound = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            let (value, ty) = self.expr(argument)?;
            expect(&ty, function.parameter(at), argument.span)?;
            bound.push(value);
            types.push(ty);
        }
        let ty = result_type(function, &types);
        Ok((Expr::Function(function, bound), ty))
    }

    pub(super) fn aggregate(
        &mut self,
        expr: &ast::Expr,
        function: Option<aggregates::Aggregate>,
        distinct: bool,
        arguments: &[ast::Expr],
        span: Span,
    ) -> Bind<Typed> {
        match self.aggregation {
            Aggregation::Nested => {
                return Err(semantic(
                    "NestedAggregation",
                    span,
                    "an aggregate cannot stand inside another",
                ));
            }
            // After grouping an unknown name is the better complaint.
            Aggregation::Forbidden => {
                if self
                    .computed
                    .as_ref()
                    .is_some_and(|computed| computed.hidden == 0)
                {
                    self.with_aggregation(Aggregation::Nested, |binder| {
                        arguments.iter().try_for_each(|a| binder.expr(a).map(drop))
                    })?;
                }
                return Err(semantic(
                    "InvalidAggregation",
                    span,
                    "an aggregate can stand only in the items of WITH and RETURN",
                ));
            }
            Aggregation::Allowed => {}
        }
        let mut bound = Vec::new();
        let mut argument_type = Type::ANY;
        for (at, argument) in arguments.iter().enumerate() {
            let (value, ty) =
                self.with_aggregation(Aggregation::Nested, |binder| binder.expr(argument))?;
            if let Some(function) = function
                && let Some(&kinds) = function.parameters().get(at)
            {
                expect(&ty, kinds, argument.span)?;
            }
            if at == 0 {
                argument_type = ty;
            }
            bound.push(value);
        }
        let slot = self.new_slot();
        self.aggregates.push(AggregateCall {
            function,
            distinct,
            arguments: bound,
            slot,
        });
        let ty = match function {
            Some(aggregates::Aggregate::Collect) => Type::list_of(argument_type),
            Some(function) => Type::of(function.returns()),
            None => Type::of(Kinds::INT),
        };
        if let Some(computed) = &mut self.computed {
            computed.aggregates.push((expr.clone(), slot, ty.clone()));
        }
        Ok((Expr::Slot(slot), ty))
    }
}

fn result_type(function: &Function, arguments: &[Type]) -> Type {
    let mut ty = Type::of(function.returns);
    // Functions that only take from or turn around a list keep what is known of it.
    if let [list] = arguments
        && list.kinds == Kinds::LIST
    {
        match function.name {
            "head" | "last" => ty = list.elements(),
            "tail" | "reverse" => ty = list.clone(),
            _ => {}
        }
    }
    match function.name {
        "nodes" => ty = Type::list_of(Type::of(Kinds::NODE)),
        "relationships" => ty = Type::list_of(Type::of(Kinds::RELATIONSHIP)),
        "coalesce" => {
            ty = arguments
                .iter()
                .cloned()
                .reduce(Type::or)
                .unwrap_or(Type::ANY);
        }
        _ => {}
    }
    if ty.kinds.contains(Kind::List) && ty.kinds != Kinds::LIST {
        ty.element = None;
    }
    ty
}

fn wrong_count(name: &Name, wanted: usize, found: usize) -> Error {
    let arguments = if wanted == 1 { "argument" } else { "arguments" };
    semantic(
        "InvalidNumberOfArguments",
        name.span,
        format!(
            "`{}()` takes {wanted} {arguments}, found {found}",
            name.text
        ),
    )
}
