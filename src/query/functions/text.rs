//! Functions on strings. Positions and lengths count characters.

use super::{Context, wrong};
use crate::query::value::{Value, check_text};
use crate::query::{Error, ErrorType};

/// The strings of arguments; `None` if one of them is null.
fn texts<'v, const N: usize>(
    function: &str,
    arguments: &'v [Value],
) -> Result<Option<[&'v str; N]>, Error> {
    let mut texts = [""; N];
    for (text, argument) in texts.iter_mut().zip(arguments) {
        match argument {
            Value::Text(found) => *text = found,
            Value::Null => {}
            other => return Err(wrong(function, "a string", other)),
        }
    }
    let null = arguments.iter().take(N).any(Value::is_null);
    Ok((!null).then_some(texts))
}

/// A number of characters; `None` for null.
fn length(function: &str, value: &Value) -> Result<Option<usize>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::Int(int) => match usize::try_from(*int) {
            Ok(length) => Ok(Some(length)),
            Err(_) => Err(Error::runtime(
                ErrorType::ArgumentError,
                "NumberOutOfRange",
                format!("`{function}()` cannot take {int} characters"),
            )),
        },
        other => Err(wrong(function, "an integer", other)),
    }
}

/// A function of one string that gives a string.
fn map(
    function: &str,
    arguments: &[Value],
    compute: impl Fn(&str) -> String,
) -> Result<Value, Error> {
    let text = texts::<1>(function, arguments)?;
    Ok(text.map_or(Value::Null, |[text]| Value::from(compute(text))))
}

pub(super) fn to_lower(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    map("toLower", arguments, str::to_lowercase)
}

pub(super) fn to_upper(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    map("toUpper", arguments, str::to_uppercase)
}

pub(super) fn trim(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    map("trim", arguments, |text| text.trim().into())
}

pub(super) fn ltrim(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    map("ltrim", arguments, |text| text.trim_start().into())
}

pub(super) fn rtrim(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    map("rtrim", arguments, |text| text.trim_end().into())
}

/// The first characters of a string.
pub(super) fn left(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let text = texts::<1>("left", arguments)?;
    let length = length("left", &arguments[1])?;
    Ok(text.zip(length).map_or(Value::Null, |([text], length)| {
        Value::from(text.chars().take(length).collect::<String>())
    }))
}

/// The last characters of a string.
pub(super) fn right(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let text = texts::<1>("right", arguments)?;
    let length = length("right", &arguments[1])?;
    Ok(text.zip(length).map_or(Value::Null, |([text], length)| {
        let skipped = text.chars().count().saturating_sub(length);
        Value::from(text.chars().skip(skipped).collect::<String>())
    }))
}

/// `substring(text, start [, length])`: positions count from 0.
pub(super) fn substring(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let text = texts::<1>("substring", arguments)?;
    let start = length("substring", &arguments[1])?;
    let length = match arguments.get(2) {
        None => Some(usize::MAX),
        Some(value) => length("substring", value)?,
    };
    let (Some([text]), Some(start), Some(length)) = (text, start, length) else {
        return Ok(Value::Null);
    };
    Ok(Value::from(
        text.chars().skip(start).take(length).collect::<String>(),
    ))
}

pub(super) fn replace(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let Some([text, search, replacement]) = texts::<3>("replace", arguments)? else {
        return Ok(Value::Null);
    };
    let found = text.matches(search).count();
    check_text(
        found
            .saturating_mul(replacement.len())
            .saturating_add(text.len()),
    )?;
    Ok(Value::from(text.replace(search, replacement)))
}

/// `split(text, delimiter)`, where the delimiter may be a list of several; an empty one splits into
/// characters.
pub(super) fn split(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let Some([text]) = texts::<1>("split", arguments)? else {
        return Ok(Value::Null);
    };
    let delimiters = match &arguments[1] {
        Value::Null => return Ok(Value::Null),
        Value::List(list) => &list[..],
        single => std::slice::from_ref(single),
    };
    let mut parts = vec![text];
    for delimiter in delimiters {
        let delimiter = match delimiter {
            Value::Text(delimiter) => &**delimiter,
            Value::Null => return Ok(Value::Null),
            other => return Err(wrong("split", "a string", other)),
        };
        parts = parts
            .into_iter()
            .flat_map(|part| split_once_each(part, delimiter))
            .collect();
    }
    Ok(Value::list(parts.into_iter().map(Value::from)))
}

fn split_once_each<'t>(text: &'t str, delimiter: &str) -> Vec<&'t str> {
    if !delimiter.is_empty() || text.is_empty() {
        return text.split(delimiter).collect::<Vec<_>>();
    }
    text.split("").filter(|part| !part.is_empty()).collect()
}
