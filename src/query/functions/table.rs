//! The table of scalar functions.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Eval, Function, graph};
use crate::query::value::Kinds;

/// The function of a name, in whatever case it is written.
pub fn find(name: &str) -> Option<&'static Function> {
    static BY_NAME: LazyLock<HashMap<String, &'static Function>> = LazyLock::new(|| {
        FUNCTIONS
            .iter()
            .map(|function| (function.name.to_lowercase(), function))
            .collect()
    });
    BY_NAME.get(&name.to_lowercase()).copied()
}

/// All functions, for completion and hints.
pub fn all() -> impl Iterator<Item = &'static Function> {
    FUNCTIONS.iter()
}

const fn function(
    name: &'static str,
    parameters: &'static [Kinds],
    returns: Kinds,
    eval: Eval,
) -> Function {
    Function {
        name,
        parameters,
        required: parameters.len(),
        variadic: false,
        returns,
        deterministic: true,
        eval,
    }
}

const ENTITY: Kinds = Kinds::NODE.or(Kinds::RELATIONSHIP);

static FUNCTIONS: &[Function] = &[
    function("id", &[ENTITY], Kinds::INT, graph::id),
    function("labels", &[Kinds::NODE], Kinds::LIST, graph::labels),
];
