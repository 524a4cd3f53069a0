//! Procedures: a registry with typed signatures, and the ones that are always there.

mod fulltext;
mod measures;
mod schema;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::error::{Error, ErrorType};
use super::value::{Kinds, Value, equivalent};
use crate::graph::Graph;

/// A procedure's name, arguments and fields.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The name with its dots.
    pub name: Arc<str>,
    /// The arguments.
    pub inputs: Vec<Field>,
    /// The fields of the rows that it gives.
    pub outputs: Vec<Field>,
}

/// An argument or field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: FieldType,
    /// The value of an argument that may be left out.
    pub default: Option<Value>,
}

/// The type of an argument or field; null is always allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldType(Kinds);

impl FieldType {
    const NAMES: [(&'static str, Kinds); 17] = [
        ("ANY", Kinds::ANY),
        ("BOOLEAN", Kinds::BOOL),
        ("INTEGER", Kinds::INT),
        ("FLOAT", Kinds::FLOAT),
        ("NUMBER", Kinds::NUMBER),
        ("STRING", Kinds::TEXT),
        ("MAP", Kinds::MAP),
        ("LIST", Kinds::LIST),
        ("NODE", Kinds::NODE),
        ("RELATIONSHIP", Kinds::RELATIONSHIP),
        ("PATH", Kinds::PATH),
        ("DATE", Kinds::DATE),
        ("TIME", Kinds::TIME),
        ("LOCALTIME", Kinds::LOCAL_TIME),
        ("DATETIME", Kinds::DATE_TIME),
        ("LOCALDATETIME", Kinds::LOCAL_DATE_TIME),
        ("DURATION", Kinds::DURATION),
    ];

    /// What may be given for it: an integer is good for a float.
    pub fn accepted(self) -> Kinds {
        if self.0 == Kinds::FLOAT {
            Kinds::NUMBER
        } else {
            self.0
        }
    }

    /// What it may be.
    pub fn returned(self) -> Kinds {
        self.0
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('?').trim();
        let word = text.split(['<', ' ']).next().unwrap_or(text);
        Self::NAMES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(word))
            .map(|(_, kinds)| Self(*kinds))
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.iter().find(|(_, kinds)| *kinds == self.0);
        write!(f, "{}?", name.map_or("ANY", |(name, _)| name))
    }
}

impl Signature {
    /// Reads `name(argument :: TYPE?, …) :: (field :: TYPE?, …)`; an argument may have a default:
    /// `limit = 10 :: INTEGER?`.
    ///
    /// # Errors
    ///
    /// `ProcedureError` if it reads otherwise.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::runtime(
                ErrorType::ProcedureError,
                "InvalidSignature",
                format!("`{text}` is no signature of a procedure"),
            )
        };
        let (name, rest) = text.split_once('(').ok_or_else(wrong)?;
        let (inputs, rest) = rest.split_once(')').ok_or_else(wrong)?;
        let outputs = rest.trim().strip_prefix("::").ok_or_else(wrong)?.trim();
        let outputs = outputs
            .strip_prefix('(')
            .and_then(|outputs| outputs.strip_suffix(')'))
            .unwrap_or("");
        let fields = |text: &str| -> Option<Vec<Field>> {
            text.split(',')
                .filter(|field| !field.trim().is_empty())
                .map(|field| {
                    let (name, ty) = field.split_once("::")?;
                    let (name, default) = match name.split_once('=') {
                        Some((name, default)) => (name, Some(constant(default)?)),
                        None => (name, None),
                    };
                    Some(Field {
                        name: name.trim().into(),
                        ty: FieldType::parse(ty)?,
                        default,
                    })
                })
                .collect()
        };
        Ok(Self {
            name: name.trim().into(),
            inputs: fields(inputs).ok_or_else(wrong)?,
            outputs: fields(outputs).ok_or_else(wrong)?,
        })
    }
}

fn constant(text: &str) -> Option<Value> {
    let text = text.trim();
    match text {
        "null" => Some(Value::Null),
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => (text.parse().ok().map(Value::Int)).or_else(|| text.parse().ok().map(Value::Float)),
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = |fields: &[Field]| {
            let fields: Vec<_> = fields
                .iter()
                .map(|field| format!("{} :: {}", field.name, field.ty))
                .collect();
            fields.join(", ")
        };
        let (inputs, outputs) = (fields(&self.inputs), fields(&self.outputs));
        write!(f, "{}({inputs}) :: ({outputs})", self.name)
    }
}

/// The code of a procedure.
pub type Code = fn(&Graph, &[Value]) -> Vec<Vec<Value>>;

#[derive(Debug, Clone)]
enum Body {
    /// Rows of arguments and fields: a call gives the fields of those whose arguments are equal.
    Table(Vec<Vec<Value>>),
    Code(Code),
}

/// Procedures by name.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    procedures: BTreeMap<Arc<str>, (Signature, Body)>,
}

impl Registry {
    /// No procedures.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The procedures that are always there: `db.labels()` and its kin, and the full-text search.
    pub fn standard() -> Self {
        let mut registry = Self::empty();
        for (signature, code) in (schema::ALL.into_iter())
            .chain(fulltext::ALL)
            .chain(measures::ALL)
        {
            if let Ok(signature) = Signature::parse(signature) {
                registry.add(signature, code);
            }
        }
        registry
    }

    /// Adds a procedure that looks its rows up in a table: the cells of a row are arguments and
    /// then fields.
    pub fn add_table(&mut self, signature: Signature, rows: Vec<Vec<Value>>) {
        self.procedures
            .insert(signature.name.clone(), (signature, Body::Table(rows)));
    }

    /// Adds a procedure that is computed.
    pub fn add(&mut self, signature: Signature, code: Code) {
        self.procedures
            .insert(signature.name.clone(), (signature, Body::Code(code)));
    }

    /// The signature of a procedure.
    pub fn signature(&self, name: &str) -> Option<&Signature> {
        self.procedures.get(name).map(|(signature, _)| signature)
    }

    /// The names of all procedures in code-point order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.procedures.keys().map(|name| &**name)
    }

    /// Calls a procedure: the fields of its rows.
    ///
    /// # Errors
    ///
    /// `ProcedureNotFound`, and `TypeError` for an argument of a wrong type.
    pub fn call(
        &self,
        name: &str,
        graph: &Graph,
        arguments: &[Value],
    ) -> Result<Vec<Vec<Value>>, Error> {
        let Some((signature, body)) = self.procedures.get(name) else {
            return Err(Error::runtime(
                ErrorType::ProcedureError,
                "ProcedureNotFound",
                format!("there is no procedure `{name}`"),
            ));
        };
        for (argument, field) in arguments.iter().zip(&signature.inputs) {
            if !argument.is_null() && !field.ty.accepted().contains(argument.kind()) {
                return Err(Error::runtime(
                    ErrorType::TypeError,
                    "InvalidArgumentType",
                    format!(
                        "`{}` is {}, found {}",
                        field.name,
                        field.ty,
                        argument.kind().described()
                    ),
                ));
            }
        }
        let rows = match body {
            Body::Code(code) => return Ok(code(graph, arguments)),
            Body::Table(rows) => rows,
        };
        let given = arguments.len();
        let matches = |row: &&Vec<Value>| {
            row.iter()
                .zip(arguments)
                .all(|(cell, argument)| equivalent(cell, argument))
        };
        Ok(rows
            .iter()
            .filter(matches)
            .map(|row| row.get(given..).unwrap_or_default().to_vec())
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standard_procedure_has_a_signature() {
        let names: Vec<_> = [schema::ALL.as_slice(), &fulltext::ALL, &measures::ALL]
            .concat()
            .into_iter()
            .map(|(signature, _)| Signature::parse(signature).unwrap().name)
            .collect();
        let registry = Registry::standard();
        assert_eq!(registry.names().count(), names.len());
    }

    #[test]
    fn signatures_read_as_they_are_written() {
        for text in [
            "test.doNothing() :: ()",
            "test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, code :: NUMBER?)",
        ] {
            assert_eq!(Signature::parse(text).unwrap().to_string(), text);
        }
        assert!(Signature::parse("nothing").is_err());
        assert!(Signature::parse("a(b :: WHAT?) :: ()").is_err());
    }
}
