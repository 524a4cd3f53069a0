//! Expressions on registers.

use std::sync::Arc;

use super::super::ast::{BinaryOp, CompareOp, Quantifier, Subquery};
use super::super::bind::tree::{Expr, NameId, PathBinding, Slot, SubqueryExpr};
use super::super::error::{Error, ErrorType};
use super::super::value::{self, Comparison, Map, Path, Value, check_size, truth};
use super::{Run, build};
use crate::graph::EdgeId;

/// The value of an expression.
pub(super) fn eval(run: &mut Run<'_>, row: &mut [Value], expr: &Expr) -> Result<Value, Error> {
    Ok(match expr {
        Expr::Constant(value) => value.clone(),
        Expr::Parameter(name) => run.parameters.get(name).cloned().unwrap_or(Value::Null),
        Expr::Slot(slot) => row[slot.index()].clone(),
        Expr::List(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(eval(run, row, item)?);
            }
            Value::List(values.into())
        }
        Expr::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key.clone(), eval(run, row, value)?);
            }
            Value::Map(Arc::new(map))
        }
        Expr::Property(base, key) => property(run, row, base, *key)?,
        Expr::IsNode(slot) => {
            let there = match row[slot.index()] {
                Value::Node(node) => run.graph().contains_node(node),
                _ => false,
            };
            Value::Bool(there)
        }
        Expr::Index(base, index) => {
            let base = eval(run, row, base)?;
            let index = eval(run, row, index)?;
            value::index(run.graph(), &base, &index)?
        }
        Expr::Slice(base, from, to) => {
            let base = eval(run, row, base)?;
            let mut bound = |bound: &Option<Box<Expr>>| match bound {
                Some(bound) => eval(run, row, bound).map(Some),
                None => Ok(None),
            };
            let (from, to) = (bound(from)?, bound(to)?);
            value::slice(&base, from.as_ref(), to.as_ref())?
        }
        Expr::HasLabels(base, labels) => {
            let base = eval(run, row, base)?;
            has_labels(run, &base, labels)?
        }
        Expr::Not(operand) => value::not(&eval(run, row, operand)?)?,
        Expr::And(operands) => {
            let mut result = Some(true);
            for operand in operands {
                match truth(&eval(run, row, operand)?)? {
                    Some(false) => return Ok(Value::Bool(false)),
                    None => result = None,
                    Some(true) => {}
                }
            }
            Value::from(result)
        }
        Expr::Or(operands) => {
            let mut result = Some(false);
            for operand in operands {
                match truth(&eval(run, row, operand)?)? {
                    Some(true) => return Ok(Value::Bool(true)),
                    None => result = None,
                    Some(false) => {}
                }
            }
            Value::from(result)
        }
        Expr::Xor(operands) => {
            let mut result = Some(false);
            for operand in operands {
                let operand = truth(&eval(run, row, operand)?)?;
                result = result.zip(operand).map(|(a, b)| a != b);
            }
            Value::from(result)
        }
        Expr::IsNull(operand, not) => Value::Bool(eval(run, row, operand)?.is_null() != *not),
        Expr::Negate(operand) => value::negate(&eval(run, row, operand)?)?,
        Expr::Plus(operand) => value::plus(&eval(run, row, operand)?)?,
        Expr::Binary(op, left, right) => {
            let left = eval(run, row, left)?;
            let right = eval(run, row, right)?;
            binary(run, *op, &left, &right)?
        }
        Expr::Comparison(first, rest) => comparison(run, row, first, rest)?,
        Expr::Case {
            subject,
            branches,
            otherwise,
        } => {
            let subject = match subject {
                Some(subject) => Some(eval(run, row, subject)?),
                None => None,
            };
            for (when, then) in branches {
                let when = eval(run, row, when)?;
                let fits = match &subject {
                    Some(subject) => value::equal(subject, &when),
                    None => truth(&when)?,
                };
                if fits == Some(true) {
                    return eval(run, row, then);
                }
            }
            match otherwise {
                Some(otherwise) => eval(run, row, otherwise)?,
                None => Value::Null,
            }
        }
        Expr::Function(function, arguments) => {
            let mut values = Vec::with_capacity(arguments.len());
            for argument in arguments {
                values.push(eval(run, row, argument)?);
            }
            (function.eval)(&run.context(), &values)?
        }
        Expr::ListComprehension {
            slot,
            list,
            condition,
            projection,
        } => {
            let Some(list) = list_of(&eval(run, row, list)?)? else {
                return Ok(Value::Null);
            };
            let mut values = Vec::new();
            for element in list.iter() {
                run.tick()?;
                row[slot.index()] = element.clone();
                if let Some(condition) = condition
                    && truth(&eval(run, row, condition)?)? != Some(true)
                {
                    continue;
                }
                values.push(match projection {
                    Some(projection) => eval(run, row, projection)?,
                    None => element.clone(),
                });
            }
            Value::List(values.into())
        }
        Expr::Quantifier {
            kind,
            slot,
            list,
            condition,
        } => {
            let Some(list) = list_of(&eval(run, row, list)?)? else {
                return Ok(Value::Null);
            };
            Value::from(quantifier(run, row, *kind, *slot, &list, condition)?)
        }
        Expr::Reduce {
            accumulator,
            initial,
            slot,
            list,
            step,
        } => {
            let mut result = eval(run, row, initial)?;
            let Some(list) = list_of(&eval(run, row, list)?)? else {
                return Ok(Value::Null);
            };
            for element in list.iter() {
                run.tick()?;
                row[accumulator.index()] = result;
                row[slot.index()] = element.clone();
                result = eval(run, row, step)?;
                // Every step can nest or double what the one before made.
                check_size(&result)?;
            }
            result
        }
        Expr::Path(path) => build_path(run, row, path),
        Expr::Subquery(query) => subquery(run, row, query)?,
        Expr::MapProjection { base, all, items } => {
            let base = eval(run, row, base)?;
            if base.is_null() {
                return Ok(Value::Null);
            }
            let mut map = if *all {
                entries(run, &base)?
            } else {
                Map::new()
            };
            for (key, value) in items {
                map.insert(key.clone(), eval(run, row, value)?);
            }
            Value::Map(Arc::new(map))
        }
    })
}

/// Whether all conditions are true.
pub(super) fn holds(
    run: &mut Run<'_>,
    row: &mut [Value],
    conditions: &[Expr],
) -> Result<bool, Error> {
    for condition in conditions {
        if truth(&eval(run, row, condition)?)? != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a relationship has one of the types, or whether there are none to have.
pub(super) fn has_type(run: &mut Run<'_>, edge: EdgeId, types: &[NameId]) -> bool {
    if types.is_empty() {
        return true;
    }
    let kind = run.graph().edge(edge).kind_symbol();
    types.iter().any(|&name| run.symbol(name) == Some(kind))
}

/// The properties of a node or relationship, or the entries of a map.
pub(super) fn entries(run: &Run<'_>, value: &Value) -> Result<Map, Error> {
    let graph = run.graph();
    let collect = |properties: &mut dyn Iterator<Item = (&str, crate::graph::ValueRef<'_>)>| {
        properties
            .map(|(key, value)| (Arc::from(key), Value::from(value)))
            .collect()
    };
    match value {
        Value::Null => Ok(Map::new()),
        Value::Map(map) => Ok(Map::clone(map)),
        Value::Node(node) if graph.contains_node(*node) => {
            Ok(collect(&mut graph.node(*node).properties()))
        }
        Value::Relationship(edge) if graph.contains_edge(*edge) => {
            Ok(collect(&mut graph.edge(*edge).properties()))
        }
        Value::Node(_) | Value::Relationship(_) => Err(value::deleted(value)),
        other => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!(
                "expected a map, a node or a relationship, found {}",
                other.kind().described()
            ),
        )),
    }
}

fn property(
    run: &mut Run<'_>,
    row: &mut [Value],
    base: &Expr,
    key: NameId,
) -> Result<Value, Error> {
    let computed;
    let base = match base {
        Expr::Slot(slot) => &row[slot.index()],
        base => {
            computed = eval(run, row, base)?;
            &computed
        }
    };
    // The way without a look at the name.
    let stored = match base {
        Value::Node(node) if run.graph().contains_node(*node) => {
            let symbol = run.symbol(key);
            symbol.and_then(|symbol| run.graph().node(*node).value(symbol))
        }
        Value::Relationship(edge) if run.graph().contains_edge(*edge) => {
            let symbol = run.symbol(key);
            symbol.and_then(|symbol| run.graph().edge(*edge).value(symbol))
        }
        other => return value::property(run.graph(), other, run.name(key)),
    };
    Ok(stored.map_or(Value::Null, Value::from))
}

fn has_labels(run: &mut Run<'_>, base: &Value, labels: &[NameId]) -> Result<Value, Error> {
    Ok(match base {
        Value::Null => Value::Null,
        Value::Node(node) if run.graph().contains_node(*node) => {
            let all = labels.iter().all(|&label| {
                let symbol = run.symbol(label);
                symbol
                    .is_some_and(|symbol| run.graph().node(*node).label_symbols().contains(&symbol))
            });
            Value::Bool(all)
        }
        Value::Relationship(edge) if run.graph().contains_edge(*edge) => {
            let all = labels.iter().all(|&label| has_type(run, *edge, &[label]));
            Value::Bool(all)
        }
        Value::Node(_) | Value::Relationship(_) => return Err(value::deleted(base)),
        other => {
            return Err(Error::runtime(
                ErrorType::TypeError,
                "InvalidArgumentType",
                format!("{} has no labels", other.kind().described()),
            ));
        }
    })
}

fn binary(run: &mut Run<'_>, op: BinaryOp, left: &Value, right: &Value) -> Result<Value, Error> {
    match op {
        BinaryOp::Add => value::add(left, right),
        BinaryOp::Subtract => value::subtract(left, right),
        BinaryOp::Multiply => value::multiply(left, right),
        BinaryOp::Divide => value::divide(left, right),
        BinaryOp::Modulo => value::modulo(left, right),
        BinaryOp::Power => value::power(left, right),
        BinaryOp::In => value::in_list(left, right),
        BinaryOp::StartsWith => Ok(Value::from(value::starts_with(left, right))),
        BinaryOp::EndsWith => Ok(Value::from(value::ends_with(left, right))),
        BinaryOp::Contains => Ok(Value::from(value::contains(left, right))),
        BinaryOp::Matches => matches_pattern(run, left, right),
    }
}

/// `text =~ pattern`: the whole text must match. Linear in the length of the text.
fn matches_pattern(run: &mut Run<'_>, text: &Value, pattern: &Value) -> Result<Value, Error> {
    let (Value::Text(text), Value::Text(pattern)) = (text, pattern) else {
        return Ok(Value::Null);
    };
    let regex = if let Some(regex) = run.patterns.get(pattern) {
        regex.clone()
    } else {
        let regex = regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
            .size_limit(1 << 20)
            .build()
            .map_err(|error| {
                Error::runtime(
                    ErrorType::ArgumentError,
                    "InvalidArgumentValue",
                    format!("`{pattern}` is no regular expression: {error}"),
                )
            })?;
        let regex = Arc::new(regex);
        run.patterns.insert(pattern.clone(), regex.clone());
        regex
    };
    Ok(Value::Bool(regex.is_match(text)))
}

fn comparison(
    run: &mut Run<'_>,
    row: &mut [Value],
    first: &Expr,
    rest: &[(CompareOp, Expr)],
) -> Result<Value, Error> {
    let mut left = eval(run, row, first)?;
    let mut result = Some(true);
    for (op, operand) in rest {
        let right = eval(run, row, operand)?;
        let holds = match op {
            CompareOp::Equal => value::equal(&left, &right),
            CompareOp::NotEqual => value::not_equal(&left, &right),
            CompareOp::Less => value::compare(Comparison::Less, &left, &right),
            CompareOp::LessOrEqual => value::compare(Comparison::LessOrEqual, &left, &right),
            CompareOp::Greater => value::compare(Comparison::Greater, &left, &right),
            CompareOp::GreaterOrEqual => value::compare(Comparison::GreaterOrEqual, &left, &right),
        };
        match holds {
            Some(false) => return Ok(Value::Bool(false)),
            None => result = None,
            Some(true) => {}
        }
        left = right;
    }
    Ok(Value::from(result))
}

/// The elements of a list; `None` of null.
fn list_of(value: &Value) -> Result<Option<Arc<[Value]>>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::List(list) => Ok(Some(list.clone())),
        other => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!("expected a list, found {}", other.kind().described()),
        )),
    }
}

fn quantifier(
    run: &mut Run<'_>,
    row: &mut [Value],
    kind: Quantifier,
    slot: Slot,
    list: &[Value],
    condition: &Expr,
) -> Result<Option<bool>, Error> {
    let (mut trues, mut unknown) = (0_usize, false);
    for element in list {
        run.tick()?;
        row[slot.index()] = element.clone();
        match (truth(&eval(run, row, condition)?)?, kind) {
            (Some(true), Quantifier::Any) => return Ok(Some(true)),
            (Some(false), Quantifier::All) | (Some(true), Quantifier::None) => {
                return Ok(Some(false));
            }
            (Some(true), _) => trues += 1,
            (Some(false), _) => {}
            (None, _) => unknown = true,
        }
        if kind == Quantifier::Single && trues > 1 {
            return Ok(Some(false));
        }
    }
    if unknown {
        return Ok(None);
    }
    Ok(Some(match kind {
        Quantifier::All | Quantifier::None => true,
        Quantifier::Any => false,
        Quantifier::Single => trues == 1,
    }))
}

/// The path of a start and relationships; null if anything of it is null.
pub(super) fn build_path(run: &Run<'_>, row: &[Value], path: &PathBinding) -> Value {
    let &Value::Node(start) = &row[path.start.index()] else {
        return Value::Null;
    };
    let mut built = Path {
        nodes: vec![start],
        relationships: Vec::new(),
    };
    let mut at = start;
    for step in &path.steps {
        let value = &row[step.index()];
        let single = std::slice::from_ref(value);
        let edges = match value {
            Value::List(list) => list,
            _ => single,
        };
        for edge in edges {
            let &Value::Relationship(edge) = edge else {
                return Value::Null;
            };
            let relationship = run.graph().edge(edge);
            at = if relationship.from().id() == at {
                relationship.to().id()
            } else {
                relationship.from().id()
            };
            built.relationships.push(edge);
            built.nodes.push(at);
        }
    }
    Value::path(built)
}

fn subquery(run: &mut Run<'_>, row: &mut [Value], query: &SubqueryExpr) -> Result<Value, Error> {
    let Some(plan) = &query.plan else {
        return Ok(Value::Null);
    };
    let mut operator = build(plan, run.tallies.is_some());
    match query.kind {
        Subquery::Exists => Ok(Value::Bool(operator.next(run, row)?)),
        Subquery::Count => {
            let mut count = 0;
            while operator.next(run, row)? {
                count += 1;
            }
            Ok(Value::Int(count))
        }
        Subquery::Collect => {
            let mut values = Vec::new();
            while operator.next(run, row)? {
                let value = match &query.value {
                    Some(value) => eval(run, row, value)?,
                    None => Value::Null,
                };
                if query.first_only {
                    return Ok(value);
                }
                values.push(value);
            }
            if query.first_only {
                return Ok(Value::Null);
            }
            Ok(Value::List(values.into()))
        }
    }
}
