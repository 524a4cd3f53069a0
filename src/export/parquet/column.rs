//! A column of a group of rows: values gathered as Parquet wants them, and its type.

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::errors::Result;
use parquet::file::writer::SerializedColumnWriter;
use parquet::schema::types::{Type, TypePtr};

use crate::export::columns::{self, Column, Kind, Scalar};
use crate::export::keys::Keys;
use crate::graph::{NodeRef, Value, ValueRef};

/// The values of a column that are there.
enum Values {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    Float(Vec<f64>),
    Date(Vec<i32>),
    /// All texts one after the other, and where each ends.
    Text(Vec<u8>, Vec<usize>),
}

/// A column that gathers values.
pub(super) struct Gathered {
    name: String,
    values: Values,
    list: bool,
    /// Whether a value may be missing.
    optional: bool,
    /// How much of each value is there: 0 for none, 1 for a value or an empty list, 2 for an
    /// element.
    present: Vec<i16>,
    /// For lists: 0 where one begins, 1 within.
    repeated: Vec<i16>,
}

impl Gathered {
    /// A text that every row has.
    pub(super) fn required_text(name: &str) -> Self {
        Self::new(name, Values::Text(Vec::new(), Vec::new()), false, false)
    }

    /// A list of texts that every row has.
    pub(super) fn texts(name: &str) -> Self {
        Self::new(name, Values::Text(Vec::new(), Vec::new()), true, true)
    }

    /// A property.
    pub(super) fn property(column: &Column) -> Self {
        let (scalar, list) = match column.kind {
            Kind::One(scalar) => (scalar, false),
            Kind::List(scalar) => (scalar.unwrap_or(Scalar::Text), true),
            Kind::Mixed => (Scalar::Text, false),
        };
        let values = match scalar {
            Scalar::Bool => Values::Bool(Vec::new()),
            Scalar::Int => Values::Int(Vec::new()),
            Scalar::Float => Values::Float(Vec::new()),
            Scalar::Date if !column.wide => Values::Date(Vec::new()),
            _ => Values::Text(Vec::new(), Vec::new()),
        };
        Self::new(&column.name, values, list, true)
    }

    fn new(name: &str, values: Values, list: bool, optional: bool) -> Self {
        Self {
            name: name.to_owned(),
            values,
            list,
            optional,
            present: Vec::new(),
            repeated: Vec::new(),
        }
    }

    /// Its place in the schema.
    pub(super) fn schema(&self) -> Result<TypePtr> {
        let (physical, logical) = match &self.values {
            Values::Bool(_) => (Physical::BOOLEAN, None),
            Values::Int(_) => (Physical::INT64, None),
            Values::Float(_) => (Physical::DOUBLE, None),
            Values::Date(_) => (Physical::INT32, Some(LogicalType::Date)),
            Values::Text(..) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let name = if self.list { "element" } else { &self.name };
        let repetition = if self.optional && !self.list {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        let scalar = Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()?;
        if !self.list {
            return Ok(scalar.into());
        }
        let elements = Type::group_type_builder("list")
            .with_repetition(Repetition::REPEATED)
            .with_fields(vec![scalar.into()])
            .build()?;
        let list = Type::group_type_builder(&self.name)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(Some(LogicalType::List))
            .with_fields(vec![elements.into()])
            .build()?;
        Ok(list.into())
    }

    /// Adds a text.
    pub(super) fn push_text(&mut self, text: &str) {
        if self.optional {
            self.present.push(1);
        }
        self.text(text);
    }

    /// Adds what a node is called to a column of texts that every row has.
    pub(super) fn push_key(&mut self, keys: &Keys, node: NodeRef<'_>) {
        if let Values::Text(bytes, ends) = &mut self.values {
            keys.write(bytes, node);
            ends.push(bytes.len());
        }
    }

    /// Adds a list of texts.
    pub(super) fn push_texts<'s>(&mut self, texts: impl Iterator<Item = &'s str>) {
        let before = self.present.len();
        for text in texts {
            self.begin_element(before);
            self.text(text);
        }
        self.end_list(before);
    }

    /// Adds a value, or that there is none.
    pub(super) fn push(&mut self, value: Option<ValueRef<'_>>) {
        match value {
            None => {
                self.present.push(0);
                if self.list {
                    self.repeated.push(0);
                }
            }
            Some(ValueRef::List(items)) if self.list => self.push_list(items),
            Some(value) => {
                self.present.push(1);
                self.value(value);
            }
        }
    }

    fn push_list(&mut self, items: &[Value]) {
        let before = self.present.len();
        for item in items {
            self.begin_element(before);
            self.value(item.into());
        }
        self.end_list(before);
    }

    fn begin_element(&mut self, before: usize) {
        self.repeated.push(i16::from(self.present.len() > before));
        self.present.push(2);
    }

    fn end_list(&mut self, before: usize) {
        if self.present.len() == before {
            self.present.push(1);
            self.repeated.push(0);
        }
    }

    fn text(&mut self, text: &str) {
        if let Values::Text(bytes, ends) = &mut self.values {
            bytes.extend_from_slice(text.as_bytes());
            ends.push(bytes.len());
        }
    }

    /// Adds a value of the column's kind; a column of texts takes all.
    fn value(&mut self, value: ValueRef<'_>) {
        match (&mut self.values, value) {
            (Values::Bool(values), ValueRef::Bool(bool)) => values.push(bool),
            (Values::Int(values), ValueRef::Int(int)) => values.push(int),
            (Values::Float(values), ValueRef::Float(float)) => values.push(float),
            #[expect(
                clippy::cast_precision_loss,
                reason = "columns of floats hold no whole number that a float does not"
            )]
            (Values::Float(values), ValueRef::Int(int)) => values.push(int as f64),
            (Values::Date(values), ValueRef::Date(day)) => {
                values.push(i32::try_from(day.0).unwrap_or(i32::MAX));
            }
            (Values::Text(..), ValueRef::Text(text)) => self.text(text),
            (_, ValueRef::List(items)) => self.text(&columns::json(items).to_string()),
            (_, other) => self.text(&other.printed().unwrap_or_default()),
        }
    }

    /// Writes what was gathered and begins anew.
    pub(super) fn write(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let levels = (self.optional.then_some(&self.present[..])).zip(Some(&self.repeated[..]));
        let levels = levels.map(|(present, repeated)| (present, self.list.then_some(repeated)));
        match &mut self.values {
            Values::Bool(values) => batch::<BoolType>(column, values, levels)?,
            Values::Int(values) => batch::<Int64Type>(column, values, levels)?,
            Values::Float(values) => batch::<DoubleType>(column, values, levels)?,
            Values::Date(values) => batch::<Int32Type>(column, values, levels)?,
            Values::Text(bytes, ends) => {
                // The texts share one allocation.
                let all = ByteArray::from(std::mem::take(bytes));
                let mut begin = 0;
                let mut texts: Vec<_> = (ends.drain(..))
                    .map(|end| {
                        let text = all.slice(begin, end - begin);
                        begin = end;
                        text
                    })
                    .collect();
                batch::<ByteArrayType>(column, &mut texts, levels)?;
            }
        }
        self.present.clear();
        self.repeated.clear();
        Ok(())
    }
}

/// How much of each value is there, and for lists where each begins.
type Levels<'l> = Option<(&'l [i16], Option<&'l [i16]>)>;

fn batch<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    levels: Levels<'_>,
) -> Result<()> {
    let (present, repeated) = levels.map_or((None, None), |(p, r)| (Some(p), r));
    column.typed::<T>().write_batch(values, present, repeated)?;
    values.clear();
    Ok(())
}
