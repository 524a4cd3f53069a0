//! Calls of procedures.

use super::super::ast::{self, Name, Yield};
use super::super::error::{Error, ErrorType};
use super::super::procedures::{Field, Signature};
use super::clause::already_bound;
use super::scope::Type;
use super::tree::{Call, Clause, Column, Expr};
use super::{Bind, Binder, semantic};

/// Fields with the slots they go to, and the condition.
type Yields = (Vec<(usize, super::Slot)>, Option<Expr>);

impl Binder<'_> {
    fn signature(&self, name: &Name) -> Bind<Signature> {
        if let Some(signature) = self.procedures.signature(&name.text) {
            return Ok(signature.clone());
        }
        let error = Error::compile(
            ErrorType::ProcedureError,
            "ProcedureNotFound",
            name.span.range(),
            format!("there is no procedure `{}`", name.text),
        );
        Err(
            match super::super::nearest(&name.text, self.procedures.names()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            },
        )
    }

    fn arguments(
        &mut self,
        call: &ast::Call,
        signature: &Signature,
        given: &[ast::Expr],
    ) -> Bind<Vec<Expr>> {
        let wanted = &signature.inputs;
        let required = wanted
            .iter()
            .filter(|field| field.default.is_none())
            .count();
        if given.len() > wanted.len() || given.len() < required {
            return Err(semantic(
                "InvalidNumberOfArguments",
                call.procedure.span,
                format!(
                    "`{signature}` takes {} arguments, found {}",
                    wanted.len(),
                    given.len()
                ),
            ));
        }
        let mut bound = Vec::new();
        for (argument, field) in given.iter().zip(wanted) {
            let (value, ty) = self.expr(argument)?;
            if !ty.can_be(field.ty.accepted()) {
                return Err(semantic(
                    "InvalidArgumentType",
                    argument.span,
                    format!("`{}` is {}, found {}", field.name, field.ty, ty.kinds),
                ));
            }
            bound.push(value);
        }
        let defaults = wanted.iter().skip(given.len());
        bound.extend(defaults.filter_map(|field| field.default.clone().map(Expr::Constant)));
        Ok(bound)
    }

    /// A call that is the whole query: arguments may come from parameters, all fields are columns.
    pub(super) fn standalone_call(&mut self, call: &ast::Call) -> Bind<(Clause, Vec<Column>)> {
        let signature = self.signature(&call.procedure)?;
        let arguments = match &call.arguments {
            Some(given) => self.arguments(call, &signature, given)?,
            None => (signature.inputs.iter())
                .map(|field| {
                    if let Some(default) = &field.default {
                        return Expr::Constant(default.clone());
                    }
                    self.parameters
                        .entry(field.name.clone())
                        .or_insert(call.procedure.span);
                    Expr::Parameter(field.name.clone())
                })
                .collect(),
        };
        let (outputs, condition) = match &call.yields {
            None | Some(Yield::All(_)) => {
                let declare = |(at, field): (usize, &Field)| {
                    let slot = self.new_slot();
                    let ty = Type::of(field.ty.returned());
                    self.scope.declare(field.name.clone(), slot, ty);
                    (at, slot)
                };
                (
                    signature.outputs.iter().enumerate().map(declare).collect(),
                    None,
                )
            }
            Some(Yield::Items { items, condition }) => {
                self.yield_items(&signature, items, condition.as_ref())?
            }
        };
        let columns = (self.scope.variables.iter())
            .map(|variable| Column {
                name: variable.name.clone(),
                slot: variable.slot,
            })
            .collect();
        let call = Clause::Call(Call {
            procedure: signature.name.clone(),
            arguments,
            outputs,
            condition,
            is_void: signature.outputs.is_empty(),
        });
        Ok((call, columns))
    }

    /// A call among other clauses.
    pub(super) fn call(&mut self, call: &ast::Call) -> Bind<Clause> {
        let signature = self.signature(&call.procedure)?;
        let Some(given) = &call.arguments else {
            return Err(semantic(
                "InvalidArgumentPassingMode",
                call.procedure.span,
                "a call among other clauses needs its arguments in parentheses",
            ));
        };
        let arguments = self.arguments(call, &signature, given)?;
        let (outputs, condition) = match &call.yields {
            None => (Vec::new(), None),
            Some(Yield::All(span)) => {
                return Err(semantic(
                    "UnexpectedSyntax",
                    *span,
                    "YIELD * stands only in a call that is the whole query",
                ));
            }
            Some(Yield::Items { items, condition }) => {
                self.yield_items(&signature, items, condition.as_ref())?
            }
        };
        Ok(Clause::Call(Call {
            procedure: signature.name.clone(),
            arguments,
            outputs,
            condition,
            is_void: signature.outputs.is_empty(),
        }))
    }

    fn yield_items(
        &mut self,
        signature: &Signature,
        items: &[ast::YieldItem],
        condition: Option<&ast::Expr>,
    ) -> Bind<Yields> {
        let mut outputs = Vec::new();
        for item in items {
            let field = &item.field;
            let Some(at) = signature.outputs.iter().position(|o| o.name == field.text) else {
                return Err(semantic(
                    "UndefinedVariable",
                    field.span,
                    format!("`{signature}` has no field `{}`", field.text),
                ));
            };
            let variable = item.alias.as_ref().unwrap_or(field);
            if self.scope.find(&variable.text).is_some() {
                return Err(already_bound(variable));
            }
            let ty = Type::of(signature.outputs[at].ty.returned());
            outputs.push((at, self.declare(variable, ty)));
        }
        let condition = condition
            .map(|condition| self.condition(condition))
            .transpose()?;
        Ok((outputs, condition))
    }
}
