//! Everything that a dossier's files say, read and put in an order that does not depend on the disk.

use std::collections::BTreeSet;

use crate::diag::{Finding, SourceId, Sources, Span};
use crate::ingest::annotation::{self, AnnotationFile, Text};
use crate::ingest::article::{self, Article};
use crate::ingest::folder::{File, Folder, ReadError};
use crate::ingest::table::mapping::{self, Mapping};
use crate::ingest::yaml::{self, Node};
use crate::model::date::Edtf;
use crate::model::registry::Registry;
use crate::text::nearest;

use super::field::value_finding;
use super::settings;
use super::tables::{self, TableUnit};

/// All files of a dossier.
pub(super) struct Input {
    pub(super) sources: Sources,
    pub(super) registry: Registry,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) languages: Vec<String>,
    /// Articles by id.
    pub(super) articles: Vec<Unit>,
    /// Types and relations of `types.yaml` that could not be read: what uses them is not to blame.
    pub(super) faulty_types: BTreeSet<String>,
    /// Whether an annotation file could not be read, so that nobody knows what it is about.
    pub(super) unread_annotations: bool,
    /// Names of article files that gave no article.
    unread_articles: Vec<String>,
    /// Annotation files: background first, then by article, then by path.
    pub(super) files: Vec<AnnotationUnit>,
    /// Annotation files that are about tables.
    pub(super) mappings: Vec<Mapping>,
    /// The tables that could be read, by mapping and path.
    pub(super) tables: Vec<TableUnit>,
}

/// An article with what its annotation file says of it.
pub(super) struct Unit {
    pub(super) article: Article,
    /// Its text, for findings.
    pub(super) source: SourceId,
    /// When it was published.
    pub(super) published: Option<Edtf>,
    /// Agency whose text it is.
    pub(super) via: Option<String>,
    /// Number of its rows, if it is a table.
    pub(super) rows: Option<u64>,
}

/// An annotation file with the article it is about.
pub(super) struct AnnotationUnit {
    pub(super) annotation: AnnotationFile,
    /// Its article in [`Input::articles`]; none for background, or where the article is missing.
    pub(super) article: Option<usize>,
    /// Whether it is background.
    pub(super) background: bool,
}

/// Reads a folder.
pub(super) fn read(folder: &Folder, findings: &mut Vec<Finding>) -> Result<Input, ReadError> {
    let mut sources = Sources::default();
    let mut registry = Registry::builtin();
    let mut settings = settings::Settings::default();
    let mut faulty_types = BTreeSet::new();
    if let Some(file) = folder.file("dossier.yaml")?
        && let Some((source, tree)) = tree(&mut sources, &file, findings)
    {
        settings = settings::settings(source, &tree, findings);
    }
    if let Some(file) = folder.file("types.yaml")?
        && let Some((source, tree)) = tree(&mut sources, &file, findings)
    {
        faulty_types = super::types::types(source, &tree, &mut registry, findings);
    }
    let patterns: Vec<_> = settings
        .articles
        .iter()
        .map(|(text, _)| text.clone())
        .collect();
    let (mappings, annotations) = annotations(folder, &mut sources, findings)?;
    let mut table_files = Vec::new();
    for mapping in &mappings.list {
        // What names no table is reported when the tables are read.
        let files = tables::files(folder, mapping, &mut Vec::new())?;
        table_files.extend(files.into_iter().map(|(file, _)| file.path));
    }
    let (article_files, idle) = folder.articles(&patterns, &table_files)?;
    for at in idle {
        let (pattern, span) = &settings.articles[at];
        let message = format!("`{pattern}` names no article");
        let help =
            "a folder, a file or a glob such as `news/*.html`, as seen from the dossier's folder";
        findings.push(Finding::error("article-missing", *span, message).help(help));
    }
    let mut paths = Vec::new();
    let mut articles = Vec::new();
    let mut unread_articles = Vec::new();
    for file in &article_files {
        let units = read_article(&mut sources, file, findings);
        if units.is_empty() {
            unread_articles.extend([
                file.inside.clone(),
                file.name().to_owned(),
                file.stem().to_owned(),
            ]);
        }
        for unit in units {
            paths.push(file.inside.clone());
            articles.push(unit);
        }
    }
    let read = tables::read(folder, &mappings.list, &mut sources, findings)?;
    let (mut tables, units): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    for unit in units {
        paths.push(unit.article.path.clone());
        articles.push(unit);
    }
    let mut articles: Vec<(Unit, String)> = articles.into_iter().zip(paths).collect();
    articles.sort_by(|(a, _), (b, _)| a.article.id.cmp(&b.article.id));
    articles.dedup_by(|(later, path), (first, _)| {
        let twin = later.article.id == first.article.id;
        if twin {
            let message = format!(
                "a second article has the id `{}`: {path}, beside {}",
                later.article.id, first.article.path
            );
            findings.push(
                Finding::error("id-conflict", Span::new(later.source, 0..0), message)
                    .related(Span::new(first.source, 0..0), "the first is this file")
                    .help("an article's id is its file's name without the ending: rename one"),
            );
        }
        twin
    });
    let (articles, paths): (Vec<Unit>, Vec<_>) = articles.into_iter().unzip();
    // A table whose article has another's id is left out, as an article is.
    tables.retain_mut(|table| {
        let article = articles.iter().position(|unit| unit.source == table.source);
        table.article = article.unwrap_or_default();
        article.is_some()
    });
    let mut input = Input {
        sources,
        registry,
        title: settings.title.unwrap_or_else(|| folder.name()),
        description: settings.description,
        languages: settings.languages,
        articles,
        faulty_types,
        unread_annotations: mappings.unread,
        unread_articles,
        files: Vec::new(),
        mappings: mappings.list,
        tables,
    };
    for (source, tree, background) in annotations {
        input.annotate(source, &tree, background, &paths, findings);
    }
    input.files.sort_by_key(|file| {
        let path = input.sources.get(file.annotation.source).path.clone();
        (!file.background, file.article, path)
    });
    Ok(input)
}

/// The annotation files that are about tables.
struct Mappings {
    list: Vec<Mapping>,
    /// Whether an annotation file could not be read.
    unread: bool,
}

/// Annotation files as trees, each with whether it is `actors.yaml`.
type Trees = Vec<(SourceId, Node, bool)>;

/// All annotation files: those about tables, and the others as trees.
fn annotations(
    folder: &Folder,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<(Mappings, Trees), ReadError> {
    let mut mappings = Mappings {
        list: Vec::new(),
        unread: false,
    };
    let mut trees = Vec::new();
    for file in folder.annotations()? {
        let Some((source, tree)) = tree(sources, &file, findings) else {
            mappings.unread = true;
            continue;
        };
        if mapping::is_mapping(&tree) {
            let (mapping, problems) = mapping::read(source, &tree);
            findings.extend(problems);
            mappings.list.push(mapping);
        } else {
            trees.push((source, tree, file.stem() == "actors"));
        }
    }
    Ok((mappings, trees))
}

/// A YAML file's tree; none if it cannot be read or is empty.
fn tree(
    sources: &mut Sources,
    file: &File,
    findings: &mut Vec<Finding>,
) -> Option<(SourceId, Node)> {
    let bytes = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes);
    let (text, broken) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            (text, Some(error.valid_up_to()))
        }
    };
    let source = sources.add(&*file.shown, text.as_str());
    if let Some(at) = broken {
        let span = Span::new(source, at..at + '\u{fffd}'.len_utf8());
        let finding = Finding::error("yaml-syntax", span, "this file is not UTF-8");
        findings.push(finding.help("save it as UTF-8; nothing of it was read"));
        return None;
    }
    let (tree, problems) = yaml::parse(source, &text);
    findings.extend(problems);
    tree.map(|tree| (source, tree))
}

fn read_article(sources: &mut Sources, file: &File, findings: &mut Vec<Finding>) -> Vec<Unit> {
    let reading = article::read(&file.shown, file.stem(), &file.extension(), &file.bytes);
    if !reading.problems.is_empty() {
        let source = sources.add(&*file.shown, reading.source.as_str());
        for problem in reading.problems {
            findings.push(Finding {
                severity: problem.severity,
                help: problem.help,
                ..Finding::error(
                    problem.code,
                    Span::new(source, problem.range),
                    problem.message,
                )
            });
        }
    }
    let units = reading.articles.into_iter().map(|article| Unit {
        source: sources.add(&*file.shown, article.text.as_str()),
        published: article
            .published
            .as_deref()
            .and_then(|text| Edtf::parse(text).ok()),
        via: None,
        rows: None,
        article,
    });
    units.collect()
}

impl Input {
    fn annotate(
        &mut self,
        source: SourceId,
        tree: &Node,
        background: bool,
        paths: &[String],
        findings: &mut Vec<Finding>,
    ) {
        let (annotation, problems) = annotation::read(source, tree, background);
        findings.extend(problems);
        let background = annotation.article.is_none()
            && (background
                || annotation.meta.is_empty()
                    && !annotation.entries.is_empty()
                    && annotation.entries.iter().all(|entry| {
                        matches!(
                            entry.section,
                            annotation::Section::Actors | annotation::Section::Places
                        )
                    }));
        let article = annotation
            .article
            .as_ref()
            .and_then(|name| self.find_article(source, name, paths, findings));
        if let (Some(at), Some(name)) = (article, &annotation.article) {
            if let Some(first) = self.files.iter().find(|file| file.article == Some(at)) {
                let mut finding = Finding::error(
                    "article-twice",
                    Span::new(source, name.span.clone()),
                    format!("a second annotation file for `{}`", name.text),
                );
                if let Some(first_name) = &first.annotation.article {
                    let first = Span::new(first.annotation.source, first_name.span.clone());
                    finding = finding.related(first, "the first is this file");
                }
                findings.push(finding.help("an article is one witness: join the two files"));
            }
            self.describe(at, &annotation, findings);
        }
        self.files.push(AnnotationUnit {
            annotation,
            article,
            background,
        });
    }

    /// The article of an annotation file, by id, file name or path.
    fn find_article(
        &self,
        source: SourceId,
        name: &Text,
        paths: &[String],
        findings: &mut Vec<Finding>,
    ) -> Option<usize> {
        let wanted = name.text.as_str();
        let by_id = self
            .articles
            .iter()
            .position(|unit| unit.article.id == wanted);
        let by_path = || {
            let named = |path: &&String| {
                *path == wanted
                    || path
                        .strip_suffix(wanted)
                        .is_some_and(|rest| rest.ends_with('/'))
            };
            let found: Vec<_> = (0..paths.len()).filter(|&at| named(&&paths[at])).collect();
            (found.len() == 1).then(|| found[0])
        };
        let found = by_id.or_else(by_path);
        if found.is_none() && !self.unread_articles.contains(&name.text) {
            let names = paths
                .iter()
                .map(|path| path.rsplit('/').next().unwrap_or(path));
            let ids = self.articles.iter().map(|unit| unit.article.id.as_str());
            let help = match nearest(wanted, names.chain(ids)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "articles lie in seeds/, and in what `articles` of dossier.yaml names"
                    .to_owned(),
            };
            findings.push(
                Finding::error(
                    "article-missing",
                    Span::new(source, name.span.clone()),
                    format!("there is no article `{wanted}`"),
                )
                .help(help),
            );
        }
        found
    }

    /// What an annotation file says of its article goes before what the text says of itself.
    fn describe(&mut self, at: usize, file: &AnnotationFile, findings: &mut Vec<Finding>) {
        let unit = &mut self.articles[at];
        let text = |key: &str| file.meta(key).map(|text| text.text.clone());
        let article = &mut unit.article;
        for (key, field) in [
            ("title", &mut article.title),
            ("publisher", &mut article.publisher),
            ("language", &mut article.language),
            ("url", &mut article.url),
        ] {
            if let Some(text) = text(key) {
                *field = Some(text);
            }
        }
        unit.via = text("via");
        if let Some(written) = file.meta("published") {
            match Edtf::parse(&written.text) {
                Ok(date) => {
                    article.published = Some(written.text.clone());
                    unit.published = Some(date);
                }
                Err(error) => {
                    findings.push(value_finding(&self.sources, file.source, written, &error));
                }
            }
        }
        if let Some(pin) = file.meta("sha256") {
            let span = Span::new(file.source, pin.span.clone());
            let hex = pin.text.len() == 64 && pin.text.bytes().all(|b| b.is_ascii_hexdigit());
            if !hex {
                let message = "a SHA-256 is 64 hexadecimal digits";
                findings.push(Finding::error("bad-hash", span, message));
            } else if !pin.text.eq_ignore_ascii_case(&article.sha256) {
                let message = format!("`{}` has changed since it was pinned", article.path);
                let help = format!(
                    "read it again, check the quotes, and pin it anew: sha256: {}",
                    article.sha256
                );
                findings.push(Finding::error("article-changed", span, message).help(help));
            }
        }
    }
}
