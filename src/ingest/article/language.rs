//! The language of a text.

use super::{Block, BlockKind};

/// Bytes of prose that a language is judged by; more costs time and changes nothing.
const SAMPLE: usize = 800;

/// The ISO 639-1 code of the prose's language; nothing where it is too short to tell.
pub(super) fn detect(text: &str, blocks: &[Block]) -> Option<String> {
    let mut sample = String::with_capacity(SAMPLE);
    let prose = |kind: &BlockKind| matches!(kind, BlockKind::Paragraph);
    let others =
        |kind: &BlockKind| matches!(kind, BlockKind::Heading(_) | BlockKind::Caption { .. });
    for wanted in [&prose as &dyn Fn(&BlockKind) -> bool, &others] {
        for block in blocks.iter().filter(|block| wanted(&block.kind)) {
            let left = SAMPLE.saturating_sub(sample.len());
            let part = &text[block.range.clone()];
            sample.push_str(&part[..part.floor_char_boundary(left)]);
        }
        if !sample.trim().is_empty() {
            break;
        }
    }
    let info = whatlang::detect(&sample)?;
    info.is_reliable()
        .then(|| short(info.lang().code()).to_owned())
}

/// The language part of a tag such as `nl-NL`, as ISO 639-1 where there is such a code.
pub(super) fn of_tag(tag: &str) -> Option<String> {
    let language = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let short = short(&language);
    matches!(short.len(), 2 | 3).then(|| short.to_owned())
}

/// ISO 639-1 of ISO 639-3 (or the code itself), for the languages that whatlang knows.
fn short(code: &str) -> &str {
    match code {
        "afr" => "af",
        "aka" => "ak",
        "amh" => "am",
        "ara" => "ar",
        "aze" => "az",
        "bel" => "be",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" | "zho" => "zh",
        "cym" => "cy",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "guj" => "gu",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "hye" => "hy",
        "ind" => "id",
        "ita" => "it",
        "jav" => "jv",
        "jpn" => "ja",
        "kan" => "kn",
        "kat" => "ka",
        "khm" => "km",
        "kor" => "ko",
        "lat" => "la",
        "lav" => "lv",
        "lit" => "lt",
        "mal" => "ml",
        "mar" => "mr",
        "mkd" => "mk",
        "mya" => "my",
        "nep" => "ne",
        "nld" => "nl",
        "nob" => "nb",
        "ori" => "or",
        "pan" => "pa",
        "pes" | "fas" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "sin" => "si",
        "slk" => "sk",
        "slv" => "sl",
        "sna" => "sn",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tam" => "ta",
        "tel" => "te",
        "tgl" => "tl",
        "tha" => "th",
        "tuk" => "tk",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "uzb" => "uz",
        "vie" => "vi",
        "yid" => "yi",
        "zul" => "zu",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lose_their_region() {
        assert_eq!(of_tag("nl-NL").as_deref(), Some("nl"));
        assert_eq!(of_tag(" EN_gb").as_deref(), Some("en"));
        assert_eq!(of_tag("nld").as_deref(), Some("nl"));
        assert_eq!(of_tag("Nederlands"), None);
        assert_eq!(of_tag(""), None);
    }

    #[test]
    fn every_language_that_is_detected_has_a_short_code() {
        for lang in whatlang::Lang::all() {
            assert_eq!(short(lang.code()).len(), 2, "{lang:?}");
        }
    }

    #[test]
    fn prose_counts_before_captions() {
        let block = |kind, range| Block { kind, range };
        let caption = "The owner of the ferry and his brother. ";
        let prose = "De eigenaar van de veerboot had het gisteren met zijn vrouw over de haven.";
        let text = format!("{caption}{prose}");
        let blocks = [
            block(BlockKind::Caption { credit: None }, 0..caption.len()),
            block(BlockKind::Paragraph, caption.len()..text.len()),
        ];
        assert_eq!(detect(&text, &blocks).as_deref(), Some("nl"));
        assert_eq!(detect("AFP", &[block(BlockKind::Paragraph, 0..3)]), None);
        assert_eq!(detect("", &[]), None);
    }
}
