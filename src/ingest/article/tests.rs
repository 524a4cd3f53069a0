//! Articles of all formats read: the bundled ones, small ones, and whatever bytes there may be.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn read_file(path: &Path) -> Article {
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let extension = path.extension().unwrap().to_str().unwrap();
    let mut reading = read("seeds/x", stem, extension, &fs::read(path).unwrap());
    assert_eq!(reading.problems, []);
    assert_eq!(reading.articles.len(), 1);
    check_invariants(&reading);
    reading.articles.remove(0)
}

/// What holds for every article whatever its file.
fn check_invariants(reading: &Reading) {
    for article in &reading.articles {
        let mut end = 0;
        for block in &article.blocks {
            assert_eq!(block.range.start, end, "blocks touch");
            assert!(article.text.get(block.range.clone()).is_some());
            end = block.range.end;
        }
        assert_eq!(end, article.text.len(), "blocks are the whole text");
        let mut from = 0;
        for sentence in &article.sentences {
            assert!(sentence.start >= from && sentence.start < sentence.end);
            assert!(article.text.get(sentence.clone()).is_some());
            let holds = |block: &&Block| {
                block.range.start <= sentence.start && sentence.end <= block.range.end
            };
            let block = article.blocks.iter().find(holds);
            assert!(block.is_some_and(|block| block.kind != BlockKind::Header));
            from = sentence.end;
        }
        assert_eq!(article.sha256.len(), 64);
    }
    for problem in &reading.problems {
        assert!(
            reading.source.get(problem.range.clone()).is_some(),
            "{problem:?}"
        );
    }
    let errors = reading
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .count();
    assert!(
        !reading.articles.is_empty() || errors > 0,
        "no article and no reason"
    );
}

/// An article as lines, long blocks cut short.
fn outline(article: &Article) -> String {
    let mut outline = String::new();
    for (name, value) in [
        ("title", &article.title),
        ("published", &article.published),
        ("publisher", &article.publisher),
        ("language", &article.language),
        ("url", &article.url),
    ] {
        if let Some(value) = value {
            let _ = writeln!(outline, "{name}: {value}");
        }
    }
    for block in &article.blocks {
        let text = article.text[block.range.clone()].trim();
        let count = text.chars().count();
        let shown = if count > 90 {
            let tail: String = text.chars().skip(count - 30).collect();
            format!("{} … {tail}", text.chars().take(50).collect::<String>())
        } else {
            text.to_owned()
        };
        let within = |s: &&Range<usize>| block.range.contains(&s.start);
        let sentences = article.sentences.iter().filter(within).count();
        let _ = writeln!(outline, "{:?} ({sentences}): {shown:?}", block.kind);
    }
    outline
}

/// The texts that the bundled ones retell, where they lie beside the project.
#[test]
fn the_originals_are_read_without_a_loss() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(files) = fs::read_dir(folder) else {
        return;
    };
    for file in files {
        let article = read_file(&file.unwrap().path());
        assert_eq!(article.language.as_deref(), Some("nl"), "{}", article.id);
        let count = |wanted: fn(&BlockKind) -> bool| {
            let blocks = article.blocks.iter();
            blocks.filter(|block| wanted(&block.kind)).count()
        };
        let posts = count(|kind| matches!(kind, BlockKind::Post { .. }));
        let captions = count(|kind| matches!(kind, BlockKind::Caption { .. }));
        let boilerplate = count(|kind| matches!(kind, BlockKind::Boilerplate));
        let expected = match &article.id[..3] {
            "000" => (0, 1, 0),
            "001" => (2, 1, 0),
            "002" => (0, 2, 3),
            _ => (0, 0, 0),
        };
        assert_eq!(
            (posts, captions, boilerplate.min(3)),
            expected,
            "{}",
            article.id
        );
    }
}

#[test]
fn the_bundled_articles_are_told_apart_into_blocks() {
    for name in [
        "000_9ca6291fc2e8515d",
        "001_0fd79b9917c4090c",
        "002_b737276b588f8af3",
        "003_8432a360b6a1ac58",
        "004_5bf86750952c11d4",
    ] {
        let article = read_file(&seeds().join(format!("{name}.txt")));
        insta::assert_snapshot!(name, outline(&article));
    }
}

#[test]
fn every_sentence_of_the_bundled_articles_is_one() {
    for name in ["001_0fd79b9917c4090c", "002_b737276b588f8af3"] {
        let article = read_file(&seeds().join(format!("{name}.txt")));
        let sentences = article
            .sentences
            .iter()
            .map(|s| article.text[s.clone()].replace('\n', "⏎"));
        insta::assert_snapshot!(
            format!("{name}-sentences"),
            sentences.collect::<Vec<_>>().join("\n")
        );
    }
}

/// Checks the blocks of a plain text, as kind and text.
fn check_plain(text: &str, expected: &[(&str, &str)]) -> Article {
    let reading = read("x.txt", "x", "txt", text.as_bytes());
    check_invariants(&reading);
    let article = reading.articles.into_iter().next().unwrap();
    let blocks: Vec<_> = article
        .blocks
        .iter()
        .map(|block| {
            (
                format!("{:?}", block.kind),
                article.text[block.range.clone()].trim(),
            )
        })
        .collect();
    let blocks: Vec<_> = blocks
        .iter()
        .map(|(kind, text)| (kind.as_str(), *text))
        .collect();
    assert_eq!(blocks, expected);
    article
}

#[test]
fn headers_run_straight_on_into_the_text() {
    for (header, date) in [
        (" date 2021-09 ", "2021-09"),
        (" date 2021-09-09 ", "2021-09-09"),
        ("date 2021 ", "2021"),
        ("Date: 2021-09\n\n", "2021-09"),
    ] {
        let article = check_plain(
            &format!("{header}Rusland wil meer. Veel meer."),
            &[
                ("Header", header.trim()),
                ("Paragraph", "Rusland wil meer. Veel meer."),
            ],
        );
        assert_eq!(article.published.as_deref(), Some(date));
        assert_eq!(article.sentences.len(), 2);
    }
    for text in [
        "date palms grow here, he said.",
        "date 2021-13 is geen datum.",
        "dating 2021 was fun.",
    ] {
        assert_eq!(check_plain(text, &[("Paragraph", text)]).published, None);
    }
}

#[test]
fn headings_are_short_lines_between_blank_lines() {
    let article = check_plain(
        "De kop\n\nDoor Jan de Vries\n\nEen zin.\n\nTussenkop...\n\n...en nog een\n\nEen zin,\n\nkleine letter\n\nSlot.\n\nRedactie",
        &[
            ("Heading(1)", "De kop"),
            ("Paragraph", "Door Jan de Vries"),
            ("Paragraph", "Een zin."),
            ("Heading(2)", "Tussenkop..."),
            ("Heading(2)", "...en nog een"),
            ("Paragraph", "Een zin,"),
            ("Paragraph", "kleine letter"),
            ("Paragraph", "Slot."),
            ("Paragraph", "Redactie"),
        ],
    );
    assert_eq!(article.title.as_deref(), Some("De kop"));
    let article = check_plain(
        "Wie is Poetin?\n\nEen zin.",
        &[("Heading(1)", "Wie is Poetin?"), ("Paragraph", "Een zin.")],
    );
    assert_eq!(article.title.as_deref(), Some("Wie is Poetin?"));
    let article = check_plain(
        "Een zin.\n\nDe kop\n\nNog een.",
        &[
            ("Paragraph", "Een zin."),
            ("Heading(2)", "De kop"),
            ("Paragraph", "Nog een."),
        ],
    );
    assert_eq!(article.title, None);
}

#[test]
fn lines_that_nobody_wrapped_are_paragraphs() {
    let long = "Een lange zin die maar doorgaat en doorgaat. ".repeat(5);
    let long = long.trim();
    check_plain(
        &format!("De kop\n{long}\nNog iets.\nPoetin. Beeld AFP\n{long}"),
        &[
            ("Heading(1)", "De kop"),
            ("Paragraph", long),
            ("Paragraph", "Nog iets."),
            ("Caption { credit: Some(\"AFP\") }", "Poetin. Beeld AFP"),
            ("Paragraph", long),
        ],
    );
    let wrapped = "Een zin die netjes\nover twee regels loopt.";
    check_plain(wrapped, &[("Paragraph", wrapped)]);
}

#[test]
fn line_breaks_stay_as_they_are() {
    let article = check_plain(
        "De kop\r\n\r\nEen zin.\r\rNog een.\n",
        &[
            ("Heading(1)", "De kop"),
            ("Paragraph", "Een zin."),
            ("Paragraph", "Nog een."),
        ],
    );
    assert_eq!(article.text, "De kop\r\n\r\nEen zin.\r\rNog een.\n");
    let marked = read("x", "x", "txt", "\u{feff}Een zin.".as_bytes());
    assert_eq!(marked.articles[0].text, "Een zin.");
    assert_eq!(marked.articles[0].blocks[0].range, 0..8);
}

#[test]
fn files_without_text_are_errors() {
    for (extension, bytes) in [
        ("txt", &b" date 2021-09 \n"[..]),
        ("md", b"---\ntitle: x\n---\n"),
        ("html", b"<title>x</title><script>y</script>"),
        ("txt", b""),
        ("jsonl", b"\n"),
        ("jsonl", "\u{a0}".as_bytes()),
        ("md", "\u{2003}\n".as_bytes()),
    ] {
        let reading = read("x", "x", extension, bytes);
        check_invariants(&reading);
        assert_eq!(reading.problems[0].code, "article-empty", "{extension}");
    }
}

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="nl-NL"><head>
<title>Twee rederijen in Veldhaven gaan samen | De Krant</title>
<meta property="og:site_name" content="De Krant">
<meta property="article:published_time" content="2031-03-10T08:00:00+02:00">
<meta property="og:url" content="https://example.org/samen">
<style>p { color: red }</style></head>
<body><nav><a href="/">Voorpagina</a> <a href="/sport">Sport</a></nav>
<div class="cookie-banner">Wij gebruiken cookies. <button>Akkoord</button></div>
<article><h1>Twee rederijen in Veldhaven gaan samen</h1>
<p class="byline">Door Jan Jansen</p>
<figure><img src="a.jpg"><figcaption>De twee reders op de kade van Veldhaven. Beeld ANP</figcaption></figure>
<p>De rederijen Zeewind en Noorderveer zijn het <b>maandag</b> eens geworden over een fusie, zo zei de
oudste van de twee reders, en de vakbond van de schippers kijkt daar met zorg naar.</p><p>Er komt ook een nieuwe
veerboot op de lijn naar de eilanden, waar de gemeente al jaren om vraagt; er kunnen 200 auto's mee, zei hij.</p>
<h2>Kritiek op de haven</h2>
<p>De bedoeling is dat er &eacute;&eacute;n loket voor vracht en reizigers ontstaat, ook op het land werken zij samen,<br>zoals
in de werkplaats en de kantine, en Zeewind belooft dat een kaartje volgend seizoen even duur is als nu.</p>
<blockquote class="twitter-tweet"><p>The new ferry is on its way.</p>&mdash; Kustwacht (@kustwacht) <a href="https://x">9 maart 2031</a></blockquote>
<p>Over de havenmeester, die volgens hem de rekeningen voor het liggeld ieder jaar hoger maakt, had hij geen goed woord over.</p>
</article>
<aside><h2>Meest gelezen</h2><ul><li><a href="/1">Weer regen op komst</a></li><li><a href="/2">Trein rijdt niet</a></li></ul></aside>
<footer>&copy; De Krant 2031</footer><script>var x = "geen tekst";</script></body></html>"#;

#[test]
fn a_page_is_told_apart_from_what_stands_around_it() {
    let reading = read("page.html", "page", "html", PAGE.as_bytes());
    check_invariants(&reading);
    assert_eq!(reading.problems, []);
    insta::assert_snapshot!("page", outline(&reading.articles[0]));
}

#[test]
fn every_text_of_a_page_is_kept() {
    let reading = read("page.html", "page", "html", PAGE.as_bytes());
    let text = &reading.articles[0].text;
    for part in [
        "Voorpagina",
        "Sport",
        "Wij gebruiken cookies.",
        "Akkoord",
        "Door Jan Jansen",
        "één loket",
        "werken zij samen,\nzoals in de werkplaats",
        "Meest gelezen",
        "Weer regen op komst",
        "© De Krant 2031",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("geen tekst") && !text.contains("color"));
    assert!(text.contains("zijn het maandag eens geworden"), "{text}");
}

#[test]
fn a_small_page_is_read_too() {
    let reading = read("x.htm", "x", "HTM", b"<p>Een zin.<p>Nog een <i>zin</i>.");
    check_invariants(&reading);
    assert_eq!(reading.articles[0].text, "Een zin.\n\nNog een zin.");
    assert!(
        reading.articles[0]
            .blocks
            .iter()
            .all(|b| b.kind == BlockKind::Paragraph)
    );
}

#[test]
fn a_page_too_short_to_find_its_article_in_is_all_article() {
    for page in [
        "Een zin.",
        "<p>Een zin.</p>",
        "<html><body>Een zin.</body></html>",
    ] {
        let reading = read("x.html", "x", "html", page.as_bytes());
        check_invariants(&reading);
        let blocks = &reading.articles[0].blocks;
        assert_eq!(blocks.len(), 1, "{page}");
        assert_eq!(blocks[0].kind, BlockKind::Paragraph, "{page}");
    }
}

#[test]
fn hostile_pages_end_in_a_result() {
    for page in [
        "<div>".repeat(200_000),
        "<b>".repeat(200_000),
        format!("{}x", "<p>".repeat(50_000)),
        format!("<table>{}x", "<tr><td>".repeat(20_000)),
        "<a href='".repeat(10_000),
    ] {
        let reading = read("x.html", "x", "html", page.as_bytes());
        check_invariants(&reading);
    }
    for page in [
        format!("<p>{}", "x".repeat(33 << 20)),
        "&amp;".repeat(500_000),
    ] {
        let reading = read("x.html", "x", "html", page.as_bytes());
        check_invariants(&reading);
        assert_eq!(reading.problems[0].code, "article-too-large");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), format in 0_usize..5) {
        let extension = ["txt", "md", "html", "jsonl", "json"][format];
        let reading = read("x", "x", extension, &bytes);
        check_invariants(&reading);
    }

    #[test]
    fn any_text_is_read(
        text in "( date 2021 |[a-zA-Z]{1,9}|[ .?!…\n]|\r\n|\n\n|---\n|# |> |```\n|Beeld AFP|Foto |— A \\(@b\\)|\\{\"text\": \"|\"\\}|<p>|</p>|<h1>|<b|é|cookies u|\u{a0}){0,60}",
        format in 0_usize..5,
    ) {
        let extension = ["txt", "md", "html", "jsonl", "json"][format];
        let reading = read("x", "x", extension, text.as_bytes());
        check_invariants(&reading);
        if format < 2 && let Some(article) = reading.articles.first() {
            prop_assert_eq!(&article.text, &text);
            let white: usize = article.sentences.iter().map(ExactSizeIterator::len).sum();
            prop_assert!(white <= article.text.len());
        }
    }
}
