//! Splits prose into sentences.
//!
//! A sentence ends at a mark of its end (`.`, `!`, `?`, `…` and their like in other scripts), with
//! the closing quotation marks and brackets after it, or at a blank line; but not after an
//! abbreviation or an initial, not where the text goes on in lower case, and not inside a
//! quotation or brackets that close in the same paragraph.

mod abbreviations;
mod quotations;

use std::ops::Range;

use super::lines::line_breaks;

/// The sentences of a text, in order: trimmed, without overlap, and together they hold every
/// character that is not white space.
///
/// The language (ISO 639-1) decides which words are known to begin a sentence after an abbreviation
/// ("in the U.S. The deal") and whether an ordinal ends in a full stop ("am 9. September");
/// abbreviations are those of Dutch, English, German and French in any language. Takes linear time.
pub fn sentences(text: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let mut sentences = Vec::with_capacity(text.len() / 80 + 1);
    let mut from = 0;
    while from < text.len() {
        let to = paragraph_end(text, from);
        split(text, from..to, language, &mut sentences);
        from = to;
    }
    sentences
}

/// The end of the paragraph that begins at `from`: the first blank line, or the text's end.
fn paragraph_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if !matches!(bytes[at], b'\n' | b'\r') {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        let white = &rest[..rest.len() - rest.trim_start().len()];
        let end = at + white.len();
        if line_breaks(white) > 1 {
            return end;
        }
        at = end;
    }
    bytes.len()
}

/// Splits one paragraph.
fn split(
    text: &str,
    paragraph: Range<usize>,
    language: Option<&str>,
    sentences: &mut Vec<Range<usize>>,
) {
    let within = &text[..paragraph.end];
    let quoted = quotations::enclosed(within, paragraph.start);
    let mut quoted = quoted.iter().peekable();
    let mut push = |range: Range<usize>| {
        let sentence = &text[range.clone()];
        let start = range.start + sentence.len() - sentence.trim_start().len();
        let end = start + sentence.trim().len();
        if start < end {
            sentences.push(start..end);
        }
    };
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    while let Some(mark) = next_mark(within, at) {
        let end = marks_end(within, mark);
        at = end;
        // The closing quotation mark of a pair is behind the break that it belongs to.
        while quoted.next_if(|pair| pair.end <= end).is_some() {}
        if quoted.peek().is_some_and(|pair| pair.start < mark) {
            continue;
        }
        if ends_sentence(within, start, mark, end, language) {
            push(start..end);
            start = end;
        }
    }
    push(start..paragraph.end);
}

/// The next mark that may end a sentence.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'.' | b'!' | b'?' => return Some(at),
            // First bytes of all other marks.
            0xd6 | 0xd8 | 0xdb | 0xe0 | 0xe1 | 0xe2 | 0xe3 | 0xef => {
                let c = text[at..].chars().next()?;
                if is_mark(c) {
                    return Some(at);
                }
                at += c.len_utf8();
            }
            _ => at += 1,
        }
    }
}

/// Ends a sentence, in any script.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼'..='‽' | '⁇'..='⁉' | '։' | '؟' | '۔' | '।' | '॥' | '။' | '።' | '។')
        || is_wide_mark(c)
}

/// Ends a sentence in scripts that put no space between sentences.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

/// Closes a quotation or a bracket after the mark that ends a sentence.
fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '‘'
            | '»'
            | '«'
            | '›'
            | '‹'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '）'
    )
}

/// The end of a run of marks and of what closes after it. A quotation mark after a space opens.
fn marks_end(text: &str, mark: usize) -> usize {
    let rest = &text[mark..];
    let closers = rest.trim_start_matches(is_mark);
    mark + rest.len()
        - closers
            .trim_start_matches(|c| is_closer(c) || is_mark(c))
            .len()
}

/// Whether the marks from `mark` to `end` end the sentence that began at `start`.
fn ends_sentence(
    text: &str,
    start: usize,
    mark: usize,
    end: usize,
    language: Option<&str>,
) -> bool {
    let marks = &text[mark..end];
    let after = &text[end..];
    let wide = marks.chars().any(is_wide_mark);
    if !wide && !after.starts_with(char::is_whitespace) {
        return false;
    }
    let sentence = text[start..mark].trim_start();
    let follows = next_start(after);
    if follows == Start::Lower {
        return false;
    }
    // Marks without words before them ("...en", "3. Slot", "(…)") end nothing.
    let wordless = sentence.len() < 32 && !sentence.contains(char::is_alphabetic);
    if wordless && !wide && marks.starts_with(['.', '…']) {
        return false;
    }
    let next = next_word(after);
    match marks.trim_end_matches(is_closer) {
        "." => {
            let bare = marks[1..].chars().all(|c| ")]}".contains(c));
            !abbreviations::goes_on(sentence, bare, next, follows, language)
        }
        dots if dots.starts_with(['.', '…']) && !dots.contains(['!', '?']) => {
            // What was left out of a quotation ends no sentence by itself.
            let bracketed = sentence.ends_with(['(', '[']);
            let free = sentence.ends_with(char::is_whitespace);
            !bracketed && (!free || abbreviations::begins_sentence(next, language))
        }
        _ => true,
    }
}

/// How the text goes on after a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// In lower case: in the same sentence.
    Lower,
    /// With a digit.
    Digit,
    /// With a capital, a letter of a script without case, a sign, or not at all.
    Other,
}

/// What stands before the first word of a sentence.
fn is_opener(c: char) -> bool {
    is_closer(c)
        || matches!(
            c,
            '„' | '‚' | '(' | '[' | '{' | '¿' | '¡' | '-' | '–' | '—' | '「' | '『'
        )
}

fn next_start(after: &str) -> Start {
    let after = after.trim_start();
    let word = after.trim_start_matches(|c: char| is_opener(c) || c.is_whitespace());
    // "'s Avonds", "’t Is": the article or ending is small, the sentence is not.
    if after.starts_with(['\'', '’', '‘'])
        && let Some((clitic, rest)) = word.split_once(char::is_whitespace)
        && matches!(clitic, "s" | "t" | "n" | "k" | "m" | "r")
    {
        return if rest.starts_with(char::is_lowercase) {
            Start::Lower
        } else {
            Start::Other
        };
    }
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        // "iPhone" may begin a sentence.
        (Some(first), Some(second)) if first.is_lowercase() && second.is_uppercase() => {
            Start::Other
        }
        (Some(first), _) if first.is_lowercase() => Start::Lower,
        (Some(first), _) if first.is_numeric() => Start::Digit,
        _ => Start::Other,
    }
}

/// The first word after a mark, without what opens it.
fn next_word(after: &str) -> &str {
    let word = after.trim_start_matches(|c: char| c.is_whitespace() || is_opener(c));
    let end = word
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(word.len());
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks the sentences of a text that is written with `|` between them.
    fn check_in(language: Option<&str>, marked: &str) {
        let parts: Vec<_> = marked.split('|').map(str::trim).collect();
        let text = marked.replace('|', "");
        let found = sentences(&text, language);
        let found: Vec<_> = found.into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, parts, "{language:?}");
    }

    fn check(marked: &str) {
        check_in(Some("nl"), marked);
    }

    #[test]
    fn dutch_abbreviations_end_nothing() {
        check("Er kwamen o.a. de Russen en o.a. De Volkskrant.| Ook d.w.z. Poetin.");
        check("Op 3 jan. 2014 kwam hij.| In jan. 2015 niet.");
        check(
            "Dhr. Jansen sprak mr. dr. Pietersen en mevr. De Vries.| Prof. dr. ir. K. Bos zweeg.",
        );
        check("Philips N.V. Eindhoven betaalt 3 mln. euro.| Het is een N.V.| De winst daalt.");
        check("De heer A.B. de Vries en J.P. Jansen gingen.| Zij bleven.");
        check("Zie art. 5, nr. 3, blz. 12 en p. 4.| Hij las.");
        check("Shell Plc. met winst.| Het is i.v.m. De Dag.");
        check("Hij nam brood, kaas enz. mee.| Zij nam brood enz.| Hij at.");
        check("Lukasjenko (o.a. Minsk) bleef.| Ca. 200 mensen gingen.");
    }

    #[test]
    fn english_abbreviations_end_nothing() {
        let check = |marked| check_in(Some("en"), marked);
        check("U.S. officials met in the U.S.| The deal, e.g. No. 5, i.e. the fifth, is done.");
        check(
            "Mr. Smith vs. Gen. Jones.| Dr. Who met Sen. Warren at 5 p.m. on Monday.| St. Petersburg.",
        );
        check("George W. Bush and J. R. R. Tolkien met.| He left.");
        check("Apple Inc. Chief Tim Cook spoke.| He works for Apple Inc.| The end.");
        check("It was Plan B.| He left on Jan. 5.| Was it No. 10?| Yes.");
        check("He holds a Ph.D. in law.| Smith et al. Agree.");
        check("The general said no.| Gen. Smith said yes.");
    }

    #[test]
    fn ordinary_words_are_no_abbreviations() {
        check("Zij troffen elkaar op de top.| Loekasjenko zweeg.");
        check("Dat gebeurde met harde hand.| Poetin wist dat al.| Minsk ook.");
        check("Dat was 5 min.| Poetin kwam.| In mei.| Dat was in 1999.| Rusland bleef.");
        check("Er zijn S-400 (raketsystemen).| 81 procent was raak.");
        check("Karel V.| Hij was keizer.");
    }

    #[test]
    fn lower_case_goes_on() {
        check("‘Wat nu?’ vroeg hij.| Ga weg! riep zij.| Kijk op Mid.ru.| Ja.");
        check("Hij kwam, zag... en overwon.| Toen kwam...| Poetin.");
        check("Versie 3.48 van Belta.by is er.| Nee.");
    }

    #[test]
    fn quotations_stay_whole() {
        check(
            "“De rederij koopt – een tiental boten. Misschien wel twaalf. Daar is vraag naar”, zei zij.| Punt.",
        );
        check("‘Geen boot vaart vandaag uit. Het stormt.’| De havenmeester hield vol.");
        check(
            "De schipper riep: ‘Mijn mannen kregen één order: aanleggen!'| De rest heette 'kletspraat'.| Klaar.",
        );
        check("\"Ga weg. Nu,\" zei hij.| \"Nee.\"| Zij bleef.");
        check("De reder sloeg een ’onbehouwen’ toon aan.| Zij zweeg.| Hij ook.");
        check("Hij bleef (dat wist men. Echt) daar.| Zij niet.");
        check("Deze (…) grens gaan zij over.| En [...] Dan nog.");
    }

    #[test]
    fn a_closing_quotation_mark_ends_a_sentence() {
        check("‘Ja.’| ‘Nee.’| “Goed.”| Hij ging.");
        check(
            "“… the last boat of the day.”| @adaberg https://t.example/x — Kustwacht (@kustwacht) 9 maart 2031",
        );
        check("‘We zien wel.| Hij ging.");
    }

    #[test]
    fn small_words_with_an_apostrophe_begin_sentences() {
        check("Hij kwam.| 's Avonds ging hij.| ’t Is laat.| 't Was zo’n dag in '90.| Ja.");
        check("Minsk’ beleid.| Belarussen’ rechten.| Ook Loekasjenko's.");
    }

    #[test]
    fn blank_lines_end_sentences_and_line_breaks_do_not() {
        check(
            "Een kop\n\n|Een zin over\ntwee regels.|\r\n\r\nNog een|\n \n\nEn een kop...\n\n|...en nog een",
        );
        check("Vertraging, meldt de rederij...\n\n|Na de storm");
    }

    #[test]
    fn other_scripts_end_sentences_with_their_own_marks() {
        check_in(
            Some("ru"),
            "Путин приехал в Минск.| Лукашенко его встретил в 2021 г. в Сочи.| Да!",
        );
        check_in(Some("zh"), "他来了。|她走了！|好。");
        check_in(Some("ar"), "هل جاء؟| نعم.");
        check_in(Some("hi"), "वह आया।| वह गया।");
    }

    #[test]
    fn german_ordinals_and_french_guillemets_are_read() {
        check_in(
            Some("de"),
            "Am 9. September kam Dr. Müller.| Er ging z.B. Nach Hause.",
        );
        check_in(
            Some("fr"),
            "M. Macron a dit « Non. Jamais. » hier.| Il part.",
        );
        check_in(None, "1. Inleiding van dit stuk.| 2. Slot.");
    }

    #[test]
    fn nothing_has_no_sentences() {
        assert_eq!(sentences("", None), Vec::<Range<usize>>::new());
        assert_eq!(sentences(" \n\n\t", None), Vec::<Range<usize>>::new());
        check("...");
    }

    proptest! {
        #[test]
        fn every_character_lies_in_one_trimmed_sentence(
            text in "([a-cA-C1.!?…’‘“”'\"() \n\r]|dr\\.|。|é|\u{a0}){0,80}",
        ) {
            let mut free = 0;
            for range in sentences(&text, Some("nl")) {
                prop_assert!(range.start >= free && range.start < range.end);
                prop_assert_eq!(text[free..range.start].trim(), "");
                let sentence = &text[range.clone()];
                prop_assert_eq!(sentence, sentence.trim());
                free = range.end;
            }
            prop_assert_eq!(text[free..].trim(), "");
        }
    }
}
