//! Findings as SARIF 2.1.0, the OASIS format that code hosts and editors read.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::place::Places;
use super::{Finding, Label, Sources, explain, json::pretty};

/// Findings in the order given as a SARIF log with one run, with a line break at the end.
///
/// Rules are the codes that occur, in code-point order, with the first sentence of their explanation.
/// Columns count code points; ends are exclusive, as the format has them.
pub fn sarif(findings: &[Finding], sources: &Sources) -> String {
    let places = Places::new(sources);
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, &codes, &places))
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "kroniek",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: &str) -> Value {
    let explanation = explain::find(code);
    let summary = explanation.map_or(code, |explanation| explanation.summary.as_str());
    let mut rule = json!({"id": code, "shortDescription": {"text": summary}});
    if let Some(explanation) = explanation {
        rule["help"] = json!({"text": explanation.section, "markdown": explanation.section});
        rule["defaultConfiguration"] = json!({"level": explanation.severity.as_str()});
    }
    rule
}

fn result(finding: &Finding, codes: &[&str], places: &Places<'_>) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": codes.binary_search(&finding.code).unwrap_or_default(),
        "level": finding.severity.as_str(),
        "message": {"text": text},
        "locations": [{"physicalLocation": location(&finding.primary, places)}],
    });
    if !finding.related.is_empty() {
        let related: Vec<Value> = (1..)
            .zip(&finding.related)
            .map(|(id, label)| {
                json!({
                    "id": id,
                    "physicalLocation": location(label, places),
                    "message": {"text": label.message},
                })
            })
            .collect();
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(label: &Label, places: &Places<'_>) -> Value {
    let (start, end) = places.of(label.span);
    json!({
        "artifactLocation": {"uri": uri(places.path(label.span.source))},
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    })
}

/// A path as a URI reference: every byte but RFC 3986's unreserved ones and `/` is percent-encoded,
/// also a colon, which would make the beginning of a relative path a scheme.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let mut uri = scheme.to_owned();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::*;

    #[test]
    fn results_refer_to_their_rules_and_places() {
        let mut sources = Sources::default();
        let a = sources.add("annotations/een twee.yaml", "één: 2020-9-1\n");
        let findings = [
            Finding::error("bad-date", Span::new(a, 7..15), "not a date").help("write it"),
            Finding::warning("alias-shared", Span::new(a, 0..5), "shared")
                .related(Span::new(a, 15..15), "here"),
            Finding::error("bad-date", Span::new(a, 0..0), "again"),
        ];
        let log: Value = serde_json::from_str(&sarif(&findings, &sources)).expect("JSON");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rules = &run["tool"]["driver"]["rules"];
        assert_eq!(rules.as_array().map(Vec::len), Some(2));
        for result in run["results"].as_array().expect("results") {
            let index = result["ruleIndex"].as_u64().expect("index");
            let rule = &rules[usize::try_from(index).expect("small")];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        let first = &run["results"][0];
        assert_eq!(first["level"], "error");
        assert_eq!(first["message"]["text"], "not a date\nhelp: write it");
        assert_eq!(
            first["locations"][0]["physicalLocation"],
            json!({
                "artifactLocation": {"uri": "annotations/een%20twee.yaml"},
                "region": {"startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 14},
            })
        );
        assert_eq!(run["results"][1]["relatedLocations"][0]["id"], 1);
        assert!(first.get("relatedLocations").is_none());
    }

    #[test]
    fn paths_become_uris_that_lead_back() {
        assert_eq!(uri("seeds/één.txt"), "seeds/%C3%A9%C3%A9n.txt");
        assert_eq!(uri("../a b/c:d.yaml"), "../a%20b/c%3Ad.yaml");
        assert_eq!(uri("/tmp/a#?.yaml"), "file:///tmp/a%23%3F.yaml");
    }
}
