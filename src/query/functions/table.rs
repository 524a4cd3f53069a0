//! The table of scalar functions.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::temporal::Target;
use super::{Clock, Eval, Function, conversion, graph, list, math, temporal, text};
use crate::query::Value;
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

impl Function {
    const fn required(mut self, required: usize) -> Self {
        self.required = required;
        self
    }

    const fn variadic(mut self) -> Self {
        self.variadic = true;
        self
    }

    const fn varying(mut self) -> Self {
        self.deterministic = false;
        self
    }
}

/// The value of a clock, in a zone if one is given.
const fn current(name: &'static str, returns: Kinds, eval: Eval) -> Function {
    const PARAMETERS: &[Kinds] = &[Kinds::TEXT.or(Kinds::MAP)];
    function(name, PARAMETERS, returns, eval).required(0)
}

const fn truncate(name: &'static str, returns: Kinds, eval: Eval) -> Function {
    const PARAMETERS: &[Kinds] = &[Kinds::TEXT, Kinds::INSTANT, Kinds::MAP];
    function(name, PARAMETERS, returns, eval).required(1)
}

const fn construct(name: &'static str, returns: Kinds, eval: Eval) -> Function {
    const PARAMETERS: &[Kinds] = &[Kinds::TEXT.or(Kinds::MAP).or(Kinds::INSTANT)];
    function(name, PARAMETERS, returns, eval).required(0)
}

/// A function of one number.
const fn float(name: &'static str, eval: Eval) -> Function {
    function(name, &[N], F, eval)
}

const ANY: Kinds = Kinds::ANY;
const N: Kinds = Kinds::NUMBER;
const I: Kinds = Kinds::INT;
const F: Kinds = Kinds::FLOAT;
const T: Kinds = Kinds::TEXT;
const L: Kinds = Kinds::LIST;
const B: Kinds = Kinds::BOOL;
const NODE: Kinds = Kinds::NODE;
const RELATIONSHIP: Kinds = Kinds::RELATIONSHIP;
const PATH: Kinds = Kinds::PATH;
const ENTITY: Kinds = NODE.or(RELATIONSHIP);
const PROPERTIED: Kinds = ENTITY.or(Kinds::MAP);
const PRINTABLE: Kinds = N.or(T).or(B).or(Kinds::INSTANT).or(Kinds::DURATION);

static FUNCTIONS: &[Function] = &[
    // Nodes, relationships, paths.
    function("id", &[ENTITY], I, graph::id),
    function("elementId", &[ENTITY], T, graph::element_id),
    function("labels", &[NODE], L, graph::labels),
    function("type", &[RELATIONSHIP], T, graph::kind),
    function("keys", &[PROPERTIED], L, graph::keys),
    function("properties", &[PROPERTIED], Kinds::MAP, graph::properties),
    function("startNode", &[RELATIONSHIP], NODE, graph::start_node),
    function("endNode", &[RELATIONSHIP], NODE, graph::end_node),
    function("nodes", &[PATH], L, graph::nodes),
    function("relationships", &[PATH], L, graph::relationships),
    function("length", &[PATH], I, graph::length),
    function("exists", &[ANY], B, graph::exists),
    // Lists.
    function("size", &[L.or(T)], I, list::size),
    function("isEmpty", &[L.or(T).or(Kinds::MAP)], B, list::is_empty),
    function("head", &[L], ANY, list::head),
    function("last", &[L], ANY, list::last),
    function("tail", &[L], L, list::tail),
    function("reverse", &[L.or(T)], L.or(T), list::reverse),
    function("coalesce", &[ANY], ANY, list::coalesce).variadic(),
    // Bad arguments of `range()` are found when it runs, as the language has it.
    function("range", &[ANY, ANY, ANY], L, list::range).required(2),
    // Conversions.
    function("toInteger", &[N.or(T).or(B)], I, conversion::to_integer),
    function("toIntegerOrNull", &[ANY], I, conversion::to_integer_or_null),
    function("toIntegerList", &[L], L, conversion::to_integer_list),
    function("toFloat", &[N.or(T)], F, conversion::to_float),
    function("toFloatOrNull", &[ANY], F, conversion::to_float_or_null),
    function("toFloatList", &[L], L, conversion::to_float_list),
    function("toBoolean", &[B.or(T).or(I)], B, conversion::to_boolean),
    function("toBooleanOrNull", &[ANY], B, conversion::to_boolean_or_null),
    function("toBooleanList", &[L], L, conversion::to_boolean_list),
    function("toString", &[PRINTABLE], T, conversion::to_string),
    function("toStringOrNull", &[ANY], T, conversion::to_string_or_null),
    function("toStringList", &[L], L, conversion::to_string_list),
    // Numbers.
    function("abs", &[N], N, math::abs),
    float("ceil", math::ceil),
    float("floor", math::floor),
    function("round", &[N, I, T], F, math::round).required(1),
    function("sign", &[N], I, math::sign),
    function("isNaN", &[N], B, math::is_nan),
    function("rand", &[], F, math::rand).varying(),
    float("sqrt", math::sqrt),
    float("exp", math::exp),
    float("log", math::log),
    float("log10", math::log10),
    function("e", &[], F, math::e),
    function("pi", &[], F, math::pi),
    float("sin", math::sin),
    float("cos", math::cos),
    float("tan", math::tan),
    float("cot", math::cot),
    float("asin", math::asin),
    float("acos", math::acos),
    float("atan", math::atan),
    function("atan2", &[N, N], F, math::atan2),
    float("sinh", math::sinh),
    float("cosh", math::cosh),
    float("tanh", math::tanh),
    float("coth", math::coth),
    float("degrees", math::degrees),
    float("radians", math::radians),
    float("haversin", math::haversin),
    // Strings.
    function("toLower", &[T], T, text::to_lower),
    function("lower", &[T], T, text::to_lower),
    function("toUpper", &[T], T, text::to_upper),
    function("upper", &[T], T, text::to_upper),
    function("trim", &[T], T, text::trim),
    function("btrim", &[T], T, text::trim),
    function("ltrim", &[T], T, text::ltrim),
    function("rtrim", &[T], T, text::rtrim),
    function("left", &[T, I], T, text::left),
    function("right", &[T, I], T, text::right),
    function("substring", &[T, I, I], T, text::substring).required(2),
    function("replace", &[T, T, T], T, text::replace),
    function("split", &[T, T.or(L)], L, text::split),
    function("char_length", &[T], I, list::size),
    function("character_length", &[T], I, list::size),
    // Instants.
    construct("date", Kinds::DATE, |c, a| {
        temporal::construct(c, a, Target::Date)
    }),
    current("date.transaction", Kinds::DATE, |c, a| {
        temporal::current(c, a, Target::Date, |clock| clock.transaction)
    }),
    current("date.statement", Kinds::DATE, |c, a| {
        temporal::current(c, a, Target::Date, |clock| clock.statement)
    }),
    current("date.realtime", Kinds::DATE, |c, a| {
        temporal::current(c, a, Target::Date, Clock::realtime)
    })
    .varying(),
    truncate("date.truncate", Kinds::DATE, |c, a| {
        temporal::truncate(c, a, Target::Date)
    }),
    construct("localtime", Kinds::LOCAL_TIME, |c, a| {
        temporal::construct(c, a, Target::LocalTime)
    }),
    current("localtime.transaction", Kinds::LOCAL_TIME, |c, a| {
        temporal::current(c, a, Target::LocalTime, |clock| clock.transaction)
    }),
    current("localtime.statement", Kinds::LOCAL_TIME, |c, a| {
        temporal::current(c, a, Target::LocalTime, |clock| clock.statement)
    }),
    current("localtime.realtime", Kinds::LOCAL_TIME, |c, a| {
        temporal::current(c, a, Target::LocalTime, Clock::realtime)
    })
    .varying(),
    truncate("localtime.truncate", Kinds::LOCAL_TIME, |c, a| {
        temporal::truncate(c, a, Target::LocalTime)
    }),
    construct("time", Kinds::TIME, |c, a| {
        temporal::construct(c, a, Target::Time)
    }),
    current("time.transaction", Kinds::TIME, |c, a| {
        temporal::current(c, a, Target::Time, |clock| clock.transaction)
    }),
    current("time.statement", Kinds::TIME, |c, a| {
        temporal::current(c, a, Target::Time, |clock| clock.statement)
    }),
    current("time.realtime", Kinds::TIME, |c, a| {
        temporal::current(c, a, Target::Time, Clock::realtime)
    })
    .varying(),
    truncate("time.truncate", Kinds::TIME, |c, a| {
        temporal::truncate(c, a, Target::Time)
    }),
    construct("localdatetime", Kinds::LOCAL_DATE_TIME, |c, a| {
        temporal::construct(c, a, Target::LocalDateTime)
    }),
    current(
        "localdatetime.transaction",
        Kinds::LOCAL_DATE_TIME,
        |c, a| temporal::current(c, a, Target::LocalDateTime, |clock| clock.transaction),
    ),
    current("localdatetime.statement", Kinds::LOCAL_DATE_TIME, |c, a| {
        temporal::current(c, a, Target::LocalDateTime, |clock| clock.statement)
    }),
    current("localdatetime.realtime", Kinds::LOCAL_DATE_TIME, |c, a| {
        temporal::current(c, a, Target::LocalDateTime, Clock::realtime)
    })
    .varying(),
    truncate("localdatetime.truncate", Kinds::LOCAL_DATE_TIME, |c, a| {
        temporal::truncate(c, a, Target::LocalDateTime)
    }),
    construct("datetime", Kinds::DATE_TIME, |c, a| {
        temporal::construct(c, a, Target::DateTime)
    }),
    current("datetime.transaction", Kinds::DATE_TIME, |c, a| {
        temporal::current(c, a, Target::DateTime, |clock| clock.transaction)
    }),
    current("datetime.statement", Kinds::DATE_TIME, |c, a| {
        temporal::current(c, a, Target::DateTime, |clock| clock.statement)
    }),
    current("datetime.realtime", Kinds::DATE_TIME, |c, a| {
        temporal::current(c, a, Target::DateTime, Clock::realtime)
    })
    .varying(),
    truncate("datetime.truncate", Kinds::DATE_TIME, |c, a| {
        temporal::truncate(c, a, Target::DateTime)
    }),
    function(
        "datetime.fromepoch",
        &[I, I],
        Kinds::DATE_TIME,
        temporal::from_epoch,
    ),
    function(
        "datetime.fromepochmillis",
        &[I],
        Kinds::DATE_TIME,
        temporal::from_epoch_millis,
    ),
    function("timestamp", &[], I, |context, _| {
        let now = context.clock.statement;
        let millis = i64::from(now.nanosecond) / 1_000_000;
        Ok(Value::Int(
            now.seconds.saturating_mul(1000).saturating_add(millis),
        ))
    }),
    // Durations.
    function(
        "duration",
        &[T.or(Kinds::MAP).or(Kinds::DURATION)],
        Kinds::DURATION,
        temporal::duration,
    ),
    between("duration.between", temporal::between),
    between("duration.inMonths", temporal::in_months),
    between("duration.inDays", temporal::in_days),
    between("duration.inSeconds", temporal::in_seconds),
];

const fn between(name: &'static str, eval: Eval) -> Function {
    const PARAMETERS: &[Kinds] = &[Kinds::INSTANT, Kinds::INSTANT];
    function(name, PARAMETERS, Kinds::DURATION, eval)
}
