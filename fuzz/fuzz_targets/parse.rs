//! Any text is read or refused; what is read prints as text that reads the same.

#![no_main]

use kroniek::query::parser::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(tree) = parse(text) {
        let printed = tree.to_string();
        assert_eq!(parse(&printed).as_ref(), Ok(&tree), "{printed}");
    }
});
